// Applies what happened in the world and tells which events the collections fired, and the final state.
await connected();
const { ChatCollection } = require('WAWebChatCollection');
const { MsgCollection } = require('WAWebMsgCollection');
const { ContactCollection } = require('WAWebContactCollection');
const history = require('WAWebDBMessageFindLocal');
const events = [];
const idOf = (value) => (value && typeof value === 'object' ? String(value.id && value.id.id ? value.id.id : value.id || value) : value);
MsgCollection.on('add', (msg) => events.push(`add ${msg.type} ${Boolean(msg.isNewMsg)}`));
MsgCollection.on('remove', (msg) => events.push(`remove ${msg.type}`));
for (const name of ['type', 'body', 'caption', 'latestEditMsgKey', 'ack', 'hasReaction', 'id']) {
  MsgCollection.on(`change:${name}`, (msg, now, before) => events.push(`msg ${name} ${['body', 'type', 'ack', 'hasReaction'].includes(name) ? `${before} > ${now}` : ''}`.trim()));
}
ChatCollection.on('add', (chat) => events.push(`chat added ${chat.formattedTitle}`));
ChatCollection.on('change:t change:unreadCount', () => events.push('chat activity'));
ChatCollection.on('change:id', (chat, now, before) => events.push(`chat id ${before} > ${now}`));
ContactCollection.on('change:phoneNumber', (contact, now) => events.push(`number ${now}`));
const handed = [];
for (const change of __changes) {
  events.length = 0;
  emit(change);
  handed.push({ op: change.op, events: events.slice() });
}
const rows = {};
for (const chat of ChatCollection.getModelsArray()) {
  const { messages } = await history.msgFindBefore({ anchor: { remote: chat.id }, count: 1000 });
  rows[String(chat.id)] = messages.map((row) => ({
    key: String(row.id), type: row.type, body: row.body || '', caption: row.caption || '', t: row.t, edited: Boolean(row.latestEditMsgKey), quoted: row.quotedMsg ? row.quotedMsg.body : '',
  }));
}
const migrated = ChatCollection.get(__given.lid);
await settle();
answer({
  handed, rows,
  migrated: migrated && {
    byOldId: ChatCollection.get(__given.pn) === undefined, accountLid: String(migrated.accountLid), original: String(migrated.originalLid), loaded: migrated.msgs.map((msg) => String(msg.id)),
    indexed: migrated.msgs.map((msg) => MsgCollection.get(String(msg.id)) === msg).every(Boolean),
  },
  acknowledged: posted.filter((entry) => entry.applied).map((entry) => entry.applied).at(-1),
  violations: violations(), uncaught: posted.filter((entry) => entry.uncaught),
});
