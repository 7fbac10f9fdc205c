// How far the database has come. All pages of the browser share it and each of them follows the same changes,
// so whoever is first writes: one at a time, under a lock, and never behind what already stands there.
__d('StandInProgress', ['StandInBoot'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { run } = importNamespace('StandInBoot').payload.snapshot.database;
  const NAME = 'stand-in-database';
  const { parse, stringify } = JSON;

  exports.locked = (work) => global.navigator.locks.request(NAME, work);
  // written is the number of the last change in the database, -1 before this run of the server has written any.
  exports.written = () => {
    const kept = parse(global.localStorage.getItem(NAME) || '{}');
    return kept.run === run ? kept.seq : -1;
  };
  exports.note = (seq) => global.localStorage.setItem(NAME, stringify({ run, seq }));
}, 98);
