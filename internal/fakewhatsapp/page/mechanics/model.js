// Models as BaseModel of client revision 1044822804 makes them: fields are accessors on the prototype,
// the value is held in an own property `__x_<field>`; `prop` fields are serialised, `session` fields not.
__d('StandInModel', ['StandInBoot', 'StandInGuard', 'StandInEvents', 'WAWebEventEmitter'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { violation, payload } = importNamespace('StandInBoot');
  const { guard, rawOf, viewOf } = importNamespace('StandInGuard');
  const { fire } = importNamespace('StandInEvents');
  const { isMissingField } = importNamespace('StandInBreakages');
  const EventEmitter = importDefault('WAWebEventEmitter');

  // The collections a model is in, as {collection, reindex}; its events are fired on them as well.
  const collectionsOf = new WeakMap();

  const same = (a, b) => Object.is(a, b)
    || (a !== null && typeof a === 'object' && typeof a.equals === 'function' && a.equals(b));

  class BaseModel extends EventEmitter {
    constructor(values) {
      super();
      for (const [field, value] of Object.entries({ ...this.constructor.defaults, ...values })) {
        if (!isMissingField(this.constructor.label, field)) this[this.constructor.slot(field)] = value;
      }
      return guard(this, this.constructor.label);
    }

    static slot(field) {
      return this.declared.has(field) ? `__x_${field}` : field;
    }

    // serialize gives the persistent fields that have a value. Volatile ones are left out.
    serialize() {
      const result = {};
      for (const field of rawOf(this).constructor.props) {
        if (this[field] !== undefined) result[field] = this[field];
      }
      return result;
    }

    toJSON() {
      return this.serialize();
    }

    set(fields, value) {
      violation('write', `${rawOf(this).constructor.label}.set`);
      write(this, typeof fields === 'string' ? { [fields]: value } : fields);
      return this;
    }

    trigger(name, ...args) {
      violation('write', `${rawOf(this).constructor.label}.trigger`);
      emit(this, name, ...args);
      return this;
    }
  }

  function emit(model, name, ...args) {
    fire(model, name, ...args);
    for (const { collection } of collectionsOf.get(rawOf(model)) || []) fire(collection, name, ...args);
  }

  // write is the inner door. All values change before the first event, as a handler may read any of them.
  function write(model, fields) {
    const raw = rawOf(model);
    const view = viewOf(raw);
    const changes = [];
    for (const [field, value] of Object.entries(fields)) {
      const slot = raw.constructor.slot(field);
      const before = raw[slot];
      if (same(before, value) || isMissingField(raw.constructor.label, field)) continue;
      raw[slot] = value;
      changes.push([field, value, before]);
      if (field === 'id') {
        for (const { reindex } of collectionsOf.get(raw) || []) reindex(view, before);
      }
    }
    for (const [field, value, before] of changes) emit(view, `change:${field}`, view, value, before);
    if (changes.length > 0) emit(view, 'change', view);
    return changes.length > 0;
  }

  // defineModel builds the class for one of the declared field lists of the build, or for the given one.
  function defineModel(label, members, declared = { prop: ['id'], session: [], defaults: {} }) {
    const { prop, session, defaults } = payload.fields[label] || declared;
    const Model = class extends BaseModel {};
    Model.label = label;
    Model.props = prop;
    Model.defaults = defaults;
    Model.declared = new Set([...prop, ...session]);
    for (const field of Model.declared) {
      Object.defineProperty(Model.prototype, field, {
        configurable: true,
        enumerable: false,
        get() { return this[`__x_${field}`]; },
        set(value) { write(this, { [field]: value }); },
      });
    }
    Object.defineProperties(Model.prototype, Object.getOwnPropertyDescriptors(members || {}));
    return Model;
  }

  // join makes a model a member; reindex is called with the model and its former id when that changes.
  function join(model, collection, reindex) {
    const raw = rawOf(model);
    collectionsOf.set(raw, [...(collectionsOf.get(raw) || []), { collection, reindex }]);
  }

  function leave(model, collection) {
    const raw = rawOf(model);
    collectionsOf.set(raw, (collectionsOf.get(raw) || []).filter((one) => one.collection !== collection));
  }

  exports.defineModel = defineModel;
  exports.write = write;
  exports.join = join;
  exports.leave = leave;
}, 98);
