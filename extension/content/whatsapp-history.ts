import { append, isArray, quietly } from "./originals";
import { createAnchors } from "./whatsapp-anchors";
import type { Chat } from "./whatsapp-chats";
import { field } from "./whatsapp-fields";
import { keyText } from "./whatsapp-keys";
import type { Loader } from "./whatsapp-loader";
import { MEMBERS } from "./whatsapp-modules";
import { findAfter, findBefore, type Rows } from "./whatsapp-search";

/** One page of a chat's rows, oldest first. */
export interface HistoryPage {
  rows: unknown[];
  /** start is true when nothing older is held by this browser. */
  start: boolean;
  variant: string;
  /** partial is true when messages may be missing between or before the rows. */
  partial: boolean;
}

/**
 * "anchor_gone": the message to continue from is no longer there; begin with the newest page.
 * "unreadable": no way of reading answered this time.
 */
export type HistoryAnswer = HistoryPage | "anchor_gone" | "unreadable";

/** Reads a chat's messages backwards. */
export interface History {
  /** Which way would be tried first, "" while none is there. */
  variant(): string;
  /** Up to count messages before the key, or the newest ones when before is "". */
  page(chat: Chat, before: string, count: number): Promise<HistoryAnswer>;
}

/** Makes the reader of messages. */
export function createHistory(loader: Loader): History {
  const anchors = createAnchors(loader);
  let searched = false;

  async function page(chat: Chat, before: string, count: number): Promise<HistoryAnswer> {
    const anchor = before === "" ? { remote: field(chat.model, "id") } : anchors.find(before);
    if (anchor === undefined) {
      return "anchor_gone";
    }
    const found = await findBefore(loader, anchor, count);
    if (found === undefined) {
      // Where the database has answered before, this is a failure that passes, not another build.
      return searched ? "unreadable" : fromMemory(chat, before, count);
    }
    searched = true;
    if (before !== "" && found.missed) {
      return (await isHeld(chat, before, anchor)) ? finished(found) : "anchor_gone";
    }
    for (let i = 0; i < found.rows.length; i++) {
      const key = quietly(() => field(found.rows[i], "id"));
      const text = keyText(key)?.key;
      if (text !== undefined) {
        anchors.remember(text, key);
      }
    }
    return { rows: found.rows, start: found.rows.length === 0, variant: found.variant, partial: false };
  }

  /**
   * Whether the message to continue from is still in the database. Status 404 means two things: there
   * is nothing before the anchor, or the anchor itself is gone. Something after the anchor proves that
   * it is there; so does finding it as the newest message of its chat.
   */
  async function isHeld(chat: Chat, before: string, anchor: unknown): Promise<boolean> {
    const after = await findAfter(loader, anchor, 1);
    if (after !== undefined && after.rows.length > 0) {
      return true;
    }
    const newest = await findBefore(loader, { remote: field(chat.model, "id") }, 1);
    const rows = newest?.rows ?? [];
    return keyText(quietly(() => field(rows[rows.length - 1], "id")))?.key === before;
  }

  return {
    page,
    variant() {
      if (loader.value(MEMBERS.findBefore) !== undefined) {
        return "msgFindBefore";
      }
      return loader.value(MEMBERS.findByDirection) !== undefined ? "msgFindByDirection" : "chat.msgs";
    },
  };
}

function finished(found: Rows): HistoryPage {
  return { rows: [], start: true, variant: found.variant, partial: false };
}

/**
 * The messages WhatsApp has in memory for the chat: what its window has loaded, possibly with a gap
 * where the user jumped to an old message. Always partial.
 */
function fromMemory(chat: Chat, before: string, count: number): HistoryAnswer {
  const models = quietly(() => {
    const list = field(chat.model, "msgs") as { getModelsArray(): unknown };
    return list.getModelsArray();
  });
  if (!isArray(models)) {
    return "unreadable";
  }
  let end = models.length;
  if (before !== "") {
    end = 0;
    while (end < models.length && keyText(quietly(() => field(models[end], "id")))?.key !== before) {
      end++;
    }
    if (end === models.length) {
      return "anchor_gone";
    }
  }
  const rows: unknown[] = [];
  for (let i = end > count ? end - count : 0; i < end; i++) {
    append(rows, models[i]);
  }
  return { rows, start: rows.length === 0, variant: "chat.msgs", partial: true };
}
