import { append, call, dictionary, isArray, quietly, sort, wholeNumber } from "./originals";
import type { Account, ChatRow } from "../shared/contract";
import { LIMITS } from "./limits";
import { countField, field, nameField, readOr } from "./whatsapp-fields";
import { nameOfContact, type ChatIdentities, type Identity } from "./whatsapp-identity";
import { isExcludedJID, isGroupJID, isLID, isPhoneJID, jidText } from "./whatsapp-jid";
import { keyText } from "./whatsapp-keys";
import type { Loader } from "./whatsapp-loader";
import { MEMBERS } from "./whatsapp-modules";

/** How many chats are looked at for a sample. */
const SAMPLES = 20;

/** A chat model with its JID. */
export interface Chat {
  model: unknown;
  jid: string;
}

/** The open chat and how it was found. */
export interface ActiveChat {
  chat: Chat | undefined;
  variant: string;
}

/** The rows of the chat list and how many chats could not be read. */
export interface ChatRows {
  rows: ChatRow[];
  unread: number;
}

/** WhatsApp's chat list, WAWebChatCollection. Everything is read afresh at every call. */
export interface Chats {
  /** Which module holds the list, "" while none does. */
  variant(): string;
  /** The collection itself, for its events. */
  collection(): unknown;
  active(): ActiveChat;
  /** The chat with exactly this JID, or undefined. */
  find(jid: string): Chat | undefined;
  /** The newest chats, newest first, without the kinds that are never backed up unless open. */
  rows(me: Account, identity: Identity): ChatRows;
  /** How keys are read in this build, tried on the last message of the first chats; "" without any. */
  keyVariant(): string;
  /** Chats by their accountLid, for one question. */
  identities(): ChatIdentities;
}

interface Collection {
  getModelsArray?: unknown;
  getActive?: unknown;
  getChatByAccountLid?: unknown;
  get?: unknown;
}

/** Makes the reader of the chat list. */
export function createChats(loader: Loader): Chats {
  function collection(): Collection | undefined {
    return (loader.value(MEMBERS.chats) ?? loader.value(MEMBERS.chatsAll)) as Collection | undefined;
  }

  function ask(method: keyof Collection, args: unknown[]): unknown {
    const list = collection();
    return quietly(() => call((list as Collection)[method], list, args));
  }

  function models(): unknown[] {
    const all = ask("getModelsArray", []);
    return isArray(all) ? all : [];
  }

  function withJID(model: unknown): Chat | undefined {
    const jid = jidText(quietly(() => field(model, "id")));
    return jid === "" ? undefined : { model, jid };
  }

  function active(): ActiveChat {
    const list = collection();
    if (typeof quietly(() => list?.getActive) === "function") {
      return { chat: withJID(ask("getActive", [])), variant: "getActive" };
    }
    const all = models();
    for (let i = 0; i < all.length; i++) {
      if (quietly(() => field(all[i], "active")) === true) {
        return { chat: withJID(all[i]), variant: "chat.active" };
      }
    }
    return { chat: undefined, variant: "chat.active" };
  }

  function find(jid: string): Chat | undefined {
    const direct = withJID(ask("get", [jid]));
    if (direct?.jid === jid) {
      return direct;
    }
    const all = models();
    for (let i = 0; i < all.length; i++) {
      const chat = withJID(all[i]);
      if (chat?.jid === jid) {
        return chat;
      }
    }
    return undefined;
  }

  function rows(me: Account, identity: Identity): ChatRows {
    const open = active().chat?.jid;
    const all = models();
    const listed: { chat: Chat; t: number }[] = [];
    let unread = 0;
    for (let i = 0; i < all.length; i++) {
      const chat = withJID(all[i]);
      if (chat === undefined) {
        unread++;
      } else if (!isExcludedJID(chat.jid) || chat.jid === open) {
        // The open chat stays in the list however old it is.
        const t = readOr(() => countField(chat.model, "t"), 0);
        append(listed, { chat, t: chat.jid === open ? Infinity : t });
      }
    }
    sort(listed, (a, b) => (a.t === b.t ? 0 : b.t - a.t));
    const kept: ChatRow[] = [];
    for (let i = 0; i < listed.length && kept.length < LIMITS.chats; i++) {
      const { chat } = listed[i] as { chat: Chat };
      const row = quietly(() => chatRow(chat, me, identity));
      if (row === undefined) {
        unread++;
      } else {
        append(kept, row);
      }
    }
    sort(kept, (a, b) => b.t - a.t);
    return { rows: kept, unread };
  }

  function keyVariant(): string {
    const all = models();
    for (let i = 0; i < all.length && i < SAMPLES; i++) {
      const key = keyText(quietly(() => field(all[i], "lastReceivedKey")));
      if (key !== undefined) {
        return key.variant;
      }
    }
    return "";
  }

  function identities(): ChatIdentities {
    let index: Record<string, string> | undefined;
    return {
      chatOfAccountLID(lid) {
        if (typeof quietly(() => collection()?.getChatByAccountLid) === "function") {
          return withJID(ask("getChatByAccountLid", [loader.call(MEMBERS.createWid, [lid])]))?.jid ?? "";
        }
        index ??= indexByAccountLID(models());
        return index[lid] ?? "";
      },
    };
  }

  return {
    variant: () =>
      loader.value(MEMBERS.chats) !== undefined
        ? "WAWebChatCollection"
        : loader.value(MEMBERS.chatsAll) !== undefined
          ? "WAWebCollections.Chat"
          : "",
    collection,
    active,
    find,
    rows,
    keyVariant,
    identities,
  };
}

