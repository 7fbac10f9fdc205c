import { DATABASE_NAME } from "./database-tables";
import { LIMITS } from "./limits";

/** One reading of the database, which may be told to stop at any time. */
export interface Run {
  /** Whether the reading has ended; what opens after that is closed at once. */
  over: boolean;
  /** Ends the reading and lets go of the database. */
  stop(): void;
}

/**
 * Opens WhatsApp's database, or says that the browser has none. The list of databases is asked first,
 * because opening a name that does not exist would create it; the list may be empty for a moment while
 * the page upgrades the database, so it is asked a few times. No version is named, so nothing is ever
 * upgraded, and should the database disappear between the list and the opening, its creation is
 * aborted, which leaves nothing behind. Rejects when the browser refuses.
 */
export async function openDatabase(run: Run): Promise<IDBDatabase | "missing"> {
  if (!(await isListed(run))) {
    return "missing";
  }
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE_NAME);
    let created = false;
    request.onupgradeneeded = () => {
      created = true;
      request.transaction?.abort();
    };
    request.onerror = () => (created ? resolve("missing") : reject(new Error("the database did not open")));
    request.onsuccess = () => {
      if (run.over) {
        request.result.close();
      }
      resolve(request.result);
    };
  });
}

async function isListed(run: Run): Promise<boolean> {
  for (let look = 1; !run.over; look++) {
    const listed = await indexedDB.databases();
    if (listed.some(({ name }) => name === DATABASE_NAME)) {
      return true;
    }
    if (look >= LIMITS.databaseLooks) {
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, LIMITS.databaseListMs));
  }
  return false;
}
