// A message as a row of the table "message" (WAWebSchemaMessage, client revision 1044822804): the declared
// columns in plain, everything else in msgRowOpaqueData.
__d('StandInMessageRow', ['StandInSchema', 'StandInOpaque', 'StandInPlain'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { columns } = importNamespace('StandInSchema');
  const { opaque } = importNamespace('StandInOpaque');
  const { plain } = importNamespace('StandInPlain');
  const MEDIA = new Set(['image', 'video', 'ptv', 'audio', 'ptt', 'sticker', 'document']);
  const ARRIVALS = 2 ** 20;

  // internalId is the chat and the order in hex, of one length: the rows of a chat are one range of keys, in
  // the order of the conversation.
  function internalId(chat, { t, rowId }) {
    return `${chat}${(t * ARRIVALS + (rowId % ARRIVALS)).toString(16).padStart(16, '0')}`;
  }

  // Whether real rows keep the words of a quoted message is not known; none are kept here.
  function withoutWords(quoted) {
    return quoted && { type: quoted.type };
  }

  // A flag that is off is not there: true and false are no keys of an index.
  const flag = (on) => (on ? 1 : undefined);

  exports.messageRow = ({ chat, id, fields }) => {
    const inPlain = {};
    const hidden = {};
    for (const [name, value] of Object.entries(fields)) (columns.message.has(name) ? inPlain : hidden)[name] = value;
    return plain({
      ...inPlain,
      quotedMsg: withoutWords(fields.quotedMsg),
      isStarred: flag(fields.star),
      isMediaMsg: flag(MEDIA.has(fields.type)),
      isDocMsg: flag(fields.type === 'document'),
      isEventMsg: flag(fields.type === 'event_creation'),
      isCallLogMsg: flag(fields.type === 'call_log'),
      hasLink: flag(fields.type === 'chat' && /https?:\/\//.test(fields.body || '')),
      id: String(id),
      internalId: internalId(chat, fields),
      msgRowOpaqueData: opaque(JSON.stringify(hidden)),
    });
  };
}, 98);
