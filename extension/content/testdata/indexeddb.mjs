// As much of IndexedDB as a reader needs, no more lenient than the browser's: transactions are active only
// while one of their events is dispatched, keys are checked, values are copies, closed connections
// refuse, and an upgrade waits until every connection is closed. Writing is not possible at all.

/** Makes a browser's databases, empty. */
export function createIndexedDB() {
  const databases = new Map();
  const host = {
    /** How often each kind of thing was done. */
    counts: { list: 0, open: 0, transactions: 0, requests: 0, created: 0 },
    /** Rows read with their values, as "table key". */
    read: [],
    /** How many times the list of databases is still empty, as while the page upgrades. */
    emptyLists: 0,
    /** While true, openings wait; while stalled, so do requests. */
    hanging: false,
    stalled: false,
    waiting: [],
    /** Called before each request is carried out. */
    onRequest: undefined,
    /** Makes or replaces a database: tables by name, {key, indexes, rows}. */
    define: (name, tables, version = 10) => void databases.set(name, { name, version, tables: structuredClone(tables), connections: new Set() }),
    remove: (name) => void databases.delete(name),
    names: () => [...databases.keys()],
    put: (name, table, ...rows) => void databases.get(name).tables[table].rows.push(...rows.map((row) => structuredClone(row))),
    connections: (name) => databases.get(name)?.connections.size ?? 0,
    /** Lets what hung go on. */
    release() {
      host.hanging = host.stalled = false;
      for (const task of host.waiting.splice(0)) setImmediate(task);
    },
    /** The page asks for a new version; resolves with true when every connection has closed by itself. */
    upgrade(name) {
      const database = databases.get(name);
      for (const connection of database.connections) setImmediate(() => connection.onversionchange?.({ target: connection }));
      return new Promise((resolve) => setImmediate(() => setImmediate(() => setImmediate(() => resolve(database.connections.size === 0)))));
    },
    /** The globals a window has. */
    globals: () => ({ indexedDB: factory, IDBKeyRange: { bound: (lower, upper, lowerOpen = false, upperOpen = false) => ({ lower: validKey(lower), upper: validKey(upper), lowerOpen, upperOpen }) } }),
  };
  const factory = {
    async databases() {
      host.counts.list++;
      if (host.emptyLists > 0) { host.emptyLists--; return []; }
      return [...databases.values()].map(({ name, version }) => ({ name, version }));
    },
    open(name, ...version) {
      if (version.length > 0) throw new Error('a reader must not name a version');
      host.counts.open++;
      const request = { result: undefined, error: null, transaction: null };
      later(() => opening(name, request), () => host.hanging);
      return request;
    },
    deleteDatabase() { throw new Error('a reader must not delete'); },
  };

  function later(task, held) {
    setImmediate(() => (held() ? host.waiting.push(() => later(task, held)) : task()));
  }

  function opening(name, request) {
    const database = databases.get(name);
    if (database !== undefined) {
      request.result = connect(host, database, later);
      return request.onsuccess?.({ target: request });
    }
    // The name does not exist: it would be created, unless the upgrade is aborted.
    let aborted = false;
    request.transaction = { abort: () => { aborted = true; } };
    request.onupgradeneeded?.({ target: request, oldVersion: 0, newVersion: 1 });
    if (aborted) {
      request.error = new DOMException('aborted', 'AbortError');
      return request.onerror?.({ target: request });
    }
    host.counts.created++;
    host.define(name, {}, 1);
    request.result = connect(host, databases.get(name), later);
    return request.onsuccess?.({ target: request });
  }
  return host;
}

function connect(host, database, later) {
  const live = new Set();
  let closing = false;
  const connection = {
    objectStoreNames: nameList(Object.keys(database.tables)),
    transaction(names, mode = 'readonly') {
      if (closing) throw new DOMException('closing', 'InvalidStateError');
      if (mode !== 'readonly') throw new Error('a reader must not write');
      if (names.length === 0) throw new DOMException('no store', 'InvalidAccessError');
      for (const name of names) if (!(name in database.tables)) throw new DOMException(name, 'NotFoundError');
      host.counts.transactions++;
      const transaction = transact(host, database, names, later, () => { live.delete(transaction); settle(); });
      live.add(transaction);
      return transaction;
    },
    close() { closing = true; settle(); },
  };
  const settle = () => { if (closing && live.size === 0) database.connections.delete(connection); };
  database.connections.add(connection);
  return connection;
}

