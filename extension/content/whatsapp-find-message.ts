import { append, match, quietly } from "./originals";
import { createAnchors } from "./whatsapp-anchors";
import type { Chat } from "./whatsapp-chats";
import { field } from "./whatsapp-fields";
import { newestOf } from "./whatsapp-history";
import { keyText } from "./whatsapp-keys";
import type { Loader } from "./whatsapp-loader";
import { messageInMemory } from "./whatsapp-memory";
import { search, searchVariant, type Direction } from "./whatsapp-search";

/**
 * One message: a model of WhatsApp's memory, or a row of its database. "gone" says that the database does not
 * have it; "unknown" that this cannot be told now, as in a build whose database cannot be searched.
 */
export type FoundMessage = { message: unknown } | "gone" | "unknown";

/** Finds one message of a chat by the text of its key. */
export interface MessageFinder {
  find(chat: Chat, key: string): Promise<FoundMessage>;
}

/**
 * Makes the finder. WhatsApp's memory is looked through first, as only its models hold what was loaded of an
 * attachment. MsgCollection.getMessagesById would take the message into that memory, so the database is asked
 * for the message's neighbour, and then for what stands beside that.
 */
export function createMessageFinder(loader: Loader): MessageFinder {
  const anchors = createAnchors(loader);

  function inMemory(key: string): unknown {
    const message = messageInMemory(loader, key);
    return keyText(quietly(() => field(message, "id")))?.key === key ? message : undefined;
  }

  /** The row with a key among those beside an anchor; undefined when it is not among them. */
  async function beside(direction: Direction, anchor: unknown, key: string): Promise<unknown> {
    const rows = (await search(loader, direction, anchor, 1))?.rows ?? [];
    for (let i = 0; i < rows.length; i++) {
      if (keyText(quietly(() => field(rows[i], "id")))?.key === key) {
        return rows[i];
      }
    }
    return undefined;
  }

  async function inDatabase(chat: Chat, key: string): Promise<FoundMessage> {
    const anchor = searchVariant(loader, "before") === "" ? undefined : anchors.find(key);
    if (anchor === undefined) {
      return "unknown";
    }
    const older = await search(loader, "before", anchor, 1);
    const newer = older !== undefined && older.rows.length > 0 ? older : await search(loader, "after", anchor, 1);
    if (older === undefined || newer === undefined) {
      return "unknown";
    }
    if (newer.rows.length === 0) {
      // A chat's only message has no neighbour.
      const only = await beside("before", newestOf(chat), key);
      return only === undefined ? "gone" : { message: only };
    }
    const isOlder = newer === older;
    const neighbour = isOlder ? older.rows[older.rows.length - 1] : newer.rows[0];
    const message = await beside(isOlder ? "after" : "before", quietly(() => field(neighbour, "id")), key);
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
      for (let i = 0; i < keys.length; i++) {
        const found = await inDatabase(chat, keys[i] as string);
        if (typeof found !== "string") {
          return found;
        }
        said = found === "unknown" ? found : said;
      }
      return said;
    },
  };
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
