// WhatsApp Web replaces the native timers of its page. Ours count nothing and only stand in front.
(function (global) {
  'use strict';
  for (const name of ['setTimeout', 'setInterval']) {
    const native = global[name].bind(global);
    global[name] = function replaceNativeTimer(callback, delay, ...rest) {
      return native(callback, delay, ...rest);
    };
  }
})(window);
