// The tripwire on the databases: what the page has not made or written itself, a guest has.
__d('StandInDatabaseCheck', ['StandInBoot', 'StandInSchema', 'StandInRequests', 'StandInRows'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { violation } = importNamespace('StandInBoot');
  const { MAIN, OTHERS, present, missing } = importNamespace('StandInSchema');
  const { databases, open, result, finished } = importNamespace('StandInRequests');
  const { kept, all } = importNamespace('StandInRows');
  const { stringify } = JSON;
  const told = new Set();

  function tell(what) {
    if (told.has(what)) return;
    told.add(what);
    violation('database', what);
  }

  // Noise is different each time; of a buffer only its presence counts.
  const canonical = (row) => stringify(Object.entries(row)
    .map(([name, value]) => [name, value && value._data instanceof ArrayBuffer ? 'opaque' : value])
    .sort(([a], [b]) => (a < b ? -1 : 1)));
  const keyOf = (store, row) => stringify([].concat(store.keyPath).map((name) => row[name]));

  // A reaction another page of this browser has seen taken back is not known here.
  const unknowable = (store, row) => store.name === 'reactions' && row.reactionText === '';

  // What has changed in memory since the check began is not in the database yet.
  async function checkTable(store, current) {
    const rows = await result(store.getAll());
    if (!current()) return;
    const wanted = new Map((kept.includes(store.name) ? all(store.name) : []).map((row) => [keyOf(store, row), canonical(row)]));
    for (const row of rows) {
      const key = keyOf(store, row);
      if (!wanted.has(key) && !unknowable(store, row)) tell(`a row added to ${MAIN}/${store.name}`);
      else if (wanted.has(key) && wanted.get(key) !== canonical(row)) tell(`a row of ${MAIN}/${store.name} changed`);
      wanted.delete(key);
    }
    if (wanted.size > 0) tell(`a row of ${MAIN}/${store.name} deleted`);
  }

  async function checkContent(current) {
    const db = await open(MAIN);
    const names = Array.from(db.objectStoreNames);
    for (const name of names.filter((one) => !present.has(one))) tell(`a table added to ${MAIN}`);
    if (Array.from(present).some((name) => !names.includes(name))) tell(`a table of ${MAIN} deleted`);
    const transaction = db.transaction(names, 'readonly');
    const done = finished(transaction);
    await Promise.all(names.filter((name) => present.has(name)).map((name) => checkTable(transaction.objectStore(name), current)));
    await done;
    db.close();
  }

  // checkNames says whether model-storage is there at the version the page has given it.
  async function checkNames(version) {
    const there = await databases();
    const expected = new Map(Object.keys(OTHERS).map((name) => [name, 1]));
    if (!missing) expected.set(MAIN, version);
    for (const { name, version: found } of there) {
      if (!expected.has(name)) tell(`the database ${name} created`);
      else if (found !== expected.get(name)) tell(`the version of ${name} changed`);
      expected.delete(name);
    }
    for (const name of expected.keys()) tell(`the database ${name} deleted`);
    return !missing && !expected.has(MAIN);
  }

  // check looks at the content as long as current says that the database is up to date.
  exports.check = async (version, current) => {
    if (await checkNames(version) && current()) await checkContent(current);
  };
}, 98);
