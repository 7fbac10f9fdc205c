// Everything a careful reader does. None of it may leave a trace.
await connected();
const { ChatCollection } = require('WAWebChatCollection');
const { MsgCollection } = require('WAWebMsgCollection');
const { ContactCollection } = require('WAWebContactCollection');
const me = require('WAWebUserPrefsMeUser');
const api = require('WAWebApiContact');
const getters = require('WAWebFrontendContactGetters');
const history = require('WAWebDBMessageFindLocal');
const heard = [];
ChatCollection.on('change:active', () => heard.push('active'));
const onAdd = (msg) => heard.push(`add ${Boolean(msg.isNewMsg)}`);
MsgCollection.on('add', onAdd);
const listed = [...ChatCollection.getModelsArray()].sort((a, b) => b.t - a.t).map((chat) => ({
  id: String(chat.id), title: chat.formattedTitle, t: chat.t, unread: chat.unreadCount, lid: chat.accountLid && String(chat.accountLid), mine: me.isMeAccount(chat.id),
}));
const lids = ContactCollection.getModelsArray().filter((contact) => contact.id.isLid()).map((contact) => [
  String(contact.id), String(api.getPhoneNumber(contact.id)), String(getters.getPnForLid(contact)), String(contact.phoneNumber),
]);
const rows = {};
for (const chat of ChatCollection.getModelsArray()) {
  const { messages } = await history.msgFindBefore({ anchor: { remote: chat.id }, count: 200 });
  rows[String(chat.id)] = messages.map((row) => ({ key: String(row.id), t: row.t, type: row.type }));
  for (const model of chat.msgs.getModelsArray()) JSON.stringify(model);
}
const reactions = await require('WAWebCollections').Reactions.find(__given.reacted);
emit({ seq: 1, op: 'barrier', data: {} });
MsgCollection.off('add', onAdd);
await settle();
answer({
  listed, lids, rows, heard,
  reactions: reactions.reactions.map((entry) => [entry.aggregateEmoji, entry.hasReactionByMe, entry.senders.map((sender) => String(sender.senderUserJid))]),
  none: String(await require('WAWebCollections').Reactions.find('true_14155550132@c.us_3EB0')),
  me: [String(me.getMaybeMePnUser()), String(me.getMaybeMeLidUser()), String(me.getMeUserOrThrow()), String(me.getMaybeMeDevicePn())],
  conn: [require('WAWebConnModel').Conn.pushname, require('WAWebConnModel').Conn.isSMB],
  violations: violations(), uncaught: posted.filter((entry) => entry.uncaught),
});
