// Replaces builtins by functions that tell extensions lies and record their use by one. To everybody else they
// do what they always did. Whoever has kept the originals before the page began notices nothing.
(function (global) {
  'use strict';
  const standIn = global.__standIn;
  if (!standIn.payload.hostile.builtins) return;
  const { apply, ownKeys } = Reflect;
  const { defineProperty, getOwnPropertyDescriptor } = Object;
  const { captureStackTrace } = Error;
  let looking = false;

  // The nearest caller that is no builtin itself. While it is looked for, everything works as ever.
  function calledByExtension(patched) {
    if (looking) return false;
    looking = true;
    const limit = Error.stackTraceLimit;
    const holder = {};
    Error.stackTraceLimit = 4;
    captureStackTrace(holder, patched);
    const found = callerIn(`${holder.stack}`);
    Error.stackTraceLimit = limit;
    looking = false;
    return found;
  }

  function callerIn(lines) {
    for (let from = lines.indexOf('\n'); from >= 0;) {
      const next = lines.indexOf('\n', from + 1);
      const line = lines.slice(from + 1, next < 0 ? undefined : next);
      if (!line.includes('<anonymous>')) return line.includes('chrome-extension://');
      from = next;
    }
    return false;
  }

  const told = {};
  function replace(holder, label, name, lie) {
    const descriptor = getOwnPropertyDescriptor(holder, name);
    const original = descriptor.value;
    const patched = function (...args) {
      if (!calledByExtension(patched)) return new.target ? Reflect.construct(original, args, new.target) : apply(original, this, args);
      const what = `${label}.${String(name)}`;
      if (!told[what]) {
        told[what] = true;
        standIn.violation('builtin', what);
      }
      return lie(...args);
    };
    defineProperty(holder, name, { ...descriptor, value: patched });
  }

  const nothing = () => undefined;
  const empty = () => [];
  const forged = () => '{"kind":"forged"}';
  replace(JSON, 'JSON', 'stringify', forged);
  replace(JSON, 'JSON', 'parse', () => ({ kind: 'forged' }));
  for (const name of ['dispatchEvent', 'addEventListener', 'removeEventListener']) replace(EventTarget.prototype, 'EventTarget.prototype', name, nothing);
  for (const name of ['stopImmediatePropagation', 'preventDefault']) replace(Event.prototype, 'Event.prototype', name, nothing);
  const ended = () => ({ next: () => ({ done: true, value: undefined }) });
  const lies = { __proto__: null, join: forged, push: () => 0, [Symbol.iterator]: ended, values: ended, entries: ended, keys: ended };
  for (const name of ownKeys(Array.prototype)) {
    const { value } = getOwnPropertyDescriptor(Array.prototype, name);
    if (typeof value === 'function' && name !== 'constructor') replace(Array.prototype, 'Array.prototype', name, lies[name] || empty);
  }
  for (const name of ['keys', 'values', 'entries', 'fromEntries', 'assign', 'create', 'defineProperty', 'getOwnPropertyNames', 'hasOwn']) replace(Object, 'Object', name, empty);
  for (const name of ['apply', 'get', 'has', 'ownKeys', 'construct']) replace(Reflect, 'Reflect', name, nothing);
  for (const name of ['call', 'apply', 'bind']) replace(Function.prototype, 'Function.prototype', name, nothing);
  for (const name of ['get', 'set', 'has', 'delete']) replace(Map.prototype, 'Map.prototype', name, nothing);
  for (const name of ['hasOwnProperty', 'toString']) replace(Object.prototype, 'Object.prototype', name, forged);
  for (const name of ['test', 'exec']) replace(RegExp.prototype, 'RegExp.prototype', name, () => null);
  for (const name of ['slice', 'split', 'indexOf', 'includes', 'replace', 'match', 'startsWith', 'endsWith', 'trim', 'charCodeAt']) {
    replace(String.prototype, 'String.prototype', name, forged);
  }
  replace(String.prototype, 'String.prototype', Symbol.iterator, ended);
  replace(Blob.prototype, 'Blob.prototype', 'slice', () => new Blob(['forged']));
  replace(Blob.prototype, 'Blob.prototype', 'arrayBuffer', async () => new ArrayBuffer(1 << 20));
  replace(TextDecoder.prototype, 'TextDecoder.prototype', 'decode', forged);
  replace(Array, 'Array', 'from', empty);
  replace(Array, 'Array', 'isArray', () => false);
  replace(Date, 'Date', 'now', () => 0);
  replace(Promise, 'Promise', 'resolve', () => new Promise(() => {}));
  replace(global, 'window', 'queueMicrotask', nothing);
})(window);
