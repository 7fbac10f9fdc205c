// Writing rows in one transaction, so that nobody ever sees half a change.
__d('StandInWrite', ['StandInSchema', 'StandInRequests', 'StandInRows'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { present } = importNamespace('StandInSchema');
  const { finished } = importNamespace('StandInRequests');
  const { kept, rowOf, reactionsTo, all } = importNamespace('StandInRows');
  const { IDBKeyRange } = global;
  const tables = kept.filter((name) => present.has(name));

  function writeAll(transaction) {
    for (const store of Array.from(transaction.objectStoreNames, (name) => transaction.objectStore(name))) store.clear();
    for (const name of tables) for (const row of all(name)) transaction.objectStore(name).put(row);
  }

  // What has gone goes first: its place in a unique index may be taken by what comes.
  function writeRows(store, ids) {
    const rows = Array.from(ids, (id) => [id, rowOf(store.name, id)]);
    for (const [id, row] of rows) if (!row) store.delete(id);
    for (const [, row] of rows) if (row) store.put(row);
  }

  function writeReactions(store, parents) {
    for (const parent of parents) {
      store.delete(IDBKeyRange.bound([parent], [parent, []]));
      for (const row of reactionsTo(parent)) store.put(row);
    }
  }

  exports.write = (db, { everything, rows, reactions }) => {
    const transaction = db.transaction(everything ? Array.from(db.objectStoreNames) : tables, 'readwrite');
    const done = finished(transaction);
    if (everything) {
      writeAll(transaction);
      return done;
    }
    for (const [name, ids] of rows) if (present.has(name)) writeRows(transaction.objectStore(name), ids);
    if (present.has('reactions')) writeReactions(transaction.objectStore('reactions'), reactions);
    return done;
  };
}, 98);
