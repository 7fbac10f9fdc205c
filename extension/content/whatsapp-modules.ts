/**
 * A member of one of WhatsApp Web's modules: where it is and what it has to be. Requiring a module
 * runs it, so nothing outside this file is ever required.
 */
export interface ModuleMember {
  module: string;
  /** member is the exported name; the module's default export itself is "". */
  member: string;
  type: "function" | "object" | "string" | "number";
}

/**
 * Every module member the reader uses. The names are those of client revision 1044822804 (August
 * 2026); where an older or newer name is known, it stands as a further entry and the reader picks the
 * one that is there. All of them read what the browser already holds: none asks WhatsApp's servers
 * or the phone, and none changes what WhatsApp shows.
 */
export const MEMBERS = {
  /** The build's name, "2.3000.1048032155". */
  version: { module: "WAWebBuildConstants", member: "VERSION_STR", type: "string" },
  /** The number of the client's source, for builds that name themselves nowhere else. */
  revision: { module: "SiteData", member: "client_revision", type: "number" },

  /** What WhatsApp shows: mode is QR, MAIN, SYNCING, OFFLINE, CONFLICT or a kind of block. */
  stream: { module: "WAWebStreamModel", member: "Stream", type: "object" },
  /** The connection: state, which also says SCREEN_LOCKED, and hasSynced. */
  socket: { module: "WAWebSocketModel", member: "Socket", type: "object" },
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
  chats: { module: "WAWebChatCollection", member: "ChatCollection", type: "object" },
  chatsAll: { module: "WAWebCollections", member: "Chat", type: "object" },
  /** The contacts in memory. */
  contacts: { module: "WAWebContactCollection", member: "ContactCollection", type: "object" },
  contactsAll: { module: "WAWebCollections", member: "Contact", type: "object" },
  /** The messages in memory, and the events about them. */
  messages: { module: "WAWebMsgCollection", member: "MsgCollection", type: "object" },
  messagesAll: { module: "WAWebCollections", member: "Msg", type: "object" },

  /** ({anchor, count}) → {messages, status}: messages of the local database, oldest first. */
  findBefore: { module: "WAWebDBMessageFindLocal", member: "msgFindBefore", type: "function" },
  findAfter: { module: "WAWebDBMessageFindLocal", member: "msgFindAfter", type: "function" },
  /** The same with a direction, "before" or "after". */
  findByDirection: { module: "WAWebDBMessageFindLocal", member: "msgFindByDirection", type: "function" },

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
  /** (contact) → phone Wid. */
  phoneOfContact: { module: "WAWebFrontendContactGetters", member: "getPnForLid", type: "function" },
} as const satisfies Record<string, ModuleMember>;
