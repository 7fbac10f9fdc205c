// A small WhatsApp Web: module loader, Wids, keys, models, events and the local database, with the
// shapes of client revision 1044822804 and the variants of builds before and after it. Objects are
// sealed behind proxies that record every write.

/** The fields the models here declare, "prop" and "session" class alike. */
const FIELDS = {
  Chat: ['id', 'accountLid', 't', 'name', 'formattedTitle', 'active', 'contact', 'msgs', 'lastReceivedKey',
    'ephemeralDuration', 'limitSharing', 'endOfHistoryTransferType', 'lidOriginType', 'historyChatId', 'groupMetadata',
    'chatlistPreview', 'lastReactionPreview'],
  Contact: ['id', 'name', 'pushname', 'verifiedName', 'phoneNumber', 'isBusiness', 'isUsernameContact'],
  Msg: ['id', 't', 'type', 'subtype', 'body', 'caption', 'isNewMsg', 'notifyName', 'author', 'hasReaction', 'isForwarded', 'ack',
    'mimetype', 'filename', 'size', 'duration', 'quotedMsg', 'quotedStanzaID', 'quotedParticipant', 'mentionedJidList',
    'mediaData', 'filehash'],
  MediaData: ['filehash', 'mediaBlob', 'isViewOnce'],
  Reactions: ['id', 'reactions'],
  Stream: ['mode'],
  Socket: ['state', 'hasSynced'],
  Conn: ['wid', 'pushname'],
};

