// WAWebEventEmitter (client revision 1044822804): several names separated by spaces, and 'all'.
__d('WAWebEventEmitter', ['StandInEvents', 'StandInGuard'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { add, removeFor, fire } = importNamespace('StandInEvents');
  const { rawOf } = importNamespace('StandInGuard');
  const listeningOf = new WeakMap();

  function checked(handler) {
    if (typeof handler !== 'function') throw new Error('Callback parameter passed is not a function');
    return handler;
  }

  class EventEmitter {
    on(names, handler, context) {
      add(this, names, checked(handler), { context });
      return this;
    }

    once(names, handler, context) {
      add(this, names, checked(handler), { context, once: true });
      return this;
    }

    off(names, handler, context) {
      removeFor(this, names, handler, context);
      return this;
    }

    trigger(name, ...args) {
      fire(this, name, ...args);
      return this;
    }

    listenTo(other, names, handler) {
      other.on(names, handler, this);
      listeningOf.set(rawOf(this), [...(listeningOf.get(rawOf(this)) || []), other]);
      return this;
    }

    listenToOnce(other, names, handler) {
      other.once(names, handler, this);
      return this;
    }

    stopListening(other, names, handler) {
      const others = other ? [other] : listeningOf.get(rawOf(this)) || [];
      for (const one of others) one.off(names, handler, this);
      return this;
    }
  }

  exports.default = EventEmitter;
  exports.EventEmitter = EventEmitter;
}, 98);
