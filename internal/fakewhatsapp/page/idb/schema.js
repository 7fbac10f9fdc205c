// The databases of the page and their object stores. model-storage has the tables that the WAWebSchema
// modules declare (client revision 1044822804), with the names Dexie gives: an index is called after its path,
// one over several paths "[a+b]".
__d('StandInSchema', ['StandInBoot', 'StandInData'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { tables } = importNamespace('StandInData').schema;
  const { missing, without } = importNamespace('StandInBoot').payload.snapshot.database;
  const MAIN = 'model-storage';

  // Of the others only the names are known, and the two stores of wawc_db_enc, which hold keys that cannot be
  // extracted. Nothing of use lies in them.
  const OTHERS = {
    wawc: [], wawc_db_enc: ['keys', 'fts_hmac_keys'], 'fts-storage': [], 'jobs-storage': [], 'offd-storage': [],
    'signal-storage': [], 'worker-storage': [], 'lru-media-storage-idb': [],
  };

  const indexName = (path) => (Array.isArray(path) ? `[${path.join('+')}]` : path);
  const present = Object.entries(tables).filter(([name]) => !without.includes(name));

  function build(db) {
    for (const [name, { key, autoIncrement, indexes }] of present) {
      const store = db.createObjectStore(name, { keyPath: key, autoIncrement: Boolean(autoIncrement) });
      for (const { path, unique, multiEntry } of indexes || []) {
        if (without.includes(`${name}/${indexName(path)}`)) continue;
        store.createIndex(indexName(path), path, { unique: Boolean(unique), multiEntry: Boolean(multiEntry) });
      }
    }
  }

  exports.MAIN = MAIN;
  exports.OTHERS = OTHERS;
  exports.present = new Set(present.map(([name]) => name));
  exports.columns = Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, new Set(table.columns)]));
  exports.build = build;
  exports.buildOther = (name) => (db) => { for (const store of OTHERS[name]) db.createObjectStore(store); };
  exports.missing = missing;
}, 98);
