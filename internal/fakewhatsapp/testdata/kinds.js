// Every kind of message as a row and as a model.
await connected();
const { ChatCollection } = require('WAWebChatCollection');
const search = require('WAWebDBMessageFindLocal');
const { msgModelFromMsgData } = require('WAWebMsgModelFromData');
const chats = {};
for (const chat of ChatCollection.getModelsArray()) {
  const { messages } = await search.msgFindBefore({ anchor: { remote: chat.id }, count: 1000 });
  chats[String(chat.id)] = messages.map((row) => ({
    key: String(row.id), type: row.type, subtype: row.subtype || '', body: (row.body || '').length, fromMe: row.id.fromMe,
    names: Object.keys(row), model: msgModelFromMsgData(row).type,
    secret: row.messageSecret === undefined ? '' : `${row.messageSecret.constructor.name} ${row.messageSecret.length}`,
    mention: row.groupMentions ? row.groupMentions[0].groupJid.isGroup() : false,
  }));
}
const visible = Object.fromEntries(ChatCollection.getModelsArray().map((chat) => [String(chat.id), {
  title: chat.formattedTitle, user: chat.id.isUser(), bot: chat.id.isBot(), psa: chat.id.isPSA(), status: chat.id.isStatus(), hosted: chat.id.isHosted(),
  parent: chat.groupMetadata ? String(chat.groupMetadata.parentGroup) : '', community: Boolean(chat.groupMetadata && chat.groupMetadata.isParentGroup),
}]));
answer({ chats, visible, violations: violations(), uncaught: posted.filter((entry) => entry.uncaught) });
