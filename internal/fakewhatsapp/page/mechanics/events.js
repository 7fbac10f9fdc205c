// The inner side of the event emitter: who listens, and the firing of events. Handlers are called
// synchronously with nothing to catch what they throw; that one threw is recorded on the way out.
__d('StandInEvents', ['StandInBoot', 'StandInGuard'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { violation } = importNamespace('StandInBoot');
  const { rawOf, viewOf } = importNamespace('StandInGuard');
  const listenersOf = new WeakMap();

  const listeners = (emitter) => listenersOf.get(rawOf(emitter)) || [];
  const namesOf = (names) => String(names).split(/\s+/).filter(Boolean);

  function add(emitter, names, handler, traits) {
    const added = namesOf(names).map((name) => ({ name, handler, context: undefined, once: false, own: false, ...traits }));
    listenersOf.set(rawOf(emitter), [...listeners(emitter), ...added]);
    return added;
  }

  function remove(emitter, matches) {
    listenersOf.set(rawOf(emitter), listeners(emitter).filter((entry) => !matches(entry)));
  }

  // removeFor carries out off(): what is not named matches everything, the page's own handlers too.
  function removeFor(emitter, names, handler, context) {
    const wanted = names === undefined || names === null ? null : namesOf(names);
    remove(emitter, (entry) => {
      const matches = (!wanted || wanted.includes(entry.name)) && (!handler || entry.handler === handler)
        && (!context || entry.context === context);
      if (matches && entry.own) violation('write', `the page's own handler of "${entry.name}" removed`);
      return matches;
    });
  }

  function call(emitter, entry, args) {
    if (entry.once) remove(emitter, (other) => other === entry);
    const self = entry.context || viewOf(emitter);
    let returned = false;
    try {
      entry.handler.apply(self, args);
      returned = true;
    } finally {
      if (!returned) violation('handler', `exception in ${entry.own ? 'the page\'s own' : 'a'} handler of "${entry.name}"`);
    }
  }

  // The list is taken before the first call: handlers that come or go meanwhile count from the next event.
  function fire(emitter, name, ...args) {
    for (const entry of listeners(emitter)) {
      if (entry.name === name) call(rawOf(emitter), entry, args);
      else if (entry.name === 'all') call(rawOf(emitter), entry, [name, ...args]);
    }
  }

  exports.add = add;
  exports.removeFor = removeFor;
  exports.fire = fire;
  // listen is how the page itself listens; the result ends it.
  exports.listen = (emitter, names, handler) => {
    const added = add(emitter, names, handler, { own: true });
    return () => remove(emitter, (entry) => added.includes(entry));
  };
}, 98);