function indexByAccountLID(models: unknown[]): Record<string, string> {
  const index = dictionary<string>();
  for (let i = 0; i < models.length; i++) {
    const lid = jidText(quietly(() => field(models[i], "accountLid")));
    const chat = jidText(quietly(() => field(models[i], "id")));
    if (isLID(lid) && chat !== "" && chat !== lid) {
      index[lid] = chat;
    }
  }
  return index;
}

/** What is passed on of a chat: who it is and when it was last active. Throws when it cannot be read. */
export function chatRow({ model, jid }: Chat, me: Account, identity: Identity): ChatRow {
  const id = field(model, "id");
  const row: ChatRow = {
    chat: jid,
    t: countField(model, "t"),
    endOfHistory: endOfHistory(model),
  };
  const accountLID = jidText(field(model, "accountLid"));
  const lid = isLID(accountLID) ? accountLID : identity.lidOf(id);
  const phone = identity.phoneOf(id);
  if (isPhoneJID(phone)) {
    row.phone = phone;
  }
  if (isLID(lid)) {
    row.lid = lid;
  }
  const title = titleOf(model);
  if (title !== "") {
    row.title = title;
  }
  const name = isGroupJID(jid) ? "" : nameOfContact(field(model, "contact")) || identity.nameOf(id);
  if (name !== "") {
    row.name = name;
  }
  if (jid === me.phone || jid === me.lid) {
    row.self = true;
  }
  if (isSharingLimited(field(model, "limitSharing"))) {
    row.limitSharing = true;
  }
  if (countField(model, "ephemeralDuration") > 0) {
    row.ephemeral = true;
  }
  return row;
}

/** Whether a chat is known by this JID too: its accountLid, or the other form of its id. */
export function isAlsoKnownAs({ model }: Chat, jid: string, identity: Identity): boolean {
  const id = quietly(() => field(model, "id"));
  const accountLID = jidText(quietly(() => field(model, "accountLid")));
  return jid !== "" && (jid === accountLID || jid === identity.phoneOf(id) || jid === identity.lidOf(id));
}

/** Whether a chat is under WhatsApp's advanced chat privacy; true when that cannot be read. */
export function isChatLimited({ model }: Chat): boolean {
  return quietly(() => isSharingLimited(field(model, "limitSharing"))) !== false;
}

/** The name the chat list shows, "" when there is none. */
export function titleOf(model: unknown): string {
  return nameField(model, "formattedTitle") || nameField(model, "name");
}

/**
 * Whether WhatsApp's advanced chat privacy is on. The field is a flag on chats and may be the setting
 * itself, {sharingLimited, …}, elsewhere; a setting of unknown shape counts as on.
 */
export function isSharingLimited(setting: unknown): boolean {
  if (typeof setting === "object" && setting !== null) {
    return quietly(() => field(setting, "sharingLimited")) !== false;
  }
  return setting === true;
}

/** Chat.endOfHistoryTransferType, 0 to 5; -1 when it is not known. */
function endOfHistory(model: unknown): number {
  const value = wholeNumber(field(model, "endOfHistoryTransferType"));
  return value !== undefined && value >= 0 && value <= 99 ? value : -1;
}
