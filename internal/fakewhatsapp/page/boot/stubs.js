// What a page of WhatsApp Web has before any external bundle has run (index page of build
// 2.3000.1048032155): stubs that only remember their arguments. `require` does not exist yet.
(function (global) {
  'use strict';
  global.__d_stub = [];
  global.__d = function (id, dependencies, factory, special) {
    global.__d_stub.push([id, dependencies, factory, special]);
  };
  global.__rl_stub = [];
  global.requireLazy = function () {
    global.__rl_stub.push(arguments);
  };
  global.Env = { gk: {}, isCometSite: true, start: Date.now() };
})(window);
