// Reading history page by page, and everything that can go wrong with it.
await connected();
const { ChatCollection } = require('WAWebChatCollection');
const { MsgCollection } = require('WAWebMsgCollection');
const MsgKey = require('WAWebMsgKey');
const { createWid } = require('WAWebWidFactory');
const history = require('WAWebDBMessageFindLocal');
const chat = ChatCollection.get(__given.chat);
const failure = async (call) => {
  try {
    await call();
    return 'no failure';
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};

const loadedBefore = chat.msgs.length;
const pages = [];
let anchor = { remote: chat.id };
for (let round = 0; round < 20; round++) {
  const { messages, status } = await history.msgFindBefore({ anchor, count: 50 });
  if (status >= 400 || messages.length === 0 || !(messages[0].id instanceof MsgKey)) {
    pages.push({ status, length: messages.length });
    break;
  }
  pages.push({ status, length: messages.length, keys: messages.map((row) => String(row.id)), times: messages.map((row) => row.t) });
  anchor = messages[0].id;
}
const loadedAfter = chat.msgs.length;

const all = pages.slice().reverse().flatMap((page) => page.keys || []);
const middle = MsgKey.fromString(all[10]);
const after = await history.msgFindAfter({ anchor: middle, count: 3 });
const unknown = await history.msgFindBefore({ anchor: new MsgKey({ fromMe: true, remote: chat.id, id: '3EB0DEAD' }), count: 50 });
const cloned = await history.msgFindBefore({ anchor: { ...middle }, count: 2 });
const noChat = await history.msgFindBefore({ anchor: { remote: createWid('15550000000@c.us') }, count: 50 });
const first = (await history.msgFindBefore({ anchor: { remote: chat.id }, count: 1 })).messages[0];
first.body = 'overwritten';
const again = (await history.msgFindByDirection({ anchor: { remote: chat.id }, count: 1, direction: 'before' })).messages[0];

const { loadEarlierMsgs } = require('WAWebChatLoadMessages');
const adds = [];
MsgCollection.on('add', (msg) => adds.push(Boolean(msg.isNewMsg)));
const wrongSignature = await failure(() => loadEarlierMsgs(chat));
const steps = [];
for (let round = 0; round < 6; round++) {
  const loaded = await loadEarlierMsgs({ chat });
  steps.push(loaded === undefined ? 'undefined' : loaded.length);
}
const order = chat.msgs.map((msg) => String(msg.id));

answer({
  pages, loadedBefore, loadedAfter,
  after: { status: after.status, keys: after.messages.map((row) => String(row.id)) },
  all,
  unknown, cloned: cloned.messages.map((row) => String(row.id)), noChat,
  plain: Object.getPrototypeOf(first) === Object.prototype,
  fresh: again.body !== 'overwritten',
  stringRemote: await failure(() => history.msgFindBefore({ anchor: { remote: String(chat.id) }, count: 5 })),
  noAnchor: await failure(() => history.msgFindBefore({ count: 5 })),
  badDirection: await failure(() => history.msgFindByDirection({ anchor: { remote: chat.id }, count: 5, direction: 'sideways' })),
  wrongSignature, steps, adds,
  inOrder: JSON.stringify(order) === JSON.stringify(all),
  noEarlier: chat.msgs.msgLoadState.noEarlierMsgs,
  undefinedKey: await failure(() => MsgCollection.getMessagesById([undefined])),
  byId: (await MsgCollection.getMessagesById([all[3], 'true_15550000000@c.us_3EB0'])).messages.map((msg) => String(msg.id)),
  reads: posted.filter((entry) => entry.read).length,
  violations: violations(),
});
