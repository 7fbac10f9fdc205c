import type { HistoryCount, HistoryQuestion } from "../shared/contract";
import { personOf } from "./database-person";
import { isPrivate } from "./database-private";
import type { Reading } from "./database-reading";
import { countColumn, partsOfKey, wordColumn } from "./database-values";
import { LIMITS } from "./limits";
import { now } from "./originals";
import { isControlType } from "./whatsapp-message-types";

/** What is counted of a chat: the numbers of a HistoryCount. */
export type Counted = Omit<HistoryCount, "v" | "state">;

/** Nothing counted. */
export const NOTHING: Counted = { messages: 0, days: 0, notes: 0, oldest: 0, newest: 0, rest: 0 };

/** 1 January 2009 in Unix seconds: WhatsApp is no older, and the core believes no earlier time. */
const EARLIEST = 1_230_768_000;
const DAY = 86_400;

/** A stretch of keys that hold rows of one chat, by an index or by the primary key. */
interface Stretch {
  index: "internalId" | undefined;
  prefix: string;
}

/**
 * Counts the messages of a chat in a stretch of time, from the newest row back, under every id the chat
 * has or had. It stops at LIMITS.countRows rows or LIMITS.countMs milliseconds, so that WhatsApp never
 * waits long for its own table; what is left then is only told as a number of rows. Every row comes in
 * an event of its own, so that the page's script is not held up either.
 */
export async function countRows(reading: Reading, question: HistoryQuestion): Promise<Counted> {
  const end = now() + LIMITS.countMs;
  const { ids } = await personOf(reading, question.chat);
  const tally = new Tally(question, ids);
  let looked = 0;
  let rest = 0;
  for (const { index, prefix } of stretchesOf(reading, ids)) {
    let broken: IDBValidKey | undefined = looked >= LIMITS.countRows || now() >= end ? pastAll(prefix) : undefined;
    let beyond = 0;
    if (broken === undefined) {
      await reading.rowsBackwards("message", index, range(prefix), (row, primaryKey, key) => {
        const old = tally.take(row, primaryKey) === "older";
        beyond += Number(old);
        // By internalId rows are in the order of the conversation: behind a page of older ones there
        // is nothing that the reading of the chat would come to.
        if (index !== undefined && beyond >= LIMITS.messages) {
          return false;
        }
        broken = ++looked >= LIMITS.countRows || now() >= end ? key : undefined;
        return broken === undefined;
      });
    }
    if (typeof broken === "string") {
      rest += await reading.count("message", index, IDBKeyRange.bound(prefix, broken, false, true));
    }
  }
  return { ...tally.counted(), rest };
}

/** Where the rows of a chat are; by the primary key, which keeps no order, where the index is not there. */
function stretchesOf(reading: Reading, ids: readonly string[]): Stretch[] {
  if (reading.hasIndex("message", "internalId")) {
    return ids.map((id) => ({ index: "internalId", prefix: id }));
  }
  return ids.flatMap((id) => [true, false].map((fromMe) => ({ index: undefined, prefix: `${fromMe}_${id}_` })));
}

function range(prefix: string): IDBKeyRange {
  return IDBKeyRange.bound(prefix, pastAll(prefix), false, true);
}

/** The least text after all texts that begin with this one; ids are plain ASCII. */
function pastAll(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}

/** What was met so far. */
class Tally {
  private readonly from: number;
  private readonly until: number;
  private readonly perNote: number;
  /** Messages by their bare id, direction and author: a chat that moved may have kept one twice. */
  private readonly met = new Set<string>();
  private readonly days = new Map<number, number>();
  private messages = 0;
  private oldest = 0;
  private newest = 0;

  constructor(
    { from, until, perNote }: HistoryQuestion,
    private readonly ids: readonly string[],
  ) {
    this.from = Math.max(from, EARLIEST);
    // Times lie at most a day ahead of this computer's clock; later ones make no sense.
    this.until = until > 0 ? until : Math.floor(Date.now() / 1000) + DAY;
    this.perNote = perNote;
  }

  /** Takes a row; "older" says that it lies before the stretch that is asked about. */
  take(row: object, primaryKey: IDBValidKey): "older" | "" {
    const parts = partsOfKey(primaryKey);
    const t = countColumn(row, "t");
    // Where one id begins with another ("…@hosted" and "…@hosted.lid"), the key tells them apart.
    if (parts === undefined || t === undefined || !this.ids.includes(parts.remote)) {
      return "";
    }
    if (t < this.from) {
      return "older";
    }
    const name = `${parts.fromMe} ${parts.id} ${parts.self ?? ""} ${parts.participant ?? ""}`;
    if (t >= this.until || isControlType(wordColumn(row, "type")) || this.met.has(name)) {
      return "";
    }
    this.met.add(name);
    this.messages += Number(!isPrivate(row));
    this.oldest = this.oldest === 0 ? t : Math.min(this.oldest, t);
    this.newest = Math.max(this.newest, t);
    const day = dayOf(t);
    this.days.set(day, (this.days.get(day) ?? 0) + 1);
    return "";
  }

  counted(): Omit<Counted, "rest"> {
    const { messages, oldest, newest, perNote } = this;
    let notes = 0;
    for (const lines of this.days.values()) {
      notes += Math.ceil(lines / perNote);
    }
    return { messages, days: this.days.size, notes, oldest, newest };
  }
}

/** The number of a calendar day in the browser's time zone; t is in Unix seconds. */
function dayOf(t: number): number {
  return Math.floor((t - new Date(t * 1000).getTimezoneOffset() * 60) / DAY);
}
