// One message as the page of 2026 lays it out (client revision 1044822804): the bare message id, no class
// no attribute that tells the chat, and classes without a meaning to go by.
__d('StandInBubble', ['StandInElement', 'StandInIcons', 'StandInText', 'StandInMedia', 'StandInKinds', 'StandInNames', 'StandInClock', 'StandInDatabase'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { element } = importNamespace('StandInElement');
  const { icon } = importNamespace('StandInIcons');
  const { messageText, nodesOf } = importNamespace('StandInText');
  const { mediaOf } = importNamespace('StandInMedia');
  const { isSystem, lineOf } = importNamespace('StandInKinds');
  const { senderOf, userName } = importNamespace('StandInNames');
  const { timeOf, timeStr } = importNamespace('StandInClock');
  const database = importNamespace('StandInDatabase');

  // Documents, voice, stickers, calls and system lines write no data-pre-plain-text.
  const STAMPED = new Set(['chat', 'image', 'video', 'location', 'vcard', 'multi_vcard', 'poll_creation', 'event_creation',
    'groups_v4_invite', 'automated_greeting_message']);

  function stateIcon(msg) {
    if (!msg.id.fromMe || msg.type === 'call_log' || msg.type === 'revoked') return null;
    if (!(msg.ack >= 1)) return icon('msg-time', ' Pending ');
    if (msg.ack === 1) return icon('msg-check', ' Sent ');
    return msg.ack >= 3 ? icon('msg-dblcheck', ' Read ') : icon('msg-dblcheck', ' Delivered ');
  }

  function meta(msg) {
    const edited = msg.latestEditMsgKey !== null && msg.latestEditMsgKey !== undefined;
    return element('div', { class: 'meta', 'data-testid': 'msg-meta' },
      element('span', { dir: 'auto' }, edited ? 'Edited ' : '', timeOf(msg.t)), stateIcon(msg));
  }

  function quote(msg) {
    if (!msg.quotedMsg) return null;
    const by = msg.quotedParticipant ? userName(msg.quotedParticipant) : '';
    return element('div', { class: 'quote', 'data-testid': 'quoted-message' },
      element('span', { class: 'by', dir: 'auto' }, by),
      element('span', { class: 'quoted-mention', dir: 'auto' }, ...nodesOf(lineOf(msg.quotedMsg))));
  }

  function reactions(msg) {
    const entries = database.reactionsTo(String(msg.id));
    if (entries.length === 0) return null;
    return element('div', { class: 'reactions', 'data-testid': 'reaction-bubble' },
      ...nodesOf(Array.from(new Set(entries.map((entry) => entry.reactionText))).join('')), entries.length > 1 ? String(entries.length) : '');
  }

  function words(msg) {
    if (msg.type === 'revoked') return [element('span', { class: 'faint', 'data-testid': 'recalled-text' }, icon('recalled'), lineOf(msg))];
    if (msg.isViewOnce) return [element('span', { class: 'faint' }, icon('view-once'), lineOf(msg))];
    if (msg.type === 'chat') return messageText(msg.body || '', msg.mentionedJidList);
    if (msg.caption) return messageText(msg.caption, msg.mentionedJidList);
    return mediaOf(msg) ? [] : [element('span', { class: 'faint' }, lineOf(msg))];
  }

  function content(msg) {
    const stamped = STAMPED.has(msg.type) && !msg.isViewOnce;
    const stamp = stamped ? `[${timeStr(msg.t)}] ${senderOf(msg)}: ` : undefined;
    return element('div', { class: stamped ? 'copyable-text' : undefined, 'data-pre-plain-text': stamp },
      quote(msg), mediaOf(msg), ...words(msg));
  }

  // The first bubble of a run has a tail, and in groups the author.
  function bubble(msg, { first, inGroup }) {
    const own = msg.id.fromMe;
    const label = first ? (own ? 'You:' : `${senderOf(msg)}:`) : undefined;
    return element('div', { class: 'focusable-list-item', 'aria-label': label },
      element('div', { class: `x1b ${own ? 'x8k2' : 'x4t7'}${msg.type === 'sticker' ? ' x0n' : ''}`, 'data-testid': 'msg-container' },
        first && msg.type !== 'sticker' ? icon(own ? 'tail-out' : 'tail-in') : null,
        first && inGroup && !own ? element('div', { class: 'author', 'data-testid': 'author' }, senderOf(msg)) : null,
        content(msg), meta(msg)),
      reactions(msg));
  }

  function systemLine(msg) {
    return element('div', { class: 'focusable-list-item' },
      element('div', { class: 'system', 'data-testid': 'msg-notification-container' },
        element('span', { 'data-testid': 'system_message' }, lineOf(msg))));
  }

  exports.messageRow = (msg, traits) => element('div', { role: 'row', class: traits.first ? 'row first' : 'row' },
    element('div', { 'data-id': msg.id.id, 'data-testid': `conv-msg-${msg.id.id}`, tabindex: '-1' },
      isSystem(msg) ? systemLine(msg) : bubble(msg, traits)));
}, 98);
