// What the search tells a guest under each lie, and what the page itself has meanwhile.
await connected();
const { ChatCollection } = require('WAWebChatCollection');
const MsgKey = require('WAWebMsgKey');
const history = require('WAWebDBMessageFindLocal');
const chat = ChatCollection.get(__given.chat);
const told = async () => (await history.msgFindBefore({ anchor: { remote: chat.id }, count: 4 })).messages
  .map(({ id, t, body }) => `${id instanceof MsgKey ? id : 'no key'} ${t} ${body}`);
const all = [await told()];
for (const change of __changes) {
  emit(change);
  all.push(await told());
}
answer({ all, page: chat.msgs.getModelsArray().map(({ id, t, body }) => `${id} ${t} ${body}`), violations: violations() });
