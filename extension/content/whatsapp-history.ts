import { now, quietly } from "./originals";
import { createAnchors } from "./whatsapp-anchors";
import type { Chat } from "./whatsapp-chats";
import { field } from "./whatsapp-fields";
import { keyText } from "./whatsapp-keys";
import { createEarlierLoader, type Loaded } from "./whatsapp-load-earlier";
import type { Loader } from "./whatsapp-loader";
import { messagesInMemory, pageInMemory, type MemoryPage } from "./whatsapp-memory";
import { search, searchVariant, type Direction, type Rows } from "./whatsapp-search";

/** How often, and for how many milliseconds, earlier messages are loaded for one page. */
const LOADS = 10;
const LOADS_MS = 4000;

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
  /** Which way of reading older messages answered last; before any has, the one that would be tried first. */
  variant(): string;
  /** Whether the database can be searched, so that WhatsApp's own lists need not grow. */
  frugal(): boolean;
  /** Up to about count messages at a place; WhatsApp may give a few more, the nearest always among them. */
  page(chat: Chat, place: Place, count: number): Promise<HistoryAnswer>;
}

/** Makes the reader of messages. */
export function createHistory(loader: Loader): History {
  const anchors = createAnchors(loader);
  const earlier = createEarlierLoader(loader);
  let searched = false;
  /** The way in which older messages were found last. */
  let answered = "";

  async function page(chat: Chat, place: Place, count: number): Promise<HistoryAnswer> {
    const { key, direction } = place;
    if (searchVariant(loader, direction) === "") {
      return earlier.variant() === "" ? fromMemory(chat, place, count) : fromLoaded(chat, place, count);
    }
    const anchor = key === "" ? newestOf(chat) : anchors.find(key);
    if (anchor === undefined) {
      return "anchor_gone";
    }
    const found = await search(loader, direction, anchor, count);
    if (found === undefined) {
      // Where the database has answered before, this is a failure that passes, not another build.
      return searched ? "unreadable" : fromMemory(chat, place, count);
    }
    searched = true;
    answered = direction === "before" ? found.variant : answered;
    if (key !== "" && found.missed && !(await isHeld(chat, place, anchor))) {
      return "anchor_gone";
    }
    remember(found.rows);
    return fromDatabase(found, place);
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
   * it is there; so does finding it as the newest message of its chat.
   */
  async function isHeld(chat: Chat, { key, direction }: Place, anchor: unknown): Promise<boolean> {
    const beside = await search(loader, direction === "before" ? "after" : "before", anchor, 1);
    if (beside !== undefined && beside.rows.length > 0) {
      return true;
    }
    const newest = (await search(loader, "before", newestOf(chat), 1))?.rows ?? [];
    return keyText(quietly(() => field(newest[newest.length - 1], "id")))?.key === key;
  }

  /** Messages of WhatsApp's own list after it has loaded as many as are needed, or as there are. */
  async function fromLoaded(chat: Chat, place: Place, count: number): Promise<HistoryAnswer> {
    const since = now();
    let loaded: Loaded = "more";
    for (let loads = 0; ; loads++) {
      const models = messagesInMemory(chat);
      const found = models && pageInMemory(models, place.key, place.direction, count);
      const enough = found !== undefined && (place.direction === "after" || found.rows.length >= count);
      if (enough || loaded !== "more" || loads === LOADS || now() - since > LOADS_MS) {
        const variant = loaded === "failed" ? "chat.msgs" : earlier.variant();
        const answer = inMemory(models, found, place, variant);
        if (typeof answer !== "string" && loaded !== "failed") {
          answer.start = loaded === "end" && found?.rest === 0 && place.direction === "before";
        }
        return answer;
      }
      loaded = await earlier.load(chat);
    }
  }

  return {
    page,
    frugal: () => searchVariant(loader, "before") !== "",
    variant: () => answered || searchVariant(loader, "before") || earlier.variant() || "chat.msgs",
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
