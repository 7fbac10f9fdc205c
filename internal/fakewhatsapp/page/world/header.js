// What comes first when the person opens a chat: the conversation on the screen or the store's `active`.
__d('StandInHeader', ['StandInBoot'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  let state = importNamespace('StandInBoot').payload.snapshot.header;
  let show = () => {};
  let pending = null;

  // The last of several acts within the gap counts.
  function later(work) {
    global.clearTimeout(pending);
    if (state.gapMs > 0) pending = global.setTimeout(work, state.gapMs);
    else queueMicrotask(work);
  }

  exports.set = (next) => { state = next; };
  // onShow names what puts a chat on the screen.
  exports.onShow = (handler) => { show = handler; };
  // activating carries out the change of `active` in its turn.
  exports.activating = (chat, activate) => {
    if (state.order !== 'before') {
      activate();
      return;
    }
    show(chat);
    later(activate);
  };
  // activated lets the screen follow a change of `active`.
  exports.activated = (follow) => {
    if (state.order === 'before') queueMicrotask(follow);
    else later(follow);
  };
}, 98);
