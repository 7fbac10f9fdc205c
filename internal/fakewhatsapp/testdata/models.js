// Mechanics of models, events and collections.
await connected();
const { ChatCollection } = require('WAWebChatCollection');
const { MsgCollection } = require('WAWebMsgCollection');
const { ContactCollection } = require('WAWebContactCollection');
const chat = ChatCollection.get('14155550132@c.us');
const contact = ContactCollection.get('198237465500147@lid');
const msg = chat.msgs.last();

const seen = [];
const note = (label) => (...args) => seen.push([label, ...args.map((arg) => (typeof arg === 'object' && arg !== null ? String(arg.id || 'object') : arg))]);
ChatCollection.on('change:unreadCount change:t', note('pair'));
chat.once('change:unreadCount', note('once'));
chat.on('all', note('all'));
const gone = note('gone');
chat.on('change:unreadCount', gone);
chat.off('change:unreadCount', gone);
const Emitter = require('WAWebEventEmitter');
const listener = new Emitter();
listener.listenTo(chat, 'change:unreadCount', note('listener'));
let sameTurn = 0;
chat.on('change:unreadCount', () => { sameTurn++; });
emit({ seq: 1, op: 'chatFields', data: { chat: '14155550132@c.us', fields: { unreadCount: 7 } } });
const synchronous = sameTurn === 1;
listener.stopListening();
emit({ seq: 2, op: 'chatFields', data: { chat: '14155550132@c.us', fields: { unreadCount: 8 } } });
emit({ seq: 3, op: 'chatFields', data: { chat: '14155550132@c.us', fields: { unreadCount: 8 } } });

// What a handler throws goes through to the page and is told. Handlers registered later are not reached.
const thrower = () => { throw new Error('handler fails'); };
let reached = false;
chat.on('change:pin', thrower);
chat.on('change:pin', () => { reached = true; });
const thrown = attempt(() => emit({ seq: 4, op: 'chatFields', data: { chat: '14155550132@c.us', fields: { pin: 1 } } })).throws;
await settle();

answer({
  ownKeys: Object.keys(chat).includes('__x_unreadCount') && !Object.keys(chat).includes('unreadCount'),
  inPrototype: 't' in chat && 'formattedTitle' in chat && !Object.hasOwn(chat, 't'),
  stored: chat.__x_unreadCount,
  attributes: String(chat.attributes),
  chatJSON: Object.keys(chat.toJSON()),
  contactJSON: JSON.parse(JSON.stringify(contact)),
  contactPhone: String(contact.phoneNumber),
  formattedTitle: chat.formattedTitle,
  chatContact: chat.contact === ContactCollection.get(chat.id),
  msgSession: 'mediaData' in msg && !('mediaData' in msg.toJSON()),
  edited: MsgCollection.get('none') === undefined,
  active: String(ChatCollection.getActive()),
  byLid: String(ChatCollection.getChatByAccountLid(chat.accountLid).id),
  latest: String(ChatCollection.getLatestChatForWid(chat.accountLid).id),
  unread: ChatCollection.getUnreadCount(),
  collections: Object.keys(require('WAWebCollections')).length,
  sameCollection: require('WAWebCollections').Chat === ChatCollection,
  seen, synchronous, thrown, reached,
  acknowledged: posted.filter((entry) => entry.applied).map((entry) => entry.applied),
  violations: violations(),
});
