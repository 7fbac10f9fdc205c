// The local database of the page: what the phone has sent, whether the interface has loaded it or not.
// Rows of one chat lie together in the order of time, rows of the same second in the order of arrival.
__d('StandInDatabase', ['StandInDecode', 'WAWebWidFactory'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { decodeKey, decodeFields } = importNamespace('StandInDecode');
  const { createWid } = importNamespace('WAWebWidFactory');

  const rowsByChat = new Map();
  const rowByKey = new Map();
  const reactionsByKey = new Map();
  const chats = new Map();
  const contacts = new Map();

  const rowsOf = (chat) => rowsByChat.get(String(chat)) || [];

  function insertRow(chat, record) {
    const id = decodeKey(record.key);
    if (rowByKey.has(String(id))) return rowByKey.get(String(id));
    const row = { chat, id, fields: { ...record.fields } };
    const rows = rowsByChat.get(chat) || [];
    let place = rows.length;
    while (place > 0 && rows[place - 1].fields.t > row.fields.t) place--;
    rows.splice(place, 0, row);
    rowsByChat.set(chat, rows);
    rowByKey.set(String(id), row);
    return row;
  }

  function deleteRow(key) {
    const row = rowByKey.get(key);
    if (!row) return;
    rowByKey.delete(key);
    const rows = rowsByChat.get(row.chat);
    rows.splice(rows.indexOf(row), 1);
  }

  // A row as the database functions hand it out: a fresh plain object each time.
  const dataOf = (row) => ({ id: row.id, ...decodeFields(row.fields) });

  function moveChat(from, to) {
    chats.set(to, chats.get(from));
    chats.delete(from);
    rowsByChat.set(to, rowsOf(from));
    rowsByChat.delete(from);
    for (const row of rowsOf(to)) row.chat = to;
  }

  function moveRow(before, record) {
    const row = rowByKey.get(before);
    const after = decodeKey(record.key);
    rowByKey.delete(before);
    row.id = after;
    Object.assign(row.fields, record.fields);
    rowByKey.set(String(after), row);
    if (reactionsByKey.has(before)) {
      reactionsByKey.set(String(after), reactionsByKey.get(before));
      reactionsByKey.delete(before);
    }
    return row;
  }

  // One reaction per sender: a new one replaces the former, an empty text takes it away.
  function react({ parent, sender, text, timestamp, key }) {
    const others = (reactionsByKey.get(parent) || []).filter((entry) => String(entry.senderUserJid) !== sender);
    const entry = {
      senderUserJid: createWid(sender), reactionText: text, timestamp, msgKey: decodeKey(key), parentMsgKey: rowByKey.get(parent).id,
    };
    reactionsByKey.set(parent, text === '' ? others : [...others, entry]);
    return reactionsByKey.get(parent).length > 0;
  }

  exports.chats = chats;
  exports.contacts = contacts;
  exports.rowsOf = rowsOf;
  exports.place = (key) => {
    const row = rowByKey.get(key);
    return row ? { chat: row.chat, rows: rowsOf(row.chat), place: rowsOf(row.chat).indexOf(row) } : undefined;
  };
  exports.rowByKey = (key) => (rowByKey.has(key) ? dataOf(rowByKey.get(key)) : undefined);
  exports.dataOf = dataOf;
  exports.insertRow = insertRow;
  exports.updateRow = (key, fields) => { Object.assign(rowByKey.get(key).fields, fields); };
  exports.deleteRow = deleteRow;
  exports.moveChat = moveChat;
  exports.moveRow = moveRow;
  exports.react = react;
  exports.reactionsTo = (key) => reactionsByKey.get(key) || [];
  exports.clear = () => { for (const table of [rowsByChat, rowByKey, reactionsByKey, chats, contacts]) table.clear(); };
}, 98);
