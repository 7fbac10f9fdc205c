// WhatsApp's database as client revision 1044822804 declares the tables that are read: keys and indexes;
// of the columns each test gives those it needs.
export const NAME = 'model-storage';

/** The tables, empty. */
export const tables = () => ({
  message: { key: 'id', indexes: { internalId: 'internalId', rowId: 'rowId', isStarred: 'isStarred' }, rows: [] },
  chat: { key: 'id', indexes: { accountLid: 'accountLid', historyChatId: 'historyChatId' }, rows: [] },
  contact: { key: 'id', indexes: { phoneNumber: 'phoneNumber' }, rows: [] },
  'group-metadata': { key: 'id', rows: [] },
  'lid-pn-mapping': { key: 'id', indexes: { phoneNumber: 'phoneNumber' }, rows: [] },
  'lid-display-name-mapping': { key: 'id', rows: [] },
  reactions: { key: ['parentMsgKey', 'senderUserJid'], indexes: { parentMsgKey: 'parentMsgKey', msgKey: 'msgKey' }, rows: [] },
});

/**
 * Rows of messages. internalId is the chat's id and digits that keep the order, rowId counts up over all
 * chats; the text is an encrypted blob.
 */
export function messageRows(chat, messages, firstRowId = 1) {
  return messages.map((message, i) => {
    const fromMe = String(message.id).startsWith('true_');
    return {
      internalId: `${chat}${(firstRowId + i).toString(16).padStart(8, '0')}`, rowId: firstRowId + i, t: 1_790_000_000 + i, type: 'chat',
      from: fromMe ? '15550009999@c.us' : chat, to: fromMe ? chat : '15550009999@c.us',
      msgRowOpaqueData: { _data: new Uint8Array(16).buffer, iv: new Uint8Array(16).buffer, _keyId: 1, _scheme: 1 }, ...message,
    };
  });
}
