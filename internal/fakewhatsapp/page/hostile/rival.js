// What another extension's script in the MAIN world does to a page of WhatsApp Web, after the manner of
// @wppconnect/wa-js 4.6.0: setter traps on window.__d and window.require, a poll beside them, and listeners on
// the collections once the modules have been quiet for a while. It changes nothing.
(function (global) {
  'use strict';
  const POLL = 250;
  const QUIET = 750;
  const POLLS = 240;
  let attached = false;

  function trap(name, arrived) {
    let value = global[name];
    Object.defineProperty(global, name, {
      configurable: true,
      enumerable: true,
      get: () => value,
      set(next) {
        value = next;
        if (typeof next !== 'function') return;
        Object.defineProperty(global, name, { configurable: true, enumerable: true, writable: true, value: next });
        arrived();
      },
    });
  }

  function attach() {
    const { Chat, Msg } = global.require('WAWebCollections');
    Chat.on('add change:active', () => {});
    Msg.on('add change:type', (msg) => String(msg.id));
    attached = true;
  }

  let count = 0;
  let quietFor = 0;
  let polls = 0;
  function poll() {
    if (attached || polls++ > POLLS) {
      clearInterval(timer);
      return;
    }
    if (typeof global.require !== 'function') return;
    const now = Object.keys(global.require('__debug').modulesMap).filter((name) => /^(?:use)?WA/.test(name)).length;
    quietFor = now === count ? quietFor + POLL : 0;
    count = now;
    if (quietFor >= QUIET && global.Debug && global.Debug.VERSION) attach();
  }

  trap('__d', () => {});
  trap('require', () => {});
  const timer = setInterval(poll, POLL);
})(window);
