/** The name of WhatsApp Web's main IndexedDB (client revision 1044822804; a Dexie database). */
export const DATABASE_NAME = "model-storage";

/** What is known of a table: its key and the indexes that are used. */
interface TableShape {
  key: string | readonly string[];
  indexes: readonly string[];
}

/**
 * The tables that are read, as the WAWebSchema* modules of client revision 1044822804 declare them.
 * Their plain columns hold ids, times, directions, types, names and numbers; what was written is in an
 * encrypted column that cannot be read from outside WhatsApp's own script.
 *
 * The internalId of a message is its chat's id followed by digits that keep the order, so the messages
 * of a chat are one range of that index. lid-pn-mapping is older than contact.phoneNumber and on its
 * way out. The displayName of lid-display-name-mapping may be a masked number.
 */
const TABLES = {
  message: { key: "id", indexes: ["internalId", "rowId"] },
  chat: { key: "id", indexes: ["accountLid"] },
  contact: { key: "id", indexes: ["phoneNumber"] },
  "group-metadata": { key: "id", indexes: [] },
  "lid-pn-mapping": { key: "id", indexes: ["phoneNumber"] },
  "lid-display-name-mapping": { key: "id", indexes: [] },
  reactions: { key: ["parentMsgKey", "senderUserJid"], indexes: ["parentMsgKey"] },
} as const satisfies Record<string, TableShape>;

/** The name of a table that is read. */
export type Table = keyof typeof TABLES;

/** The name of an index of a table. */
export type IndexOf<T extends Table> = (typeof TABLES)[T]["indexes"][number];

/** The tables without which WhatsApp's database is not the one that is known. */
export const CORE_TABLES: readonly Table[] = ["message", "chat", "contact"];

/** Whether a table has the key it is known by. */
export function isKnown(table: Table, store: IDBObjectStore): boolean {
  return sameKey(TABLES[table].key, store.keyPath);
}

/** An index of a table, or undefined when this database has none that is known by that name. */
export function indexOf<T extends Table>(store: IDBObjectStore, name: IndexOf<T>): IDBIndex | undefined {
  if (!store.indexNames.contains(name)) {
    return undefined;
  }
  const index = store.index(name);
  return sameKey(name, index.keyPath) ? index : undefined;
}

function sameKey(known: string | readonly string[], found: unknown): boolean {
  return JSON.stringify(known) === JSON.stringify(found);
}
