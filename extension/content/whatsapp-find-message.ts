import { append, match, now, quietly } from "./originals";
import { createAnchors } from "./whatsapp-anchors";
import type { Chat } from "./whatsapp-chats";
import { field } from "./whatsapp-fields";
import { newestOf } from "./whatsapp-history";
import { keyText } from "./whatsapp-keys";
import type { Loader } from "./whatsapp-loader";
import { messageInMemory } from "./whatsapp-memory";
import type { Rows, Search } from "./whatsapp-search";

/**
 * One message: a model of WhatsApp's memory, or a row of its database. "gone" says that the database does not
 * have it; "unknown" that this cannot be told now, as in a build whose database cannot be searched.
 */
export type FoundMessage = { message: unknown } | "gone" | "unknown";

/** How long WhatsApp's database has to say where a message is, in milliseconds: LIMITS.mediaMs comes after it. */
const FIND_MS = 3500;

/** Finds one message of a chat by the text of its key. */
export interface MessageFinder {
  find(chat: Chat, key: string): Promise<FoundMessage>;
}

/**
 * Makes the finder. WhatsApp's memory is looked through first, as only its models hold what was loaded of an
 * attachment. MsgCollection.getMessagesById would take the message into that memory, so the database is asked
 * for the message's neighbour, and then for what stands beside that.
 */
export function createMessageFinder(loader: Loader, search: Search): MessageFinder {
  const anchors = createAnchors(loader);

  function inMemory(key: string): unknown {
    const message = messageInMemory(loader, key);
    return keyText(quietly(() => field(message, "id")))?.key === key ? message : undefined;
  }

  async function inDatabase(chat: Chat, key: string, until: number): Promise<FoundMessage> {
    const anchor = search.variant("before") === "" ? undefined : anchors.find(key);
    if (anchor === undefined) {
      return "unknown";
    }
    const older = await search.rows("before", anchor, 1, until);
    const newer = older !== undefined && older.rows.length > 0 ? older : await search.rows("after", anchor, 1, until);
    if (older === undefined || newer === undefined) {
      return "unknown";
    }
    if (newer.rows.length === 0) {
      // A chat's only message has no neighbour.
      const newest = await search.rows("before", newestOf(chat), 1, until);
      const only = rowWith(key, newest);
      return only !== undefined ? { message: only } : newest === undefined ? "unknown" : "gone";
    }
    const isOlder = newer === older;
    const neighbour = isOlder ? older.rows[older.rows.length - 1] : newer.rows[0];
    const neighbourKey = quietly(() => field(neighbour, "id"));
    const message = rowWith(key, await search.rows(isOlder ? "after" : "before", neighbourKey, 1, until));
    // It has a neighbour, so it is there.
    return message === undefined ? "unknown" : { message };
  }

  return {
    async find(chat, key) {
      const keys = namesOf(chat, key);
      for (let i = 0; i < keys.length; i++) {
        const message = inMemory(keys[i] as string);
        if (message !== undefined) {
          return { message };
        }
      }
      let said: FoundMessage = "gone";
      const until = now() + FIND_MS;
      for (let i = 0; i < keys.length; i++) {
        const found = await inDatabase(chat, keys[i] as string, until);
        if (typeof found !== "string") {
          return found;
        }
        said = found === "unknown" ? found : said;
      }
      return said;
    },
  };
}

/** The row with a key; undefined when it is not among them, or nothing was answered. */
function rowWith(key: string, found: Rows | undefined): unknown {
  const rows = found?.rows ?? [];
  for (let i = 0; i < rows.length; i++) {
    if (keyText(quietly(() => field(rows[i], "id")))?.key === key) {
      return rows[i];
    }
  }
  return undefined;
}

/**
 * The keys under which a message may be found: the one it was told with, and the one it has after its chat
 * has got another id (a phone number's chat becomes a LID's).
 */
function namesOf(chat: Chat, key: string): string[] {
  const keys = [key];
  const parts = match(/^(true_|false_)([^_]+)(_.+)$/, key);
  if (parts !== null && parts[2] !== chat.jid) {
    append(keys, `${parts[1]}${chat.jid}${parts[3]}`);
  }
  return keys;
}
