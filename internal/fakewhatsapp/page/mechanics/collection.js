// Collections: an ordered list of models with an index by the string form of their id. Adding, removing
// and the events of members are fired on the collection.
__d('StandInCollection', ['StandInBoot', 'StandInGuard', 'StandInEvents', 'StandInModel', 'WAWebEventEmitter'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { violation } = importNamespace('StandInBoot');
  const { guard, rawOf, viewOf } = importNamespace('StandInGuard');
  const { fire } = importNamespace('StandInEvents');
  const { join, leave } = importNamespace('StandInModel');
  const EventEmitter = importDefault('WAWebEventEmitter');
  const stateOf = new WeakMap();
  const labelOf = new WeakMap();

  class BaseCollection extends EventEmitter {
    constructor(label) {
      super();
      stateOf.set(this, { models: [], index: new Map() });
      labelOf.set(this, label);
      return guard(this, label);
    }

    get length() { return stateOf.get(rawOf(this)).models.length; }

    // WhatsApp's own list, which goes on changing: sorting it in place would disturb it and is recorded.
    getModelsArray() {
      return guard(stateOf.get(rawOf(this)).models, `${labelOf.get(rawOf(this))}.getModelsArray()`);
    }

    toArray() { return stateOf.get(rawOf(this)).models.slice(); }
    at(index) { return stateOf.get(rawOf(this)).models[index]; }

    get(id) {
      if (id === undefined || id === null) return undefined;
      return stateOf.get(rawOf(this)).index.get(String(id));
    }

    head() { return stateOf.get(rawOf(this)).models[0]; }
    last() { return stateOf.get(rawOf(this)).models.at(-1); }
    forEach(callback) { stateOf.get(rawOf(this)).models.slice().forEach(callback); }
    map(callback) { return stateOf.get(rawOf(this)).models.map(callback); }
    filter(callback) { return stateOf.get(rawOf(this)).models.filter(callback); }
    findFirst(callback) { return stateOf.get(rawOf(this)).models.find(callback); }
    countWhere(callback) { return this.filter(callback).length; }
    some(callback) { return stateOf.get(rawOf(this)).models.some(callback); }
    serialize() { return this.map((model) => model.serialize()); }
    toJSON() { return this.serialize(); }

    // What changes a collection is open to everybody in the real page. Here it works and is recorded.
    add(models) { return tripped(this, 'add', () => [].concat(models).map((model) => insert(this, model))); }
    remove(models) { return tripped(this, 'remove', () => [].concat(models).forEach((model) => take(this, model))); }
    reset() { return tripped(this, 'reset', () => clear(this)); }
    find(id) { return tripped(this, 'find', () => Promise.resolve(this.get(id))); }
    trigger(name, ...args) { return tripped(this, 'trigger', () => fire(this, name, ...args)); }
  }

  function tripped(collection, name, effect) {
    violation('write', `${labelOf.get(rawOf(collection))}.${name}`);
    return effect();
  }

  // insert is the inner door to add; a model that is already there stays as it is. Position counts from
  // the front and defaults to the end.
  function insert(collection, model, position) {
    const state = stateOf.get(rawOf(collection));
    const id = String(model.id);
    if (state.index.has(id)) return state.index.get(id);
    state.index.set(id, model);
    state.models.splice(position === undefined ? state.models.length : position, 0, model);
    join(model, rawOf(collection), (member, before) => {
      state.index.delete(String(before));
      state.index.set(String(member.id), member);
    });
    fire(collection, 'add', model, viewOf(rawOf(collection)), {});
    return model;
  }

  function take(collection, model) {
    const state = stateOf.get(rawOf(collection));
    if (!state.index.delete(String(model.id))) return;
    state.models.splice(state.models.indexOf(model), 1);
    leave(model, rawOf(collection));
    fire(collection, 'remove', model, viewOf(rawOf(collection)), {});
    fire(model, 'remove', model, viewOf(rawOf(collection)), {});
  }

  function sort(collection, comparator) {
    stateOf.get(rawOf(collection)).models.sort(comparator);
    fire(collection, 'sort', viewOf(rawOf(collection)), {});
  }

  function clear(collection) {
    for (const model of stateOf.get(rawOf(collection)).models.slice()) take(collection, model);
    fire(collection, 'reset', viewOf(rawOf(collection)));
  }

  exports.BaseCollection = BaseCollection;
  exports.insert = insert;
  exports.take = take;
  exports.sort = sort;
  exports.clear = clear;
}, 98);
