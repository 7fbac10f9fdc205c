// Runs the page's scripts under Node without a document: just enough of a browser for boot and bundle.
// `posted` collects what the page tells its server, `emit` plays the server's event stream.
'use strict';
globalThis.window = globalThis;
globalThis.posted = [];
globalThis.fetch = async (address, { body }) => {
  posted.push(...JSON.parse(body).entries);
  return { ok: true };
};
globalThis.EventSource = class {
  constructor(address) {
    this.address = address;
    globalThis.stream = this;
  }
  addEventListener(name, handler) { if (name === 'open') queueMicrotask(handler); }
};
globalThis.emit = (change) => globalThis.stream.onmessage({ data: JSON.stringify(change) });
globalThis.settle = async () => { for (let round = 0; round < 20; round++) await null; };
globalThis.later = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });
globalThis.violations = (kind) => posted.filter((entry) => entry.violation && (!kind || entry.violation.kind === kind)).map((entry) => entry.violation.what);
globalThis.attempt = (action) => {
  try {
    return { value: action() };
  } catch (error) {
    return { throws: error.message };
  }
};
globalThis.connected = async () => { while (!globalThis.stream) await later(5); await settle(); };
globalThis.answer = (value) => {
  process.stdout.write(JSON.stringify(value));
  process.exit(0);
};
globalThis.document = {
  visibilityState: 'visible',
  addEventListener() {},
  querySelector: () => ({ textContent: JSON.stringify(globalThis.__payload), remove() {} }),
};
process.on('uncaughtException', (error) => { posted.push({ uncaught: error.message }); });
process.on('unhandledRejection', (error) => { posted.push({ uncaught: error.message }); });
