// IndexedDB's requests as promises.
__d('StandInRequests', [], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { indexedDB } = global;

  function result(request) {
    return new Promise((done, fail) => {
      request.addEventListener('success', () => done(request.result));
      request.addEventListener('error', () => fail(request.error));
    });
  }

  function finished(transaction) {
    return new Promise((done, fail) => {
      transaction.addEventListener('complete', () => done());
      transaction.addEventListener('abort', () => fail(transaction.error || new DOMException('aborted', 'AbortError')));
    });
  }

  // hold keeps an upgrade from ending: a transaction lives as long as it has requests.
  function hold(transaction, milliseconds) {
    const end = Date.now() + milliseconds;
    const store = transaction.objectStore(transaction.objectStoreNames[0]);
    const again = () => { if (Date.now() < end) store.count().addEventListener('success', again); };
    again();
  }

  // open gives a connection. build is called with the database and its former version when an upgrade runs.
  function open(name, version, { build, holdMs, blocked } = {}) {
    const request = indexedDB.open(name, version);
    if (blocked) request.addEventListener('blocked', blocked);
    request.addEventListener('upgradeneeded', (event) => {
      if (build) build(request.result, event.oldVersion);
      if (holdMs > 0) hold(request.transaction, holdMs);
    });
    return result(request);
  }

  function remove(name, { blocked } = {}) {
    const request = indexedDB.deleteDatabase(name);
    if (blocked) request.addEventListener('blocked', blocked);
    return result(request);
  }

  exports.available = Boolean(indexedDB);
  exports.result = result;
  exports.finished = finished;
  exports.open = open;
  exports.remove = remove;
  exports.databases = () => indexedDB.databases();
}, 98);
