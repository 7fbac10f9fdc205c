// Takes one thing after the other away and tells how a guest meets it; the page itself goes on.
await connected();
const history = require('WAWebDBMessageFindLocal');
const { ChatCollection } = require('WAWebChatCollection');
const { ContactCollection } = require('WAWebContactCollection');
const kept = { before: history.msgFindBefore, active: ChatCollection.getActive };
const chat = ChatCollection.get(__given.chat);
const anchor = { remote: chat.id };
// Comes after whatever is answered at all: nothing here takes more than a few turns.
const turns = async () => {
  for (let i = 0; i < 50; i++) await null;
  return 'no answer';
};
const outcome = async (call) => {
  try {
    const value = await Promise.race([call(), turns()]);
    return value === undefined ? 'undefined' : value === null ? 'null' : typeof value === 'object' ? Object.keys(value).join(' ') : String(value);
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};
const looks = {
  member: () => outcome(() => history.msgFindBefore({ anchor, count: 1 })),
  listed: async () => `${'msgFindBefore' in history} ${Object.keys(history).includes('msgFindBefore')} ${Object.getOwnPropertyDescriptor(history, 'msgFindBefore') !== undefined}`,
  kept: () => outcome(() => kept.before({ anchor, count: 1 })),
  active: () => outcome(() => ChatCollection.getActive()),
  keptActive: () => outcome(() => kept.active.call(ChatCollection)),
  module: () => outcome(() => Object.keys(require('WAWebApiContact')).length > 0),
  mapped: async () => String('WAWebApiContact' in require('__debug').modulesMap),
  accountLid: async () => String(chat.accountLid),
  phone: async () => String(ContactCollection.get(__given.lid).phoneNumber),
  msgs: () => outcome(() => chat.msgs.getModelsArray().length),
  stream: () => outcome(() => require('WAWebStreamModel').Stream.mode),
  collections: () => outcome(() => require('WAWebCollections').Chat === ChatCollection),
  debug: () => outcome(() => Debug.VERSION),
  fromString: () => outcome(() => require('WAWebMsgKey').fromString(__given.key).id),
  row: async () => String((await history.msgFindByDirection({ anchor: { remote: ChatCollection.get(__given.named).id }, count: 1, direction: 'before' })).messages[0].notifyName),
};
const look = async () => Object.fromEntries(await Promise.all(Object.entries(looks).map(async ([name, fn]) => [name, await fn()])));
const before = await look();
const after = [];
for (const change of __changes) {
  emit(change);
  const now = await look();
  after.push(Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== before[name])));
}
answer({ before, after, violations: violations(), uncaught: posted.filter((entry) => entry.uncaught) });
