// Looks for what somebody has left among the page's globals and builtins. The page knows its own names; an
// empty document knows the browser's. A test that needs a global of its own lets its name end in "ForTest".
(function (global) {
  'use strict';
  const standIn = global.__standIn;
  const own = new Set(['__standIn', '__d', '__d_stub', '__rl_stub', 'requireLazy', 'Env', 'require', 'importNamespace',
    'importDefault', 'ErrorGuard', 'Debug']);
  const { getOwnPropertyNames, getOwnPropertySymbols } = Object;
  const source = Function.prototype.toString;
  const told = new Set();

  function tell(what) {
    if (told.has(what)) return;
    told.add(what);
    standIn.violation('trace', what);
  }

  // Before any script of the page has run, every builtin is the browser's.
  const builtins = {
    JSON, Reflect, Object, 'Object.prototype': Object.prototype, 'Array.prototype': Array.prototype,
    'Function.prototype': Function.prototype, 'Promise.prototype': Promise.prototype, 'Map.prototype': Map.prototype,
    'EventTarget.prototype': EventTarget.prototype, 'Node.prototype': Node.prototype, 'Element.prototype': Element.prototype,
    'IDBFactory.prototype': IDBFactory.prototype, 'CustomEvent.prototype': CustomEvent.prototype,
  };
  for (const [label, holder] of Object.entries(builtins)) {
    for (const name of getOwnPropertyNames(holder)) {
      const { value } = Object.getOwnPropertyDescriptor(holder, name);
      if (typeof value === 'function' && !source.call(value).includes('[native code]')) tell(`builtin ${label}.${name}`);
    }
  }

  let browser = null;
  function namesOfBrowser() {
    if (browser) return browser;
    const frame = document.createElement('iframe');
    frame.hidden = true;
    document.body.append(frame);
    const empty = frame.contentWindow;
    browser = {
      window: new Set([...getOwnPropertyNames(empty), ...getOwnPropertySymbols(empty)]),
      document: new Set([...getOwnPropertyNames(empty.document), ...getOwnPropertySymbols(empty.document)]),
    };
    frame.remove();
    return browser;
  }

  function compare(holder, label) {
    const known = namesOfBrowser()[label];
    for (const name of [...getOwnPropertyNames(holder), ...getOwnPropertySymbols(holder)]) {
      if (known.has(name) || own.has(name) || String(name).endsWith('ForTest') || /^\d+$/.test(String(name))) continue;
      tell(`${label} ${String(name)}`);
    }
  }

  function inspect() {
    if (!document.body) return;
    compare(global, 'window');
    compare(document, 'document');
  }

  standIn.inspections.push(inspect);
  document.addEventListener('DOMContentLoaded', inspect);
})(window);
