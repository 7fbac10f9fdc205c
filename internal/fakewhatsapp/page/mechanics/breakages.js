// Which members of WhatsApp's modules this build does not have, or has stopped having. A breakage belongs to
// the object that holds the member, whatever name a guest reaches it by. Only guests meet it: the page itself
// goes on working, so that what is left can be tried.
__d('StandInBreakages', ['StandInGuard'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { rawOf } = importNamespace('StandInGuard');
  const byOwner = new WeakMap();
  const fields = new Map();
  const absent = new Set();

  const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

  // Every property of a poisoned object fails, as does calling it.
  function poison() {
    const fail = () => { throw new TypeError("Cannot read properties of undefined (reading 'get')"); };
    const traps = Object.fromEntries(['get', 'has', 'ownKeys', 'getOwnPropertyDescriptor', 'getPrototypeOf', 'apply', 'construct']
      .map((name) => [name, fail]));
    return new Proxy(function () {}, traps);
  }

  // The holder of a member: the namespace or its default export, or an exported object further down.
  function holderOf(namespace, path) {
    const names = path.split('.');
    let holder = rawOf(namespace);
    if (!(names[0] in holder) && isObject(holder.default)) holder = rawOf(holder.default);
    const last = names.pop();
    for (const name of names) holder = rawOf(holder[name]);
    if (!isObject(holder) || !(last in holder)) throw new Error(`StandIn: there is no member "${path}"`);
    return { holder, last };
  }

  exports.breakMember = (namespace, path, how) => {
    const { holder, last } = holderOf(namespace, path);
    if (how === 'hangs' && typeof holder[last] !== 'function') throw new Error(`StandIn: "${path}" is no function, which alone could hang`);
    if (!byOwner.has(holder)) byOwner.set(holder, new Map());
    if (how === '') byOwner.get(holder).delete(last);
    else byOwner.get(holder).set(last, how);
  };
  exports.breakageOf = (owner, name) => byOwner.get(rawOf(owner))?.get(name) || '';
  exports.works = (owner, name) => name in rawOf(owner) && !byOwner.get(rawOf(owner))?.has(name);

  exports.setAbsent = (id, how) => { if (how === '') absent.delete(id); else absent.add(id); };
  exports.isAbsent = (id) => absent.has(id);

  // A model's field that is missing is missing from every model of that kind and from rows.
  exports.setMissingField = (label, field, how) => {
    if (!fields.has(label)) fields.set(label, new Set());
    if (how === '') fields.get(label).delete(field);
    else fields.get(label).add(field);
  };
  exports.isMissingField = (label, field) => Boolean(fields.get(label)?.has(field));

  // What a guest gets in place of a broken value.
  exports.brokenValue = (how) => (how === 'odd' ? { unexpected: true } : how === 'poison' ? poison() : undefined);
  exports.brokenCall = (how, isAsync) => {
    if (how === 'throws' || how === 'gone') {
      const error = new TypeError("Cannot read properties of undefined (reading 'call')");
      if (isAsync) return Promise.reject(error);
      throw error;
    }
    if (how === 'hangs') return new Promise(() => {});
    const value = exports.brokenValue(how);
    return isAsync && how === 'odd' ? Promise.resolve(value) : value;
  };
}, 98);
