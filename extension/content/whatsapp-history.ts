import { now, quietly } from "./originals";
import { createAnchors } from "./whatsapp-anchors";
import type { Chat } from "./whatsapp-chats";
import { field } from "./whatsapp-fields";
import { keyText } from "./whatsapp-keys";
import { createEarlierLoader, type Loaded } from "./whatsapp-load-earlier";
import type { Loader } from "./whatsapp-loader";
import { messagesInMemory, pageInMemory, type MemoryPage } from "./whatsapp-memory";
import type { Direction, Rows, Search } from "./whatsapp-search";

/**
 * How long WhatsApp has for one page, in milliseconds, whatever is tried for it. Its reactions are read after
 * that, and both have LIMITS.answerMs.
 */
const PAGE_MS = 4500;

/** How often earlier messages are loaded for one page. */
const LOADS = 10;

/** How long the searches have when they are tried again for their own sake, in milliseconds. */
const AGAIN_MS = 2000;

/** Where a page of a chat lies: next to the message with a key, or at the newest end for "". */
export interface Place {
  key: string;
  direction: Direction;
}

/** One page of a chat's rows, oldest first. */
export interface HistoryPage {
  rows: unknown[];
  /** start is true when nothing older is held by this browser. */
  start: boolean;
  /** end is true when nothing newer is held; it is told for pages after a message. */
  end: boolean;
  variant: string;
  /** partial is true when messages may be missing between or beside the rows. */
  partial: boolean;
}

/**
 * "anchor_gone": the message to continue from is no longer there; begin with the newest page.
 * "unreadable": no way of reading answered this time.
 */
export type HistoryAnswer = HistoryPage | "anchor_gone" | "unreadable";

/** Reads a chat's messages page by page. */
export interface History {
  /**
   * Which way of reading older messages was used last, WhatsApp's own list included; before any was, the one
   * that would be tried first.
   */
  variant(): string;
  /**
   * After a page that came from WhatsApp's own list: tries for the newest message of its chat whether the
   * database can be searched now. find gives the chat of a JID.
   */
  searchAgain(find: (jid: string) => Chat | undefined): Promise<void>;
  /** Whether the database can be searched, so that WhatsApp's own lists need not grow. */
  frugal(): boolean;
  /** Up to about count messages at a place; WhatsApp may give a few more, the nearest always among them. */
  page(chat: Chat, place: Place, count: number): Promise<HistoryAnswer>;
}

