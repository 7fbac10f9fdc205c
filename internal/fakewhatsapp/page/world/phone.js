// The language and region of the phone, which the times on the screen are printed for.
__d('StandInPhone', ['StandInBoot'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  let phone = importNamespace('StandInBoot').payload.snapshot.phone;
  let changed = () => {};

  exports.phone = () => phone;
  exports.onChange = (handler) => { changed = handler; };
  exports.set = (next) => {
    phone = next;
    changed();
  };
}, 98);
