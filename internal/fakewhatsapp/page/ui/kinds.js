// What a message says in one line: for system lines, quotes and the preview in the chat list.
__d('StandInKinds', ['StandInNames'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { senderOf } = importNamespace('StandInNames');

  // Never rows of their own: they act on another message.
  const HIDDEN = new Set(['protocol', 'reaction', 'reaction_enc', 'poll_update', 'keep_in_chat', 'pin_message',
    'message_edit_encrypted', 'event_edit_encrypted', 'event_response']);
  const SYSTEM = {
    e2e_notification: () => 'Messages and calls are end-to-end encrypted.',
    gp2: (msg) => `${senderOf(msg)} changed this group`,
    notification: () => 'This chat was changed',
    notification_template: () => 'This chat was changed',
    broadcast_notification: () => 'This list was changed',
    newsletter_notification: () => 'This channel was changed',
    pinned_message: (msg) => `${senderOf(msg)} pinned a message`,
    debug: () => 'Debug line',
    poll_add_option_decrypted: (msg) => `${senderOf(msg)} added an option to a poll`,
  };
  const NAMED = {
    image: 'Photo', video: 'Video', ptv: 'Video note', audio: 'Audio', ptt: 'Voice message', sticker: 'Sticker',
    document: 'Document', location: 'Location', vcard: 'Contact', multi_vcard: 'Contacts', album: 'Album',
    poll_creation: 'Poll', event_creation: 'Event', call_log: 'Call', product: 'Product', order: 'Order', payment: 'Payment',
    list: 'List', interactive: 'Interactive message', groups_v4_invite: 'Group invitation',
  };

  function callLine(msg) {
    const kind = msg.isVideoCall ? 'video call' : 'voice call';
    return msg.callOutcome === 'Missed' ? `Missed ${kind}` : `${kind[0].toUpperCase()}${kind.slice(1)}`;
  }

  // The kinds whose body is a text. That of others is a picture, a card or an id.
  const WORDED = new Set(['chat', 'hsm', 'list', 'list_response', 'buttons_response', 'template_button_reply', 'interactive',
    'interactive_response', 'native_flow', 'automated_greeting_message', 'rich_response']);
  const wordsOf = (msg) => (WORDED.has(msg.type) && msg.body) || msg.caption || '';

  function lineOf(msg) {
    if (SYSTEM[msg.type]) return SYSTEM[msg.type](msg);
    if (msg.type === 'revoked') return msg.id && msg.id.fromMe ? 'You deleted this message' : 'This message was deleted';
    if (msg.type === 'ciphertext') return 'Waiting for this message. This may take a while.';
    if (msg.isViewOnce) return 'View once message';
    if (WORDED.has(msg.type) && msg.body) return msg.body;
    if (msg.type === 'chat') return '';
    if (msg.type === 'call_log') return callLine(msg);
    return msg.caption || msg.pollName || msg.eventName || msg.filename || msg.vcardFormattedName || NAMED[msg.type]
      || 'This message cannot be shown here. Open WhatsApp on your phone.';
  }

  exports.isHidden = (msg) => HIDDEN.has(msg.type);
  exports.isSystem = (msg) => Boolean(SYSTEM[msg.type]);
  exports.lineOf = lineOf;
  exports.wordsOf = wordsOf;
}, 98);
