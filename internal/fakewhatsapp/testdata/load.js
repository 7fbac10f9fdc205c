// Growing the list of the interface, with the build's own call and with the other one's.
await connected();
const { ChatCollection } = require('WAWebChatCollection');
const { MsgCollection } = require('WAWebMsgCollection');
const search = require('WAWebDBMessageFindLocal');
const loading = require('WAWebChatLoadMessages');
const options = __payload.profile.history.load === 'options';
const right = (chat) => (options ? { chat } : chat);
const wrong = (chat) => (options ? chat : { chat });
const failure = (call) => call().then(() => 'no failure', (error) => `${error.name}: ${error.message}`);
const outcome = (loaded) => (loaded === undefined ? 'undefined' : loaded.length);
const adds = [];
MsgCollection.on('add', (msg) => adds.push(Boolean(msg.isNewMsg)));

const chat = ChatCollection.get(__given.chat);
const before = chat.msgs.length;
const [one, other] = [loading.loadEarlierMsgs(right(chat)), loading.loadEarlierMsgs(right(chat))];
const shared = (await one) === (await other);
const steps = [outcome(await one)];
for (let round = 0; round < 4; round++) steps.push(outcome(await loading.loadEarlierMsgs(right(chat))));

// What the phone has said of its history decides whether the beginning counts as reached.
const ends = {};
for (const type of [0, 1, 2, 3, 4, 5]) {
  const small = ChatCollection.get(`4900000000${type}@c.us`);
  const outcomes = [];
  for (let round = 0; round < 3; round++) outcomes.push(outcome(await loading.loadEarlierMsgs(right(small))));
  ends[type] = [outcomes.join(' '), small.msgs.msgLoadState.noEarlierMsgs];
}
const full = ChatCollection.get('49000000051@c.us');
const fullSteps = [];
for (let round = 0; round < 3; round++) fullSteps.push(outcome(await loading.loadEarlierMsgs(right(full))));

answer({
  members: Object.keys(search), before, shared, steps, ends, fullSteps,
  wrongCall: await failure(() => loading.loadEarlierMsgs(wrong(chat))),
  noChat: await failure(() => loading.loadEarlierMsgs(options ? {} : undefined)),
  recent: outcome(await loading.loadRecentMsgs(right(chat))),
  keys: chat.msgs.map((msg) => String(msg.id)),
  news: adds.includes(true), adds: adds.length,
  reads: Array.from(new Set(posted.filter((entry) => entry.read).map((entry) => entry.read.call))),
  violations: violations(),
});