/** Makes WhatsApp Web. keyProperty is the name of the own property that holds a key's text. */
export function createWhatsApp({ keyProperty = '$1', keyToString = true } = {}) {
  const writes = [];
  const sealed = new WeakMap();
  const raws = new WeakMap();

  function seal(target) {
    if (!sealed.has(target)) {
      const refuse = (what) => (_, name) => { writes.push(`${what} ${String(name)}`); return true; };
      sealed.set(target, new Proxy(target, {
        set: refuse('set'), defineProperty: refuse('define'), deleteProperty: refuse('delete'),
        setPrototypeOf: () => { writes.push('prototype'); return true; },
        preventExtensions: () => { writes.push('extensions'); return false; },
      }));
    }
    return sealed.get(target);
  }

  class Wid {
    constructor(text) {
      const [, user, , device, server] = /^([^:@]+)(:(\d+))?@([a-z.]+)$/.exec(text) ?? [];
      if (user === undefined) throw new Error('wid error: invalid wid');
      this.user = user;
      this.server = server === 's.whatsapp.net' ? 'c.us' : server;
      if (device !== undefined) this.device = Number(device);
      this._serialized = `${user}${device === undefined ? '' : `:${device}`}@${this.server}`;
    }
    toString() { return this._serialized; }
    toJSON() { return this._serialized; }
    isLid() { return this.server === 'lid'; }
    isBot() { return this._serialized === '13135550002@c.us'; }
  }
  const wid = (text) => (text instanceof Wid ? text : new Wid(text));

  class MsgKey {
    constructor({ fromMe, remote, id, self, participant }) {
      if (!(remote instanceof Wid) || id === undefined) throw new Error("MsgKey error: don't have a matching constructor");
      Object.assign(this, { fromMe, remote, id }, self && { self }, participant && { participant });
      const text = [fromMe, remote, id, self, participant].filter((part) => part !== undefined).join('_');
      if (keyProperty !== '') this[keyProperty] = text;
    }
    static fromString(text) {
      const [fromMe, remote, id, third, fourth] = text.split('_');
      const self = third === 'in' || third === 'out' ? third : undefined;
      const participant = self ? fourth : third;
      return new MsgKey({ fromMe: fromMe === 'true', remote: wid(remote), id, self, participant: participant && wid(participant) });
    }
  }
  if (keyToString) MsgKey.prototype.toString = function () { return this[keyProperty]; };
  const key = (parts) => new MsgKey({
    ...parts, remote: wid(parts.remote), participant: parts.participant && wid(parts.participant),
  });

  class Emitter {
    handlers = [];
    on(names, handler) { for (const name of names.split(' ')) this.handlers.push({ name, handler }); }
    off(names, handler) {
      for (const name of names.split(' ')) {
        const at = this.handlers.findIndex((h) => h.name === name && h.handler === handler);
        if (at >= 0) this.handlers.splice(at, 1);
      }
    }
    // Handlers are called one after the other without a try, as WAWebEventEmitter does.
    trigger(name, ...args) { for (const h of this.handlers.slice()) if (h.name === name) h.handler(...args); }
  }

  /** A model: accessors on the prototype, values in own "__x_" properties. */
  function model(kind, values) {
    const raw = Object.create(prototypes[kind]);
    raw.handlers = [];
    for (const [name, value] of Object.entries(values)) raw[`__x_${name}`] = value;
    return raw;
  }
  const prototypes = Object.fromEntries(Object.entries(FIELDS).map(([kind, fields]) => {
    const prototype = Object.create(Emitter.prototype);
    for (const name of fields) Object.defineProperty(prototype, name, { get() { return this[`__x_${name}`]; } });
    return [kind, prototype];
  }));

  class Collection extends Emitter {
    models = [];
    getModelsArray() { return seal(this.models.slice()); }
    get(id) { return this.models.find((m) => String(m.id) === String(id)); }
    getActive() { return this.models.find((m) => m.active); }
    getChatByAccountLid(lid) {
      if (!(lid instanceof Wid)) throw new Error('not a wid');
      return this.models.find((m) => String(m.accountLid) === String(lid));
    }
  }

  const wa = {
    writes, wid, key, MsgKey, Wid, seal,
    stream: model('Stream', { mode: 'SYNCING' }),
    socket: model('Socket', { state: 'OPENING', hasSynced: false }),
    conn: model('Conn', {}),
    chats: new Collection(),
    contacts: new Collection(),
    messages: new Collection(),
    reactions: new Collection(),
    /** The table of reactions, by the text of the message's key. */
    reactionRows: new Map(),
    historySynced: true,
    me: {},
    /** LID → phone, and the rows of each chat in the database, oldest first. */
    phones: new Map(),
    rows: new Map(),
    emptyStatus: 404,
    searches: 0,
    /** The list of each chat in memory, how often it was grown, by how much, and whether its end says nothing. */
    loaded: new Map(),
    loads: 0,
    loadSize: 50,
    noEarlier: false,
    modules: {},
    /** Modules that require refuses and importNamespace gives. */
    unrequirable: new Set(),
    globals: {},
    chat(values) {
      const chat = model('Chat', { ...values, id: wid(values.id), accountLid: values.accountLid && wid(values.accountLid) });
      wa.chats.models.push(seal(chat));
      raws.set(seal(chat), chat);
      return chat;
    },
    contact(values) {
      const contact = model('Contact', { ...values, id: wid(values.id), phoneNumber: values.phoneNumber && wid(values.phoneNumber) });
      wa.contacts.models.push(seal(contact));
      return contact;
    },
    message: (values) => model('Msg', values),
    mediaData: (values) => seal(model('MediaData', values)),
    /** Puts the reactions to a message into memory. */
    reaction(key, reactions) {
      const found = model('Reactions', { id: typeof key === 'string' ? MsgKey.fromString(key) : key, reactions });
      wa.reactions.models.push(seal(found));
      return found;
    },
    /** Gives a chat the preview of a reaction. */
    preview: (chat, preview) => { raws.get(chat).__x_chatlistPreview = preview; },
    store(chat, rows) { wa.rows.set(chat, rows); },
    /** Brings the session to where chats can be read. */
    start() {
      Object.assign(wa.stream, { __x_mode: 'MAIN' });
      Object.assign(wa.socket, { __x_state: 'CONNECTED', __x_hasSynced: true });
      wa.globals.Debug = { VERSION: '2.3000.1048032155' };
    },
    arrive() {
      wa.globals.require = (name) => {
        const module = wa.unrequirable.has(name) ? undefined : wa.modules[name];
        if (module === undefined) throw new Error(`Requiring unknown module "${name}".`);
        return module.default ?? module;
      };
      wa.globals.importNamespace = (name) => wa.modules[name];
    },
  };

  function cached(server, value) {
    return (asked) => {
      if (!(asked instanceof Wid) || asked.server !== server) throw new Error('[LidPnCache] wrong wid');
      return value(String(asked));
    };
  }
  const phoneOf = cached('lid', (lid) => wa.phones.get(lid) && wid(wa.phones.get(lid)));
  const lidOf = cached('c.us', (phone) => {
    const found = [...wa.phones].find(([, known]) => known === phone);
    return found && wid(found[0]);
  });

  async function find({ anchor, count, direction }) {
    wa.searches++;
    const isKey = anchor instanceof MsgKey;
    if (!isKey && !(anchor.remote instanceof Wid)) throw new TypeError('anchor.remote is not a wid');
    const all = [...wa.rows.values()].find((rows) => isKey && rows.some((row) => row.id === anchor || sameKey(row.id, anchor)))
      ?? (isKey ? undefined : wa.rows.get(String(anchor.remote)) ?? []);
    if (all === undefined) return { messages: [], status: 404 };
    const at = isKey ? all.findIndex((row) => sameKey(row.id, anchor)) : all.length;
    const messages = direction === 'before' ? all.slice(Math.max(0, at - count), at) : all.slice(at + 1, at + 1 + count);
    return { messages, status: messages.length === 0 ? wa.emptyStatus : 200 };
  }
  /** msgFindQuery of builds before February 2026: the anchor carries the count, the rows come alone. */
  async function findQuery(direction, anchor) {
    const { messages, status } = await find({ anchor, count: anchor.count, direction });
    return status >= 400 && anchor instanceof MsgKey ? { status } : messages;
  }

  /**
   * loadEarlierMsgs in its present form: it grows the chat's own list by up to 50 messages of the
   * database. What it says of a wrong argument is what WhatsApp says.
   */
  async function loadEarlier({ chat }) {
    chat.waitForChatLoading();
    wa.loads++;
    const rows = wa.rows.get(String(chat.id)) ?? [];
    const list = wa.loaded.get(String(chat.id));
    const first = rows.findIndex((row) => sameKey(row.id, list[0]?.id ?? {}));
    const earlier = rows.slice(Math.max(0, (first < 0 ? rows.length : first) - wa.loadSize), first < 0 ? rows.length : first);
    if (earlier.length === 0 && wa.noEarlier) return undefined;
    list.unshift(...earlier.map((row) => wa.message(row)));
    return earlier;
  }
  const sameKey = (a, b) => a?.id === b.id && a?.fromMe === b.fromMe && String(a?.remote) === String(b.remote);

  Object.assign(wa, { find, findQuery, loadEarlier, loadEarlierOld: (chat) => loadEarlier({ chat }) });
  wa.modules = {
    WAWebBuildConstants: { VERSION_STR: '2.3000.1048032155' },
    WAWebStreamModel: { Stream: seal(wa.stream) },
    WAWebSocketModel: { Socket: seal(wa.socket) },
    WAWebConnModel: { Conn: seal(wa.conn) },
    WAWebUserPrefsMeUser: {
      getMaybeMePnUser: () => wa.me.phone && wid(wa.me.phone),
      getMaybeMeLidUser: () => wa.me.lid && wid(wa.me.lid),
      isMeAccount: (asked) => [wa.me.phone, wa.me.lid].includes(String(asked)),
    },
    WAWebChatCollection: { ChatCollection: wa.chats },
    WAWebContactCollection: { ContactCollection: wa.contacts },
    WAWebMsgCollection: { MsgCollection: wa.messages },
    WAWebReactionsCollection: { ReactionsCollection: wa.reactions },
    WAWebDBGetReactions: { getReactions: async (key) => grouped(wa.reactionRows.get(key) ?? []) },
    WAWebUserPrefsHistorySync: { getInitialHistorySyncComplete: () => wa.historySynced },
    WAWebCollections: { default: { Chat: wa.chats, Contact: wa.contacts, Msg: wa.messages, Reactions: wa.reactions } },
    WAWebDBMessageFindLocal: {
      msgFindBefore: (question) => find({ ...question, direction: 'before' }),
      msgFindAfter: (question) => find({ ...question, direction: 'after' }),
      msgFindByDirection: find,
    },
    WAWebMsgKey: { default: MsgKey },
    WAWebWidFactory: { createWid: wid },
    WAWebApiContact: { getPhoneNumber: phoneOf, getCurrentLid: lidOf },
    WAWebFrontendContactGetters: { getPnForLid: (contact) => contact.phoneNumber },
  };
  return wa;
}

export const ME = { phone: '15550009999@c.us', lid: '999888777666555@lid' };
export const ANNA = '14155550132@c.us';
export const ANNA_LID = '111222333444555@lid';
export const GROUP = '120363025550000001@g.us';

/** Rows of the table of reactions as WAWebDBGetReactions groups them. */
export function grouped(rows) {
  const groups = new Map();
  for (const row of rows) groups.set(row.reactionText, [...(groups.get(row.reactionText) ?? []), row]);
  return { reactionByMe: null, reactions: [...groups].map(([aggregateEmoji, senders]) => ({ aggregateEmoji, senders, hasReactionByMe: false })) };
}

/** n text rows of a chat, oldest first, ids M0001 and on. */
export function textRows(wa, chat, n) {
  return Array.from({ length: n }, (_, i) => ({
    id: wa.key({ fromMe: i % 2 === 1, remote: chat, id: `M${String(i + 1).padStart(4, '0')}` }),
    t: 1_790_000_000 + i, type: 'chat', body: `text ${i + 1}`,
  }));
}
