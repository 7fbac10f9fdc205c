/**
 * A member of one of WhatsApp Web's modules: where it is and what it has to be. Requiring a module
 * runs it, so nothing outside this file is ever required.
 */
export interface ModuleMember {
  module: string;
  /** member is the exported name; the module's default export itself is "". */
  member: string;
  type: "function" | "object" | "string" | "number";
  /** A method that an object must have to be taken for it: another build may give the name to something else. */
  method?: string;
}

/** The module whose default export holds every collection. */
export const COLLECTIONS = "WAWebCollections";

/** The page's module loader lists here what it has, by name: {defaultExport, …}. */
export const MODULE_LIST: ModuleMember = { module: "__debug", member: "modulesMap", type: "object" };

/**
 * Every module member the reader uses. The names are those of client revision 1044822804 (August
 * 2026); where an older or newer name is known, it stands as a further entry and the reader picks the
 * one that is there. All of them read what the browser already holds: none asks WhatsApp's servers
 * or the phone, and none changes what WhatsApp shows. Two are used only where no better
 * way is there or answers, because WhatsApp then keeps more in memory: loadEarlier and the find of reactions.
 */
export const MEMBERS = {
  /** The build's name, "2.3000.1048032155". */
  version: { module: "WAWebBuildConstants", member: "VERSION_STR", type: "string" },
  /** The number of the client's source, for builds that name themselves nowhere else. */
  revision: { module: "SiteData", member: "client_revision", type: "number" },

  /** What WhatsApp shows: mode is QR, MAIN, SYNCING, OFFLINE, CONFLICT or a kind of block. */
  stream: { module: "WAWebStreamModel", member: "Stream", type: "object", method: "on" },
  /** The connection: state, which also says SCREEN_LOCKED, and hasSynced. */
  socket: { module: "WAWebSocketModel", member: "Socket", type: "object", method: "on" },
  /** The signed-in account: wid and pushname. */
  conn: { module: "WAWebConnModel", member: "Conn", type: "object" },

  /** The own phone Wid, undefined while not known. */
  mePhone: { module: "WAWebUserPrefsMeUser", member: "getMaybeMePnUser", type: "function" },
  /** The own LID Wid, undefined while not known. */
  meLID: { module: "WAWebUserPrefsMeUser", member: "getMaybeMeLidUser", type: "function" },
  /** The own Wid in builds before the two above. */
  meOld: { module: "WAWebUserPrefsMeUser", member: "getMaybeMeUser", type: "function" },
  /** Whether a Wid is the own account in either form. */
  isMe: { module: "WAWebUserPrefsMeUser", member: "isMeAccount", type: "function" },

  /** The chat list. */
  chats: { module: "WAWebChatCollection", member: "ChatCollection", type: "object", method: "getModelsArray" },
  chatsAll: { module: "WAWebCollections", member: "Chat", type: "object", method: "getModelsArray" },
  /** The contacts in memory. */
  contacts: { module: "WAWebContactCollection", member: "ContactCollection", type: "object", method: "get" },
  contactsAll: { module: "WAWebCollections", member: "Contact", type: "object", method: "get" },
  /** The messages in memory, and the events about them. */
  messages: { module: "WAWebMsgCollection", member: "MsgCollection", type: "object", method: "get" },
  messagesAll: { module: "WAWebCollections", member: "Msg", type: "object", method: "get" },

  /** ({anchor, count}) → {messages, status}: messages of the local database, oldest first. */
  findBefore: { module: "WAWebDBMessageFindLocal", member: "msgFindBefore", type: "function" },
  findAfter: { module: "WAWebDBMessageFindLocal", member: "msgFindAfter", type: "function" },
  /** The same with a direction, "before" or "after". */
  findByDirection: { module: "WAWebDBMessageFindLocal", member: "msgFindByDirection", type: "function" },
  /** (direction, anchor with count) → rows; the one search before build 2.3000.1034162388. */
  findQuery: { module: "WAWebDBMessageFindLocal", member: "msgFindQuery", type: "function" },
  /**
   * ({chat}), before build 2.3000.1037370178 (chat) → the earlier messages of the local database, which
   * it adds to the chat's list in memory. Only of channels it asks WhatsApp's servers.
   */
  loadEarlier: { module: "WAWebChatLoadMessages", member: "loadEarlierMsgs", type: "function" },

  /** (text of a message's key) → its reactions in the local database, {reactions: [{senders}]}. */
  reactionRows: { module: "WAWebDBGetReactions", member: "getReactions", type: "function" },
  /** The reactions in memory, and the events about them. */
  reactions: { module: "WAWebReactionsCollection", member: "ReactionsCollection", type: "object", method: "get" },
  reactionsAll: { module: "WAWebCollections", member: "Reactions", type: "object", method: "get" },
  /** (MsgKey) → the key of the same message under the person's other id. */
  otherKey: { module: "WAWebLidMigrationUtils", member: "getAlternateMsgKey", type: "function" },

  /**
   * (text of a hash) → the Blob of an attachment that is in memory, undefined when it is not. The hash is
   * filehash of a message and of its mediaData alike.
   */
  mediaCache: {
    module: "WAWebMediaInMemoryBlobCache",
    member: "InMemoryMediaBlobCache",
    type: "object",
    method: "get",
  },
  /** (message) → whether its attachment is in memory; it looks where the two ways of reading it look. */
  mediaHeld: { module: "WAWebFileSaverDownloadData", member: "isMsgMediaAvailableLocally", type: "function" },

  /** () → whether the phone's first transfer of history is over. */
  firstSync: { module: "WAWebUserPrefsHistorySync", member: "getInitialHistorySyncComplete", type: "function" },

  /** (text) → MsgKey; fails on ids with an underscore. */
  keyFromText: { module: "WAWebMsgKey", member: "fromString", type: "function" },
  /** The MsgKey class, made from {fromMe, remote, id, self?, participant?}. */
  keyClass: { module: "WAWebMsgKey", member: "", type: "function" },
  /** (text) → Wid; throws for text that is no JID. */
  createWid: { module: "WAWebWidFactory", member: "createWid", type: "function" },

  /** (LID Wid) → phone Wid, from the local LID cache; throws for anything but a Wid of a LID. */
  phoneOfLID: { module: "WAWebApiContact", member: "getPhoneNumber", type: "function" },
  /** (phone Wid) → LID Wid, from the same cache. */
  lidOfPhone: { module: "WAWebApiContact", member: "getCurrentLid", type: "function" },
  /** The LID cache itself: getLidEntry(LID Wid) → {lid, phoneNumber}. */
  lidCache: { module: "WAWebApiContact", member: "lidPnCache", type: "object", method: "getLidEntry" },
  /** (Wid) → phone Wid, from the same cache. */
  toPhone: { module: "WAWebLidMigrationUtils", member: "toPn", type: "function" },
  /** (contact) → phone Wid. */
  phoneOfContact: { module: "WAWebFrontendContactGetters", member: "getPnForLid", type: "function" },
} as const satisfies Record<string, ModuleMember>;
