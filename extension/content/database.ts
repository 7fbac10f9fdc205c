import type { DatabaseState } from "../shared/contract";
import { openDatabase, type Run } from "./database-open";
import { createReading, type Reading } from "./database-reading";
import { CORE_TABLES, isKnown, type Table } from "./database-tables";
import { LIMITS } from "./limits";
import { now } from "./originals";

/** What came of a reading: a value when the database could be read, and its state in any case. */
export type DatabaseAnswer<T> = { state: "ok"; value: T } | { state: Exclude<DatabaseState, "ok"> };

/** WhatsApp's IndexedDB, read only. Nothing here throws, and nothing is held open. */
export interface Database {
  /**
   * Runs task in one readonly transaction over the core tables and those of others that are there. It
   * has LIMITS.databaseMs from the opening to the last row.
   */
  read<T>(others: readonly Table[], task: (reading: Reading) => Promise<T>): Promise<DatabaseAnswer<T>>;
  /** The state as last seen, looked at again when that is too long ago. */
  state(): Promise<DatabaseState>;
}

/** Makes the reader of the database. */
export function createDatabase(): Database {
  let seen: { state: DatabaseState; at: number } | undefined;
  /** How many openings did not end in their time. While there is one, no other is begun. */
  let hanging = 0;

  async function read<T>(others: readonly Table[], task: (reading: Reading) => Promise<T>): Promise<DatabaseAnswer<T>> {
    const answer = hanging > 0 ? ({ state: "busy" } as const) : await attempt(others, task);
    seen = { state: answer.state, at: now() };
    return answer;
  }

  function attempt<T>(others: readonly Table[], task: (reading: Reading) => Promise<T>): Promise<DatabaseAnswer<T>> {
    return new Promise((resolve) => {
      const run: Run = { over: false, stop: () => settle({ state: "busy" }) };
      let letGo = (): void => undefined;
      let opening = true;
      let late = false;
      const timer = setTimeout(() => {
        late = opening;
        hanging += Number(late);
        run.stop();
      }, LIMITS.databaseMs);
      function settle(answer: DatabaseAnswer<T>): void {
        run.over = true;
        clearTimeout(timer);
        letGo();
        resolve(answer);
      }
      openDatabase(run)
        .finally(() => {
          opening = false;
          hanging -= Number(late);
        })
        .then((opened) => {
          if (run.over) {
            return undefined;
          }
          if (opened === "missing") {
            return settle({ state: "missing" });
          }
          letGo = () => opened.close();
          // An open connection would hold up WhatsApp's own upgrade.
          opened.onversionchange = run.stop;
          opened.onclose = run.stop;
          return readIn(opened, others, task, (abort) => {
            letGo = () => {
              abort();
              opened.close();
            };
          }).then(settle);
        })
        .catch(run.stop);
    });
  }

  return {
    read,
    async state() {
      return seen !== undefined && now() - seen.at < lastsMs(seen.state)
        ? seen.state
        : (await read([], async () => undefined)).state;
    },
  };
}

/** How long a state is believed: a database that could not be read may be back soon. */
function lastsMs(state: DatabaseState): number {
  return state === "ok" ? LIMITS.databaseFreshMs : LIMITS.databaseAgainMs;
}

/** Reads in an open database. begun gets what aborts the transaction. Rejects when it does not end. */
async function readIn<T>(
  db: IDBDatabase,
  others: readonly Table[],
  task: (reading: Reading) => Promise<T>,
  begun: (abort: () => void) => void,
): Promise<DatabaseAnswer<T>> {
  const held = db.objectStoreNames;
  if (!CORE_TABLES.every((table) => held.contains(table))) {
    return { state: "unknown" };
  }
  const names = [...CORE_TABLES, ...others.filter((table) => held.contains(table))];
  const transaction = db.transaction(names, "readonly");
  begun(() => abort(transaction));
  const known = names.filter((table) => isKnown(table, transaction.objectStore(table)));
  if (!CORE_TABLES.every((table) => known.includes(table))) {
    return { state: "unknown" };
  }
  return { state: "ok", value: await task(createReading(transaction, known)) };
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It has ended already.
  }
}
