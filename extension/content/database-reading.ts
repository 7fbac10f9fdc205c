import { isObject } from "./check-value";
import { indexOf, type IndexOf, type Table } from "./database-tables";

/** What may be asked inside one transaction. Only these promises may be awaited in it: it ends by itself. */
export interface Reading {
  /** Whether the database has this table in the form that is known. */
  has(table: Table): boolean;
  /** Whether a table that is there has this index in the form that is known. */
  hasIndex<T extends Table>(table: T, index: IndexOf<T>): boolean;
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
  /**
   * Goes through rows from the last to the first, as backwards does. see gets each row with its primary
   * key and the key by which it is found, and says whether to go on.
   */
  rowsBackwards<T extends Table>(
    table: T,
    index: IndexOf<T> | undefined,
    range: IDBKeyRange,
    see: (row: object, primaryKey: IDBValidKey, key: IDBValidKey) => boolean,
  ): Promise<void>;
  /** How many rows have a key in a range; none when the table or the index is missing. */
  count<T extends Table>(table: T, index: IndexOf<T> | undefined, range: IDBKeyRange): Promise<number>;
}

/** Makes the reading of one transaction over tables. */
export function createReading(transaction: IDBTransaction, tables: readonly Table[]): Reading {
  const store = (table: Table): IDBObjectStore | undefined =>
    tables.includes(table) ? transaction.objectStore(table) : undefined;
  const sourceOf = <T extends Table>(table: T, index: IndexOf<T> | undefined): IDBObjectStore | IDBIndex | undefined => {
    const rows = store(table);
    return rows === undefined || index === undefined ? rows : indexOf(rows, index);
  };

  return {
    has: (table) => tables.includes(table),
    hasIndex: (table, index) => sourceOf(table, index) !== undefined,
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
      const source = sourceOf(table, index);
      if (source === undefined) {
        return false;
      }
      await walk(source.openKeyCursor(range, "prev"), ({ primaryKey }) => see(primaryKey));
      return true;
    },
    async rowsBackwards(table, index, range, see) {
      const source = sourceOf(table, index);
      if (source !== undefined) {
        await walk(
          source.openCursor(range, "prev"),
          ({ value, primaryKey, key }) => !isObject(value) || see(value, primaryKey, key),
        );
      }
    },
    async count(table, index, range) {
      const source = sourceOf(table, index);
      return source === undefined ? 0 : result(source.count(range));
    },
  };
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(failure(request));
  });
}

function walk<C extends IDBCursor>(request: IDBRequest<C | null>, see: (cursor: C) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      const cursor = request.result;
      if (cursor !== null && see(cursor)) {
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