function transact(host, database, names, later, ended) {
  const pending = new Set();
  let active = true;
  let over = false;
  const rest = () => setImmediate(() => {
    active = false;
    if (pending.size === 0) end();
  });
  const end = () => { if (!over) { over = true; ended(); } };

  function request(work) {
    if (over || !active) throw new DOMException('the transaction is not active', 'TransactionInactiveError');
    const asked = { result: undefined, error: null };
    run(asked, work);
    return asked;
  }
  function run(asked, work) {
    pending.add(asked);
    later(() => {
      if (over) return;
      host.counts.requests++;
      host.onRequest?.();
      if (over) return;
      pending.delete(asked);
      asked.result = work();
      active = true;
      asked.onsuccess?.({ target: asked });
      rest();
    }, () => host.stalled);
  }

  rest();
  return {
    objectStore(name) {
      if (over) throw new DOMException('finished', 'InvalidStateError');
      if (!names.includes(name)) throw new DOMException(name, 'NotFoundError');
      return storeOf(host, name, database.tables[name], request, run);
    },
    abort() {
      if (over) throw new DOMException('finished', 'InvalidStateError');
      over = true;
      const cut = [...pending];
      setImmediate(() => {
        for (const asked of cut) {
          asked.error = new DOMException('aborted', 'AbortError');
          asked.onerror?.({ target: asked });
        }
        ended();
      });
    },
  };
}

function storeOf(host, name, table, request, run) {
  const keyOf = (row) => pathValue(row, table.key);
  const copy = (row) => { host.read.push(`${name} ${keyOf(row)}`); return structuredClone(row); };
  /** Rows with the key they are sorted by, in order. */
  const sorted = (path) => table.rows
    .map((row) => ({ row, at: pathValue(row, path) }))
    .filter(({ at }) => isKey(at))
    .sort((a, b) => compare(a.at, b.at) || compare(keyOf(a.row), keyOf(b.row)));
  function openCursor(path, query, direction, more) {
    if (direction !== 'prev') throw new Error('only backwards');
    const range = query === null ? undefined : rangeOf(query);
    const entries = [];
    let next = 0;
    const step = () => {
      if (next === 0) entries.push(...sorted(path).filter(({ at }) => range === undefined || within(at, range)).reverse());
      const entry = entries[next++];
      return entry === undefined ? null : { key: entry.at, primaryKey: keyOf(entry.row), ...more(entry.row), continue: () => run(asked, step) };
    };
    const asked = request(step);
    return asked;
  }
  const source = (path) => ({
    keyPath: path,
    getAll(query, count) {
      const range = rangeOf(query);
      return request(() => sorted(path).filter(({ at }) => within(at, range)).slice(0, count).map(({ row }) => copy(row)));
    },
    openKeyCursor: (query, direction) => openCursor(path, query, direction, () => ({})),
    openCursor: (query, direction) => openCursor(path, query, direction, (row) => ({ value: copy(row) })),
    count(query) {
      const range = rangeOf(query);
      return request(() => sorted(path).filter(({ at }) => within(at, range)).length);
    },
  });
  const indexes = table.indexes ?? {};
  return {
    ...source(table.key),
    indexNames: nameList(Object.keys(indexes)),
    get(key) {
      validKey(key);
      return request(() => {
        const row = table.rows.find((each) => compare(keyOf(each), key) === 0);
        return row && copy(row);
      });
    },
    index(index) {
      if (!(index in indexes)) throw new DOMException(index, 'NotFoundError');
      return source(indexes[index]);
    },
  };
}

const nameList = (names) => ({ length: names.length, contains: (name) => names.includes(name) });
const pathValue = (row, path) => (Array.isArray(path) ? path.map((part) => row[part]) : row[path]);
const isKey = (key) => (typeof key === 'number' && !Number.isNaN(key)) || typeof key === 'string' || (Array.isArray(key) && key.every(isKey));
function validKey(key) {
  if (!isKey(key)) throw new DOMException('not a valid key', 'DataError');
  return key;
}
const rangeOf = (query) => (typeof query === 'object' && !Array.isArray(query) && query !== null ? query : { lower: validKey(query), upper: validKey(query) });
const within = (key, { lower, upper, lowerOpen, upperOpen }) =>
  compare(key, lower) >= Number(lowerOpen === true) && compare(key, upper) <= -Number(upperOpen === true);
/** IndexedDB's order: numbers, then strings by code unit, then lists. */
function compare(a, b) {
  const kind = (key) => (Array.isArray(key) ? 2 : typeof key === 'string' ? 1 : 0);
  if (kind(a) !== kind(b)) return kind(a) - kind(b);
  if (!Array.isArray(a)) return a < b ? -1 : a > b ? 1 : 0;
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (compare(a[i], b[i]) !== 0) return compare(a[i], b[i]);
  return a.length - b.length;
}
