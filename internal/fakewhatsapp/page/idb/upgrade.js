// Opening and rebuilding model-storage at the version the page wants. A connection of somebody else that is
// not closed stands in the way: said after a moment, and not waited for any longer.
__d('StandInUpgrade', ['StandInBoot', 'StandInSchema', 'StandInRequests'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { violation } = importNamespace('StandInBoot');
  const { MAIN, OTHERS, build, buildOther } = importNamespace('StandInSchema');
  const { open, remove, databases } = importNamespace('StandInRequests');
  const MOMENT = 1000; // Milliseconds a guest may take to get out of the way.

  // patiently runs a request that others may block. It gives undefined when it has been blocked for longer
  // than a moment; late is then called once it is through.
  function patiently(what, start, late) {
    return new Promise((done, fail) => {
      let through = false;
      let waited = false;
      const blocked = () => global.setTimeout(() => {
        if (through) return;
        waited = true;
        violation('database', `${what} of ${MAIN} blocked by an open connection`);
        done(undefined);
      }, MOMENT);
      start(blocked).then((value) => {
        through = true;
        if (waited) late(value);
        else done(value);
      }, fail);
    });
  }

  function opened(version, { holdMs, fresh }, blocked) {
    return open(MAIN, version, {
      blocked,
      holdMs,
      build(db, before) {
        if (before === 0 && !fresh) violation('database', `the database ${MAIN} deleted`);
        // Somebody else's open has made an empty one in the moment between.
        const foreign = before !== 0 && db.objectStoreNames.length === 0;
        if (foreign) violation('database', `the database ${MAIN} created`);
        if (before === 0 || foreign) build(db);
      },
    });
  }

  // raise gives the connection; fresh says that the database may have to be built.
  exports.raise = (version, traits, late) => patiently('upgrade', (blocked) => opened(version, traits, blocked), late);
  exports.removeMain = (late) => patiently('removal', async (blocked) => {
    await remove(MAIN, { blocked });
    return true;
  }, late);
  exports.versionOf = async (name) => ((await databases()).find((one) => one.name === name) || { version: 0 }).version;
  exports.openOthers = async () => {
    for (const name of Object.keys(OTHERS)) (await open(name, undefined, { build: buildOther(name) })).close();
  };
}, 98);
