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
  inherited: (await history.msgFindBefore({ anchor: Object.create(middle), count: 2 })).messages.map((row) => String(row.id)),
  afterChat: await history.msgFindAfter({ anchor: { remote: chat.id }, count: 5 }),
  noRemote: await history.msgFindBefore({ anchor: {}, count: 5 }),
  defaultCount: (await history.msgFindBefore({ anchor: { remote: chat.id } })).messages.length,
  undefinedKey: await failure(() => MsgCollection.getMessagesById([undefined])),
  memoryBefore: MsgCollection.get(all[3]) === undefined,
  byId: (await MsgCollection.getMessagesById([all[3], 'true_15550000000@c.us_3EB0'])).messages.map((msg) => String(msg.id)),
  memoryAfter: MsgCollection.get(all[3]).body !== undefined && MsgCollection.get(all[3]).isNewMsg !== true,
  reads: posted.filter((entry) => entry.read).length,
  violations: violations(),
});
