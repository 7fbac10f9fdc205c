// The last definition of the bundle. It starts the page: the store first, then the modules in waves,
// window.Debug and the end of the sync, and only then the line to the server. A connected page has booted.
__d('StandInRun', ['StandInBoot', 'StandInApply', 'StandInBreaking', 'StandInTransport', 'StandInPublishing'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { payload } = importNamespace('StandInBoot');
  const { apply, load } = importNamespace('StandInApply');
  const { profile, snapshot } = payload;
  const after = (milliseconds, step) => new Promise((done) => {
    global.setTimeout(() => {
      step();
      done();
    }, milliseconds);
  });

  load(snapshot);
  for (const path of profile.without) importNamespace('StandInBreaking').breakPath(path, 'gone');
  importNamespace('StandInLies').set(snapshot.lies);
  for (const { path, how } of snapshot.broken) importNamespace('StandInBreaking').breakPath(path, how);
  // Modules the page itself has executed show their exports in the module map.
  for (const id of ['WAWebCollections', 'WAWebDBMessageFindLocal', 'WAWebLidMigrationUtils']) importNamespace(id);
  importNamespace('StandInPublishing').publishWaves();

  // A page that will be ready shows the sync before it.
  const session = snapshot.session;
  apply('session', session.name === 'MAIN' ? snapshot.syncing : session);
  if (typeof document.createElement === 'function') importNamespace('StandInApp').start();

  Promise.all([
    after(profile.debugDelayMs, () => importNamespace('WAWebDebugSetup').setup()),
    after(profile.syncMs, () => apply('session', session)),
    after(Math.max(0, ...Object.values(profile.late)), () => {}),
    importNamespace('StandInKeeper').start(),
  ]).then(() => importNamespace('StandInTransport').connect());
}, 98);
