import type { WitnessQuestion, WitnessRow } from "../shared/contract";
import { LAST_SECOND } from "./check-page";
import { personOf } from "./database-person";
import { isPrivate } from "./database-private";
import type { Reading } from "./database-reading";
import { countColumn, messageKey, partsOfKey, wordColumn } from "./database-values";
import { LIMITS } from "./limits";

/** What the database says of a chat's messages. */
export interface WitnessRows {
  newest: WitnessRow[];
  found: WitnessRow[];
}

/** The newest messages of a chat, newest first, and those of the keys asked for that are there. */
export async function witnessRows(reading: Reading, question: WitnessQuestion): Promise<WitnessRows> {
  const { ids } = await personOf(reading, question.chat);
  const ranges: WitnessRow[][] = [];
  for (const id of ids) {
    const rows = await rowsOf(reading, await newestKeys(reading, id, ids, question.count));
    if (rows.length > 0) {
      ranges.push(rows);
    }
  }
  const newest = ranges.flat();
  if (ranges.length > 1) {
    // A chat that moved to its LID has two ranges; its newest messages are the newest of both.
    newest.sort((a, b) => b.t - a.t);
  }
  return {
    newest: newest.slice(0, question.count),
    found: await rowsOf(reading, [...new Set(question.keys)]),
  };
}

/**
 * The keys of the newest messages kept under a chat id, newest first. Their internalId begins with that
 * id; where one id begins with another ("…@hosted" and "…@hosted.lid"), the key tells them apart.
 */
async function newestKeys(reading: Reading, id: string, ids: readonly string[], count: number): Promise<string[]> {
  const keys: string[] = [];
  let looked = 0;
  await reading.backwards("message", "internalId", IDBKeyRange.bound(id, pastAll(id), false, true), (primaryKey) => {
    const key = messageKey(primaryKey);
    if (key !== undefined && ids.includes(partsOfKey(key)?.remote ?? "")) {
      keys.push(key);
    }
    return keys.length < count && ++looked < LIMITS.visibleKeys;
  });
  return keys;
}

/** The least text after all texts that begin with this one; ids are plain ASCII. */
function pastAll(id: string): string {
  return id.slice(0, -1) + String.fromCharCode(id.charCodeAt(id.length - 1) + 1);
}

async function rowsOf(reading: Reading, keys: readonly string[]): Promise<WitnessRow[]> {
  const rows = await Promise.all(keys.map((key) => reading.get("message", key)));
  return rows.map((row, i) => witnessRow(keys[i] as string, row)).filter((row) => row !== undefined);
}

/** A row without content; undefined when there is none, or when it has no time. */
function witnessRow(key: string, row: object | undefined): WitnessRow | undefined {
  const parts = partsOfKey(key);
  const t = countColumn(row, "t");
  if (row === undefined || parts === undefined || t === undefined || t > LAST_SECOND) {
    return undefined;
  }
  const told: WitnessRow = { key, id: parts.id, fromMe: parts.fromMe, t, type: wordColumn(row, "type") };
  return isPrivate(row) ? { ...told, private: true } : told;
}
