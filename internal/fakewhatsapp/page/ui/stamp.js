// data-pre-plain-text: what the page puts before a text when it is copied. Only some kinds of messages have it:
// not documents, voice, stickers, calls and system lines (client revision 1044822804).
__d('StandInStamp', ['StandInClock', 'StandInNames', 'WAWebConnModel'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { timeStr, rightToLeft } = importNamespace('StandInClock');
  const { fullName, isPhone, speaker } = importNamespace('StandInNames');
  const { Conn } = importNamespace('WAWebConnModel');
  const STAMPED = new Set(['chat', 'image', 'video', 'location', 'vcard', 'multi_vcard', 'poll_creation', 'groups_v4_invite',
    'automated_greeting_message']);

  // In a script that runs from right to left a number would come apart.
  const isolated = (number) => `\u2066${number}\u2069`;

  function nameOf(wid) {
    const name = fullName(wid);
    return rightToLeft() && isPhone(wid) ? isolated(name) : name;
  }

  function stamp(t, wid) {
    return `[${timeStr(t)}] ${wid ? nameOf(wid) : Conn.pushname || ''}: `;
  }

  exports.stampOf = (msg) => (STAMPED.has(msg.type) && !msg.isViewOnce ? stamp(msg.t, msg.id.fromMe ? null : speaker(msg)) : undefined);
  exports.stamp = stamp;
}, 98);
