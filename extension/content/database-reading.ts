import { isObject } from "./check-value";
import { indexOf, type IndexOf, type Table } from "./database-tables";

/** What may be asked inside one transaction. Only these promises may be awaited in it: it ends by itself. */
export interface Reading {
  /** Whether the database has this table in the form that is known. */
  has(table: Table): boolean;
  /** The row with this key; undefined when there is none, or no such table. */
  get(table: Table, key: string): Promise<object | undefined>;
  /** At most max rows whose index has this key; none when the table or the index is missing. */
  where<T extends Table>(table: T, index: IndexOf<T>, key: string, max: number): Promise<object[]>;
  /**
   * Goes through keys from the last to the first, by an index or, without one, by the key itself. see
   * gets each primary key and says whether to go on. False when the table or the index is missing.
   */
  backwards<T extends Table>(
    table: T,
    index: IndexOf<T> | undefined,
    range: IDBKeyRange | null,
    see: (primaryKey: IDBValidKey) => boolean,
  ): Promise<boolean>;
}

/** Makes the reading of one transaction over tables. */
export function createReading(transaction: IDBTransaction, tables: readonly Table[]): Reading {
  const store = (table: Table): IDBObjectStore | undefined =>
    tables.includes(table) ? transaction.objectStore(table) : undefined;

  return {
    has: (table) => tables.includes(table),
    async get(table, key) {
      const source = store(table);
      const row = source === undefined ? undefined : await result<unknown>(source.get(key));
      return isObject(row) ? row : undefined;
    },
    async where(table, index, key, max) {
      const rows = store(table);
      const source = rows === undefined ? undefined : indexOf(rows, index);
      return source === undefined ? [] : (await result<unknown[]>(source.getAll(key, max))).filter(isObject);
    },
    async backwards(table, index, range, see) {
      const rows = store(table);
      const source = rows === undefined || index === undefined ? rows : indexOf(rows, index);
      if (source === undefined) {
        return false;
      }
      await walk(source.openKeyCursor(range, "prev"), see);
      return true;
    },
  };
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(failure(request));
  });
}

function walk(request: IDBRequest<IDBCursor | null>, see: (primaryKey: IDBValidKey) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      const cursor = request.result;
      if (cursor !== null && see(cursor.primaryKey)) {
        cursor.continue();
      } else {
        resolve();
      }
    };
    request.onerror = () => reject(failure(request));
  });
}

function failure(request: IDBRequest): Error {
  return request.error ?? new Error("the request failed");
}
