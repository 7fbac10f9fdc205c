// Reactions as a guest reads them, and what is heard when they come, change and go.
await connected();
const { MsgCollection } = require('WAWebMsgCollection');
const { Reactions } = require('WAWebCollections');
const MsgKey = require('WAWebMsgKey');
const { msg, old, chat } = __given;
const heard = [];
MsgCollection.on('change:hasReaction', (model, now) => heard.push(`hasReaction ${now}`));
const describe = (model) => model && model.reactions.map((one) => [
  one.aggregateEmoji, one.hasReactionByMe, one.senders.map((sender) => `${sender.senderUserJid} ${sender.reactionText} ${typeof sender.timestamp}`),
]);
const { getReactions } = require('WAWebDBGetReactions');
const rows = await getReactions(old);
const inMemory = Boolean(MsgCollection.get(old));
const oldModel = await Reactions.find(old);
const model = await Reactions.find(MsgKey.fromString(msg));
const looks = [];
for (const change of __changes) {
  emit(change);
  looks.push(describe(await Reactions.find(msg)));
}
const serialized = (await Reactions.find(old)).reactions.serialize();
answer({
  rows: rows.reactions.map((one) => [one.aggregateEmoji, one.hasReactionByMe, one.senders.map((sender) => `${sender.senderUserJid} ${sender.reactionText} ${typeof sender.timestamp}`)]),
  rowMine: rows.reactionByMe.senderUserJid, noRows: await getReactions(__given.plain), rowKey: rows.reactions[0].senders[0].parentMsgKey === old,
  same: model === (await Reactions.find(msg)), isArray: Array.isArray(model.reactions), id: model.id instanceof MsgKey,
  inMemory, hydrated: Boolean(MsgCollection.get(old)), old: describe(oldModel), none: describe(await Reactions.find(__given.plain)),
  looks, heard, mine: [Boolean(oldModel.reactionByMe), model.reactionByMe === null],
  serialized: serialized.map((one) => Object.keys(one).sort().join(' ')),
  senderId: oldModel.reactions.at(0).senders.at(0).id instanceof MsgKey,
  senderTexts: ['msgKey', 'parentMsgKey', 'senderUserJid'].every((name) => typeof oldModel.reactions.at(0).senders.at(0)[name] === 'string'),
  unknown: String(await Reactions.find(`false_${chat}_3EB0`)),
  noId: await Reactions.find(undefined).then(() => 'no failure', (error) => error.message),
  violations: violations(),
});
