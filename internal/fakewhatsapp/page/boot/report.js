// The stand-in's line to its server, there before anything else so that also a page whose bundle never
// arrives can tell what it saw. Entries leave in the order they were made, one request at a time; an
// acknowledgement therefore never overtakes a violation that happened before it.
(function (global) {
  'use strict';
  const { fetch, JSON, document, Error, String } = global;
  const stringify = JSON.stringify.bind(JSON);
  const post = fetch.bind(global);
  // The payload holds ids and texts. It leaves the document at once, where the real page has none of that.
  const carrier = document.querySelector('script[type="application/json"][data-sjs]');
  const payload = JSON.parse(carrier.textContent);
  carrier.remove();

  // Bodies of requests that may outlive the page are limited to 64 KiB by the Fetch standard.
  const KEEPALIVE_LIMIT = 60000;
  let queue = [];
  let sending = false;

  function flush() {
    if (sending || queue.length === 0) return;
    const batch = queue;
    queue = [];
    sending = true;
    const body = stringify({ page: payload.page, token: payload.token, entries: batch });
    post('/_stand-in/report', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      keepalive: body.length < KEEPALIVE_LIMIT,
    }).then(
      () => {
        sending = false;
        flush();
      },
      () => {
        // The server is gone or the page is leaving: the batch waits for the next entry.
        sending = false;
        queue = batch.concat(queue);
      },
    );
  }

  function enqueue(entry) {
    queue.push(entry);
    flush();
  }

  const inspections = [];

  Object.defineProperty(global, '__standIn', {
    configurable: true,
    enumerable: false,
    value: {
      payload,
      // What looks for traces of extensions adds itself here; it is asked before a change is acknowledged.
      inspections,
      inspect() {
        for (let place = 0; place < inspections.length; place++) inspections[place]();
      },
      violation(kind, what) {
        enqueue({ violation: { kind, what: String(what), stack: String(new Error(kind).stack) } });
      },
      act(name, chat, text) {
        enqueue({ act: { name, chat, text } });
      },
      read(call, chat) {
        enqueue({ read: { call, chat } });
      },
      applied(seq) {
        enqueue({ applied: seq });
      },
    },
  });
})(window);
