// From the server's records to WhatsApp's values: ids become Wids and MsgKeys, everything else is copied.
__d('StandInDecode', ['WAWebWidFactory', 'WAWebMsgKey'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { createWid } = importNamespace('WAWebWidFactory');
  const MsgKey = importDefault('WAWebMsgKey');

  const WIDS = new Set(['from', 'to', 'author', 'quotedParticipant', 'quotedRemoteJid', 'revokeSender', 'callCreator',
    'ephemeralSettingUser', 'accountLid', 'originalLid', 'phoneNumber', 'owner', 'descOwner', 'parentGroup', 'wid',
    'paymentMessageReceiverJid']);
  // Bytes travel as base64 and become an array of bytes, which structured clone and JSON know as an object with
  // numbers for keys.
  const BYTES = new Set(['messageSecret']);
  const WID_LISTS = new Set(['mentionedJidList', 'recipients', 'broadcastParticipants']);
  const KEYS = new Set(['latestEditMsgKey', 'parentMsgKey', 'protocolMessageKey', 'reactionParentKey', 'pinParentKey',
    'lastReceivedKey']);

  function decodeKey({ fromMe, remote, id, participant, self }) {
    return new MsgKey({ fromMe, remote: createWid(remote), id, participant: participant && createWid(participant), self });
  }

  function decodeField(name, value) {
    if (value === null || value === undefined) return value;
    if (WIDS.has(name)) return createWid(value);
    if (WID_LISTS.has(name)) return value.map(createWid);
    if (KEYS.has(name)) return decodeKey(value);
    if (BYTES.has(name)) return Uint8Array.from(atob(value), (letter) => letter.charCodeAt(0));
    if (name === 'groupMentions') return value.map((one) => ({ ...one, groupJid: createWid(one.groupJid) }));
    if (name === 'callParticipants') return value.map((one) => ({ ...one, participantJid: createWid(one.participantJid) }));
    return typeof value === 'object' ? structuredClone(value) : value;
  }

  exports.decodeKey = decodeKey;
  exports.decodeFields = (fields) => Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, decodeField(name, value)]),
  );
}, 98);
