import { append, call, dictionary, isArray, quietly, sort } from "./originals";
import type { Account, ChatRow } from "../shared/contract";
import { LIMITS } from "./limits";
import type { Pace } from "./pace";
import { chatRow } from "./whatsapp-chat-row";
import { field, readOr, secondField } from "./whatsapp-fields";
import type { ChatIdentities, Identity } from "./whatsapp-identity";
import { isExcludedJID, isLID, jidText } from "./whatsapp-jid";
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

/** The open chat and how it was found; variant is "" when nothing tells which chat is open. */
export interface ActiveChat {
  chat: Chat | undefined;
  variant: string;
}

/** The rows of the chat list. */
export interface ChatRows {
  rows: ChatRow[];
  /** excluded is how many chats of kinds that are never backed up are not among the rows. */
  excluded: number;
  /** failed is how many chats could not be read. */
  failed: number;
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
  rows(me: Account, identity: Identity, pace: Pace): Promise<ChatRows>;
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

  /** Whether the list gives its chats, and chats that can be told apart. */
  function answers(): boolean {
    const all = ask("getModelsArray", []);
    if (!isArray(all)) {
      return false;
    }
    for (let i = 0; i < all.length && i < SAMPLES; i++) {
      if (withJID(all[i]) !== undefined) {
        return true;
      }
    }
    return all.length === 0;
  }

  function withJID(model: unknown): Chat | undefined {
    const jid = jidText(quietly(() => field(model, "id")));
    return jid === "" ? undefined : { model, jid };
  }

  function active(): ActiveChat {
    const list = collection();
    const told = quietly(() => ({ model: call((list as Collection).getActive, list, []) ?? undefined }));
    const named = withJID(told?.model);
    if (told !== undefined && (told.model === undefined || named !== undefined)) {
      return { chat: named, variant: "getActive" };
    }
    const all = models();
    let variant = "";
    for (let i = 0; i < all.length; i++) {
      if (quietly(() => field(all[i], "active")) === true) {
        return { chat: withJID(all[i]), variant: "chat.active" };
      }
      if (variant === "" && quietly(() => "active" in (all[i] as object)) === true) {
        variant = "chat.active";
      }
    }
    return { chat: undefined, variant };
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

  async function rows(me: Account, identity: Identity, pace: Pace): Promise<ChatRows> {
    const open = active().chat?.jid;
    const all = models();
    const listed: { chat: Chat; t: number; order: number }[] = [];
    let excluded = 0;
    let failed = 0;
    for (let i = 0; i < all.length; i++) {
      if (pace.due()) {
        await pace.rest();
      }
      const chat = withJID(all[i]);
      if (chat === undefined) {
        failed++;
      } else if (isExcludedJID(chat.jid) && chat.jid !== open) {
        excluded++;
      } else {
        const t = readOr(() => secondField(chat.model, "t"), 0);
        // The open chat stays in the list however old it is.
        append(listed, { chat, t, order: chat.jid === open ? Infinity : t });
      }
    }
    sort(listed, (a, b) => (a.order === b.order ? 0 : b.order - a.order));
    const kept: ChatRow[] = [];
    for (let i = 0; i < listed.length && kept.length < LIMITS.chats; i++) {
      if (pace.due()) {
        await pace.rest();
      }
      const { chat, t } = listed[i] as (typeof listed)[number];
      const row = quietly(() => chatRow(chat, t, me, identity));
      if (row === undefined) {
        failed++;
      } else {
        append(kept, row);
      }
    }
    sort(kept, (a, b) => b.t - a.t);
    return { rows: kept, excluded, failed };
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
    variant() {
      if (!answers()) {
        return "";
      }
      if (loader.value(MEMBERS.chats) !== undefined) {
        return "WAWebChatCollection";
      }
      const found = loader.find(MEMBERS.chatsAll);
      return found === undefined ? "" : found.scanned === true ? "modulesMap" : "WAWebCollections.Chat";
    },
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

/** Whether a chat is known by this JID too: its accountLid, or the other form of its id. */
export function isAlsoKnownAs({ model }: Chat, jid: string, identity: Identity): boolean {
  const id = quietly(() => field(model, "id"));
  const accountLID = jidText(quietly(() => field(model, "accountLid")));
  return jid !== "" && (jid === accountLID || jid === identity.phoneOf(id) || jid === identity.lidOf(id));
}
