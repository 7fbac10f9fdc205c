// The line below a message: whether it was edited, its time, and for own ones how far it has come.
__d('StandInMeta', ['StandInElement', 'StandInIcons', 'StandInClock', 'StandInDatabase'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { element } = importNamespace('StandInElement');
  const { icon } = importNamespace('StandInIcons');
  const { nodesOf } = importNamespace('StandInText');
  const { timeOf } = importNamespace('StandInClock');
  const database = importNamespace('StandInDatabase');

  function stateIcon(msg) {
    if (!msg.id.fromMe || msg.type === 'call_log' || msg.type === 'revoked') return null;
    if (!(msg.ack >= 1)) return icon('msg-time', ' Pending ');
    if (msg.ack === 1) return icon('msg-check', ' Sent ');
    return msg.ack >= 3 ? icon('msg-dblcheck', ' Read ', 'read') : icon('msg-dblcheck', ' Delivered ');
  }

  exports.metaOf = (msg) => {
    const edited = msg.latestEditMsgKey !== null && msg.latestEditMsgKey !== undefined;
    return element('div', { class: 'meta', 'data-testid': 'msg-meta' },
      element('span', { dir: 'auto' }, edited ? 'Edited ' : '', timeOf(msg.t)), stateIcon(msg));
  };

  exports.reactionsOf = (msg) => {
    const entries = database.reactionsTo(String(msg.id));
    if (entries.length === 0) return null;
    return element('div', { class: 'reactions', 'data-testid': 'reaction-bubble' },
      ...nodesOf(Array.from(new Set(entries.map((entry) => entry.reactionText))).join('')), entries.length > 1 ? String(entries.length) : '');
  };
}, 98);
