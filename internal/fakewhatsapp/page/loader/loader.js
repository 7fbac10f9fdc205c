// Meta's module loader as far as an extension can see it: `__d`, `require`, `importNamespace`,
// `importDefault`, `requireLazy`, `ErrorGuard` and the modules `__debug` and `Bootloader`.
// Definitions whose name begins with "StandIn" are the stand-in's own. They never show outside, and the
// `require` handed to factories is an inner door that also sees modules not yet published.
(function (global) {
  'use strict';
  const standIn = global.__standIn;
  delete global.__standIn;
  const { profile } = standIn.payload;

  const definitions = new Map();
  const published = new Set();
  const views = new Map();
  const modulesMap = {};
  const lazyCallbacks = [];

  function define(id, dependencies, factory) {
    if (definitions.has(id)) return;
    definitions.set(id, { dependencies: dependencies || [], factory, exports: null });
    // The last definition of the bundle starts the page.
    if (id === 'StandInRun') instantiate(id);
  }

  function instantiate(id) {
    const definition = definitions.get(id);
    if (!definition) throw new Error(`Requiring unknown module "${id}".`);
    if (definition.exports === null) {
      const module = { exports: {} };
      definition.exports = module.exports;
      definition.factory.call(
        undefined, global, instantiate, innerDefault, instantiate, requireLazy, module, module.exports,
      );
      definition.exports = module.exports;
    }
    return definition.exports;
  }

  function innerDefault(id) {
    return instantiate(id).default;
  }

  // The namespace as outsiders get it: guarded, without what this build lacks, and with its members moved
  // to the default export where the build's profile says so.
  function view(id) {
    if (!published.has(id) || instantiate('StandInBreakages').isAbsent(id)) throw new Error(`Requiring unknown module "${id}".`);
    if (!views.has(id)) {
      const { guard } = instantiate('StandInGuard');
      const namespace = instantiate(id);
      const moved = profile.onDefault.includes(id) && !('default' in namespace);
      const guarded = guard(moved ? { default: guard(namespace, `${id}.default`) } : namespace, id);
      views.set(id, instantiate('StandInOutside').outside(guarded, id));
    }
    return views.get(id);
  }

  function publicRequire(id) {
    const namespace = view(id);
    return 'default' in namespace ? namespace.default : namespace;
  }

  function importDefault(id) {
    return publicRequire(id);
  }

  function publish(id) {
    if (published.has(id) || !definitions.has(id) || id.startsWith('StandIn')) return;
    if (instantiate('StandInBreakages').isAbsent(id)) return;
    published.add(id);
    const definition = definitions.get(id);
    const executed = () => definition.exports !== null;
    modulesMap[id] = {
      id,
      dependencies: definition.dependencies,
      get factoryFinished() { return executed(); },
      get exports() { return executed() ? view(id) : undefined; },
      get defaultExport() { return executed() ? view(id).default : undefined; },
    };
    runLazyCallbacks();
  }

  function unpublish(id) {
    published.delete(id);
    delete modulesMap[id];
  }

  function runLazyCallbacks() {
    for (const entry of lazyCallbacks.splice(0)) {
      if (entry.ids.every((id) => published.has(id))) entry.callback(...entry.ids.map(publicRequire));
      else lazyCallbacks.push(entry);
    }
  }

  function requireLazy(ids, callback) {
    lazyCallbacks.push({ ids: Array.from(ids), callback: callback || (() => {}) });
    runLazyCallbacks();
  }

  // Everything that is neither late nor loaded on demand comes at once, the rest in waves.
  function publishWaves() {
    for (const id of definitions.keys()) {
      if (!(id in profile.late) && !profile.lazy.includes(id)) publish(id);
    }
    for (const [id, milliseconds] of Object.entries(profile.late)) {
      global.setTimeout(() => publish(id), milliseconds);
    }
  }

  function loadModules(ids, callback) {
    Promise.resolve().then(() => {
      for (const id of ids) publish(id);
      requireLazy(ids, callback);
    });
  }

  // The module and the member that a path like "WAWebDBMessageFindLocal.msgFindBefore" names. Module names
  // may hold dots themselves.
  function split(path) {
    for (let dot = path.length; dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
      if (definitions.has(path.slice(0, dot))) return { id: path.slice(0, dot), member: path.slice(dot + 1) };
    }
    throw new Error(`StandIn: there is no module for "${path}"`);
  }

  const errorGuard = { skipGuardGlobal() {}, applyWithGuard: (fn, self, args) => fn.apply(self, args || []) };
  define('StandInBoot', [], (g, r, d, n, l, module) => { module.exports = standIn; });
  define('StandInPublishing', [], (g, r, d, n, l, module) => { module.exports = { publishWaves, publish, unpublish, split, has: (id) => definitions.has(id) }; });
  define('__debug', [], (g, r, d, n, l, module) => { module.exports = { modulesMap }; });
  define('Bootloader', [], (g, r, d, n, l, module) => { module.exports = { loadModules }; });
  define('ErrorGuard', [], (g, r, d, n, l, module) => { module.exports = { default: errorGuard }; });

  const waiting = [global.__d_stub || [], global.__rl_stub || []];
  global.__d = define;
  global.requireLazy = requireLazy;
  global.importNamespace = view;
  global.importDefault = importDefault;
  global.ErrorGuard = errorGuard;
  global.require = publicRequire;
  for (const args of waiting[0]) define(...args);
  for (const args of waiting[1]) requireLazy(...args);
})(window);
