// What guests hold of an exported object: a second door in front of the guarded one. It behaves like the
// object, except for members that are broken (StandInBreakages); a function handed out earlier breaks too.
__d('StandInOutside', ['StandInBoot', 'StandInGuard', 'StandInBreakages'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { violation } = importNamespace('StandInBoot');
  const { breakageOf, brokenValue, brokenCall } = importNamespace('StandInBreakages');
  const doorOf = new WeakMap();
  const behind = new WeakMap();
  const functionsOf = new WeakMap();

  const isObject = (value) => typeof value === 'object' && value !== null;
  const isAsync = (fn) => Object.prototype.toString.call(fn) === '[object AsyncFunction]';

  // The value of a member as a guest sees it.
  function seen(owner, name, value, label) {
    const how = breakageOf(owner, name);
    if (how !== '' && (typeof value !== 'function' || how === 'gone')) return how === 'throws' ? brokenCall(how, false) : brokenValue(how);
    if (typeof value === 'function') return doorOfFunction(owner, name, value, label);
    return isObject(value) ? exports.outside(value, label) : value;
  }

  function reading(owner, label) {
    const open = (name) => typeof name === 'string' && name !== 'prototype' && name !== 'constructor';
    return {
      get(target, name) {
        const value = Reflect.get(owner, name, owner);
        return open(name) ? seen(owner, name, value, `${label}.${name}`) : value;
      },
      has: (target, name) => Reflect.has(owner, name) && breakageOf(owner, name) !== 'gone',
      ownKeys: () => Reflect.ownKeys(owner).filter((name) => breakageOf(owner, name) !== 'gone'
        || Reflect.getOwnPropertyDescriptor(owner, name).configurable === false),
      getOwnPropertyDescriptor(target, name) {
        const descriptor = Reflect.getOwnPropertyDescriptor(owner, name);
        if (!descriptor || !descriptor.configurable || !open(name)) return descriptor;
        if (breakageOf(owner, name) === 'gone') return undefined;
        return 'value' in descriptor ? { ...descriptor, value: seen(owner, name, descriptor.value, `${label}.${name}`) } : descriptor;
      },
      // The guarded object records; a function or class has no guard and is recorded here.
      set(target, name, value) {
        if (typeof owner === 'function') violation('write', `${label}.${String(name)}`);
        return Reflect.set(owner, name, value, owner);
      },
      defineProperty(target, name, descriptor) {
        if (typeof owner === 'function') violation('write', `${label}.${String(name)}`);
        return Reflect.defineProperty(owner, name, descriptor);
      },
    };
  }

  // One door per holder and member, so that a function keeps its identity. Called on a door, it runs on what
  // is behind it.
  function doorOfFunction(owner, name, fn, label) {
    if (!functionsOf.has(owner)) functionsOf.set(owner, new Map());
    const doors = functionsOf.get(owner);
    if (doors.get(name)?.fn !== fn) {
      const door = new Proxy(fn, {
        ...reading(fn, label),
        apply(target, self, args) {
          const how = breakageOf(owner, name);
          if (how !== '') return brokenCall(how, isAsync(fn));
          return Reflect.apply(fn, behind.get(self) || self, args);
        },
      });
      doors.set(name, { fn, door });
    }
    return doors.get(name).door;
  }

  exports.outside = (view, label) => {
    if (!doorOf.has(view)) {
      const door = new Proxy(view, reading(view, label));
      doorOf.set(view, door);
      behind.set(door, view);
    }
    return doorOf.get(view);
  };
}, 98);
