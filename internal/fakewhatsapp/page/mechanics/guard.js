// The tripwire on WhatsApp's objects. Outsiders hold a guarded view: reading it is free, writing it is
// carried out, as the real page would, and recorded. The stand-in itself writes to the raw object.
__d('StandInGuard', ['StandInBoot'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { violation } = importNamespace('StandInBoot');
  const rawOfView = new WeakMap();
  const viewOfRaw = new WeakMap();

  function traps(label) {
    const record = (property) => violation('write', `${label}.${String(property)}`);
    return {
      set(target, property, value, receiver) {
        record(property);
        // A receiver that is the view itself means the raw object; any other one inherits from it.
        const destination = rawOfView.get(receiver) === target ? target : receiver;
        return Reflect.set(target, property, value, destination);
      },
      defineProperty(target, property, descriptor) {
        record(property);
        return Reflect.defineProperty(target, property, descriptor);
      },
      deleteProperty(target, property) {
        record(property);
        return Reflect.deleteProperty(target, property);
      },
      setPrototypeOf(target, prototype) {
        record('[[Prototype]]');
        return Reflect.setPrototypeOf(target, prototype);
      },
      preventExtensions(target) {
        record('[[Extensible]]');
        return Reflect.preventExtensions(target);
      },
    };
  }

  // A model's or collection's prototype is guarded as well, so that patching a method is noticed.
  function guard(raw, label) {
    if (viewOfRaw.has(raw)) return viewOfRaw.get(raw);
    const handler = traps(label);
    handler.getPrototypeOf = (target) => {
      const prototype = Reflect.getPrototypeOf(target);
      const shared = prototype === null || prototype === Object.prototype || prototype === Array.prototype;
      return shared || !Object.isExtensible(target) ? prototype : guard(prototype, `${label}.prototype`);
    };
    const view = new Proxy(raw, handler);
    rawOfView.set(view, raw);
    viewOfRaw.set(raw, view);
    return view;
  }

  // guardPrototype makes the prototype of a value class. Assigning a new property to an instance walks up
  // to it and is therefore noticed too; instances themselves stay plain and can be cloned between worlds.
  function guardPrototype(constructor, label, members) {
    Object.defineProperty(members, 'constructor', { value: constructor, enumerable: false });
    constructor.prototype = new Proxy(members, traps(label));
  }

  // guardedValues gives an instance of a value class its own enumerable properties.
  const valuesOf = new WeakMap();
  const descriptors = new Map();
  // An object that inherits from an instance reads its values, as it would those of an ordinary object.
  function valuesBehind(object) {
    let holder = object;
    while (!valuesOf.has(holder)) holder = Object.getPrototypeOf(holder);
    return valuesOf.get(holder);
  }
  function descriptor(label, name) {
    const id = `${label}.${name}`;
    if (!descriptors.has(id)) {
      descriptors.set(id, {
        enumerable: true,
        configurable: false,
        get() { return valuesBehind(this)[name]; },
        set(value) {
          violation('write', id);
          valuesBehind(this)[name] = value;
        },
      });
    }
    return descriptors.get(id);
  }
  function guardValues(instance, label, values) {
    valuesOf.set(instance, values);
    for (const name of Object.keys(values)) Object.defineProperty(instance, name, descriptor(label, name));
  }

  exports.guard = guard;
  exports.rawOf = (view) => rawOfView.get(view) || view;
  exports.viewOf = (raw) => viewOfRaw.get(raw) || raw;
  exports.guardPrototype = guardPrototype;
  exports.guardValues = guardValues;
}, 98);