/** Makes the reader of messages. */
export function createHistory(loader: Loader, search: Search): History {
  const anchors = createAnchors(loader);
  const earlier = createEarlierLoader(loader);
  let searched = false;
  /** The way in which older messages were read last. */
  let used = "";
  /** The JID of the chat whose page came from WhatsApp's own list last, "" after a search that answered. */
  let unsearched = "";

  async function page(chat: Chat, place: Place, count: number): Promise<HistoryAnswer> {
    const { key, direction } = place;
    const until = now() + PAGE_MS;
    if (search.variant(direction) !== "") {
      const anchor = key === "" ? newestOf(chat) : anchors.find(key);
      if (anchor === undefined) {
        return "anchor_gone";
      }
      const found = await search.rows(direction, anchor, count, until);
      if (found !== undefined) {
        noteSearch(found, direction);
        const held = key === "" || !found.missed || (await isHeld(chat, place, anchor, until));
        if (held !== true) {
          return held === false ? "anchor_gone" : "unreadable";
        }
        remember(found.rows);
        return fromDatabase(found, place);
      }
      if (searched) {
        // Where the database has answered before, this is a failure that passes, not another build.
        return "unreadable";
      }
    }
    const answer = earlier.variant() === "" ? fromMemory(chat, place, count) : await fromLoaded(chat, place, count, until);
    if (direction === "before") {
      used = typeof answer === "string" ? earlier.variant() || "chat.msgs" : answer.variant;
      unsearched = chat.jid;
    }
    return answer;
  }

  function noteSearch({ variant }: Rows, direction: Direction): void {
    searched = true;
    if (direction === "before") {
      used = variant;
      unsearched = "";
    }
  }

  async function searchAgain(find: (jid: string) => Chat | undefined): Promise<void> {
    if (unsearched === "" || search.variant("before") === "") {
      return;
    }
    const anchor = quietly(() => {
      const chat = find(unsearched);
      return chat && newestOf(chat);
    });
    const found = anchor && (await search.rows("before", anchor, 1, now() + AGAIN_MS));
    if (found !== undefined) {
      noteSearch(found, "before");
    }
  }

  function remember(rows: unknown[]): void {
    for (let i = 0; i < rows.length; i++) {
      const key = quietly(() => field(rows[i], "id"));
      const text = keyText(key)?.key;
      if (text !== undefined) {
        anchors.remember(text, key);
      }
    }
  }

  /**
   * Whether the message to continue from is still in the database. Status 404 means two things: there
   * is nothing beside the anchor, or the anchor itself is gone. Something on its other side proves that
   * it is there; so does finding it as the newest message of its chat. Undefined when nothing answers.
   */
  async function isHeld(
    chat: Chat,
    { key, direction }: Place,
    anchor: unknown,
    until: number,
  ): Promise<boolean | undefined> {
    const beside = await search.rows(direction === "before" ? "after" : "before", anchor, 1, until);
    if (beside !== undefined && beside.rows.length > 0) {
      return true;
    }
    const newest = (await search.rows("before", newestOf(chat), 1, until))?.rows;
    return newest && keyText(quietly(() => field(newest[newest.length - 1], "id")))?.key === key;
  }

  /** Messages of WhatsApp's own list after it has loaded as many as are needed, or as there are. */
  async function fromLoaded(chat: Chat, place: Place, count: number, until: number): Promise<HistoryAnswer> {
    let loaded: Loaded = "more";
    for (let loads = 0; ; loads++) {
      const models = messagesInMemory(chat);
      const found = models && pageInMemory(models, place.key, place.direction, count);
      const enough = found !== undefined && (place.direction === "after" || found.rows.length >= count);
      if (enough || loaded !== "more" || loads === LOADS || now() > until) {
        const variant = loaded === "failed" ? "chat.msgs" : earlier.variant();
        const answer = inMemory(models, found, place, variant);
        if (typeof answer !== "string" && loaded !== "failed") {
          answer.start = loaded === "end" && found?.rest === 0 && place.direction === "before";
        }
        return answer;
      }
      loaded = await earlier.load(chat, until);
    }
  }

  return {
    page,
    searchAgain,
    frugal: () => search.variant("before") !== "",
    variant: () => used || search.variant("before") || earlier.variant() || "chat.msgs",
  };
}

/** What WhatsApp's searches take for the newest messages of a chat. */
export function newestOf({ model }: Chat): object {
  return { remote: field(model, "id") };
}

function fromDatabase({ rows, variant }: Rows, { key, direction }: Place): HistoryPage {
  const none = rows.length === 0;
  const newer = direction === "after";
  return { rows, start: none && !newer, end: newer && none && key !== "", variant, partial: false };
}

function fromMemory(chat: Chat, place: Place, count: number): HistoryAnswer {
  const models = messagesInMemory(chat);
  const found = models && pageInMemory(models, place.key, place.direction, count);
  return inMemory(models, found, place, "chat.msgs");
}

/** Messages of WhatsApp's own list, which proves nothing: always partial. */
function inMemory(
  models: unknown[] | undefined,
  found: MemoryPage | undefined,
  { direction }: Place,
  variant: string,
): HistoryAnswer {
  if (models === undefined) {
    return "unreadable";
  }
  if (found === undefined) {
    return "anchor_gone";
  }
  const none = found.rows.length === 0;
  const newer = direction === "after";
  return { rows: found.rows, start: none && !newer, end: none && newer, variant, partial: true };
}
