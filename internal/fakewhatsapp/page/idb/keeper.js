// Keeps the databases in step with the world. follow takes note of a change; what it gives is settled when the
// change stands in the database, or when it is clear that it cannot for now.
__d('StandInKeeper', ['StandInBoot', 'StandInProgress', 'StandInMarks', 'StandInWrite', 'StandInUpgrade', 'StandInDatabaseCheck'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { payload, violation } = importNamespace('StandInBoot');
  const { available, open } = importNamespace('StandInRequests');
  const { MAIN, missing } = importNamespace('StandInSchema');
  const { locked, written, note } = importNamespace('StandInProgress');
  const { raise, removeMain, versionOf, openOthers } = importNamespace('StandInUpgrade');
  const { check } = importNamespace('StandInDatabaseCheck');
  const { write } = importNamespace('StandInWrite');
  const marks = importNamespace('StandInMarks');
  const stored = importNamespace('StandInStored');

  const options = payload.snapshot.database;
  let { version, held } = options;
  let seq = payload.seq;
  let stuck = false; // Somebody blocks an upgrade; every other request would wait behind it.
  let tail = Promise.resolve();

  const idle = () => held || stuck || missing;

  async function writeTo(db) {
    const upTo = seq;
    const taken = marks.take();
    try {
      await write(db, taken);
    } catch (error) {
      marks.noteEverything();
      throw error;
    } finally {
      db.close();
    }
    note(upTo);
  }

  // connect gives a connection at the page's version, or undefined when others stand in the way.
  async function connect(traits) {
    const db = await raise(version, traits, (late) => {
      late.close();
      resume(flush);
    });
    stuck = !db;
    return db;
  }

  // rebuild deletes what is there and writes everything anew.
  async function rebuild(holdMs) {
    marks.noteEverything();
    note(-1);
    if (!(await removeMain(() => resume(build)))) stuck = true;
    else await build(holdMs);
  }

  async function build(holdMs) {
    if (missing) return;
    const db = await connect({ fresh: true, holdMs });
    if (db && !held) await writeTo(db);
    else if (db) db.close();
  }

  function resume(work) {
    stuck = false;
    enqueue(work);
  }

  // flush writes what has been marked, unless another page has come as far. A database that somebody has
  // deleted or raised meanwhile is said to be so and built again.
  async function flush() {
    if (idle()) return;
    if (written() >= seq) {
      marks.take();
      return;
    }
    const found = await versionOf(MAIN);
    if (found === version) {
      await writeTo(await open(MAIN, version));
      return;
    }
    violation('database', found === 0 ? `the database ${MAIN} deleted` : `the version of ${MAIN} changed`);
    await rebuild();
  }

  async function upgrade({ version: next, ms, anew }) {
    version = next;
    if (stuck || missing) return;
    if (anew) {
      await rebuild();
      return;
    }
    const db = await connect({ holdMs: ms });
    if (db) db.close();
    await flush();
  }

  // At load everything is written, unless another page is further already. What an earlier run of the server
  // has left behind goes.
  async function begin() {
    await openOthers();
    const found = await versionOf(MAIN);
    const known = written();
    marks.noteEverything();
    if (known < 0 && found === 0) return build(options.openMs);
    if (known < 0) return rebuild(options.openMs);
    if (missing) return undefined;
    if (found > version) violation('database', `the version of ${MAIN} changed`);
    if (found > version) return rebuild(options.openMs);
    const db = await connect({ holdMs: options.openMs });
    if (known > seq) marks.take();
    if (db && known <= seq && !held) return writeTo(db);
    if (db) db.close();
    return undefined;
  }

  async function barrier() {
    await flush();
    if (!stuck) await check(version, () => !idle() && written() === seq && !marks.touched());
  }

  function enqueue(work) {
    tail = tail.then(() => locked(() => work())).catch((error) => {
      violation('error', `the stand-in's database: ${error && error.name}`);
    });
    return tail;
  }

  const steps = { databaseUpgrade: upgrade, barrier };

  exports.start = () => (available ? enqueue(begin) : null);
  exports.follow = (number, op, data) => {
    if (!available) return null;
    stored.note(op, data);
    marks.note(op, data);
    if (op === 'databaseHold') held = data.held;
    seq = number;
    return enqueue(Object.hasOwn(steps, op) ? () => steps[op](data) : flush);
  };
}, 98);
