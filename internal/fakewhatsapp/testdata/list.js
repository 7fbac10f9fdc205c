// The list of the interface alone, with a gap after a jump, and what a reader sees of it.
await connected();
const { ChatCollection } = require('WAWebChatCollection');
const chat = ChatCollection.get(__given.chat);
const keysOf = () => chat.msgs.getModelsArray().map((msg) => String(msg.id));
const start = keysOf();
const live = chat.msgs.getModelsArray();
for (const change of __changes) emit(change);
await settle();
const after = keysOf();
const search = importNamespace('WAWebDBMessageFindLocal');
answer({
  search: Object.keys(search), loading: Object.keys(importNamespace('WAWebChatLoadMessages')), start, after,
  live: live.length === after.length, frozen: chat.msgs.toArray().length,
  reads: posted.filter((entry) => entry.read).map((entry) => `${entry.read.call} ${entry.read.chat}`),
  violations: violations(),
});
