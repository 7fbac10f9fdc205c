import type { Reading } from "./database-reading";
import { partsOfKey } from "./database-values";
import { LIMITS } from "./limits";

/** A message on the screen as far as it is needed to find its row. */
export interface Sought {
  id: string;
  key?: string;
}

/**
 * The rows of the database for messages on the screen, by bare id. A whole key is looked up; a bare id is
 * looked for among the newest LIMITS.visibleKeys keys, since it stands in no index. rowId counts up, so
 * without it the order of the keys themselves has to do.
 */
export async function rowsOnScreen(reading: Reading, sought: readonly Sought[]): Promise<Map<string, object>> {
  const rows = new Map<string, object>();
  const open = new Set(sought.map(({ id }) => id));
  for (const { id, key } of sought) {
    const row = key === undefined ? undefined : await reading.get("message", key);
    if (row !== undefined) {
      rows.set(id, row);
      open.delete(id);
    }
  }
  for (const [id, key] of await keysOf(reading, open)) {
    const row = await reading.get("message", key);
    if (row !== undefined) {
      rows.set(id, row);
    }
  }
  return rows;
}

async function keysOf(reading: Reading, open: Set<string>): Promise<Map<string, string>> {
  const keys = new Map<string, string>();
  let looked = 0;
  const see = (primaryKey: IDBValidKey): boolean => {
    const id = partsOfKey(primaryKey)?.id;
    if (id !== undefined && open.delete(id)) {
      keys.set(id, primaryKey as string);
    }
    return open.size > 0 && ++looked < LIMITS.visibleKeys;
  };
  if (open.size > 0 && !(await reading.backwards("message", "rowId", null, see))) {
    await reading.backwards("message", undefined, null, see);
  }
  return keys;
}
