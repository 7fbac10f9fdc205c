/** A clock that only moves when told to, with the timers of one page. */
export function createClock() {
  let at = 0;
  let nextId = 1;
  const timers = new Map();

  class Performance {
    now() {
      if (!(this instanceof Performance)) throw new TypeError('Illegal invocation');
      return at;
    }
  }

  return {
    Performance,
    performance: new Performance(),
    setTimeout(task, ms = 0) {
      timers.set(nextId, { due: at + ms, task });
      return nextId++;
    },
    clearTimeout: (id) => void timers.delete(id),
    /** How many timers are armed. */
    armed: () => timers.size,
    /** Lets everything that waits for nothing but its turn run. */
    settle,
    /** Lets time pass in which nothing else runs, as while a script works. */
    tick(ms) { at += ms; },
    /** Moves on by ms milliseconds, running what falls due in order. */
    async advance(ms) {
      const end = at + ms;
      await settle();
      for (;;) {
        const [id, timer] = [...timers].sort((a, b) => a[1].due - b[1].due)[0] ?? [];
        if (timer === undefined || timer.due > end) break;
        at = Math.max(at, timer.due);
        timers.delete(id);
        timer.task();
        await settle();
      }
      at = Math.max(at, end);
    },
  };
}

async function settle() {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}
