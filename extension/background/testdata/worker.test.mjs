// The worker as a whole: what its events lead to, and who may send which request. Its core never starts
// here, so a request that is let through is answered with "internal".
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBrowser, load, settle } from './browser.mjs';

const browser = createBrowser();
globalThis.fetch = async () => { throw new TypeError('Failed to fetch'); };
console.error = () => {}; // The worker reports the core that does not start.
await load('worker');
const { senders } = await load('contract');

test('installation, updates and the start of the browser attach to silent tabs and to no others', async () => {
  const { onInstalled, onStartup } = browser.chrome.runtime;
  const starts = {
    install: () => onInstalled.fire({ reason: 'install' }),
    update: () => onInstalled.fire({ reason: 'update' }),
    chrome_update: () => onInstalled.fire({ reason: 'chrome_update' }),
    browser: () => onStartup.fire(),
  };
  for (const [what, start] of Object.entries(starts)) {
    browser.ran.length = 0;
    browser.open(1, { bridge: true });
    browser.open(2);
    start();
    await settle();
    assert.deepEqual(browser.files(), ['2 MAIN content/page.js', '2 ISOLATED content/bridge.js'], what);
    // A second event of the same start finds nothing more to do.
    start();
    await settle();
    assert.equal(browser.files().length, 2, what);
  }
});

test('the core reaches the attachment, and it is shared with the events', async () => {
  browser.ran.length = 0;
  browser.open(2);
  browser.chrome.runtime.onStartup.fire();
  assert.equal(await globalThis.chatkeepHost.attach(2), true);
  assert.deepEqual(browser.files(), ['2 MAIN content/page.js', '2 ISOLATED content/bridge.js']);
});

/** What Chrome vouches for about each sender that can send messages. */
const from = {
  panel: { url: 'chrome-extension://chatkeep/panel/panel.html' },
  popup: { url: 'chrome-extension://chatkeep/popup/popup.html' },
  options: { url: 'chrome-extension://chatkeep/options/options.html', tab: { id: 3 }, frameId: 0 },
  bridge: { url: 'https://web.whatsapp.com/', tab: { id: 2 }, frameId: 0 },
  stranger: { url: 'https://example.org/', tab: { id: 4 }, frameId: 0 },
  frame: { url: 'https://web.whatsapp.com/', tab: { id: 2 }, frameId: 9 },
};

function send(message, sender) {
  return new Promise((resolve) => {
    const [kept] = browser.chrome.runtime.onMessage.fire(message, { id: 'chatkeep', ...sender }, resolve);
    if (!kept) resolve(undefined);
  });
}

test('every kind of the contract is let through from its sender and refused from all others', async () => {
  assert.ok(Object.keys(senders).includes('panel/history.read'));
  assert.ok(Object.keys(senders).includes('options/health.check'));
  for (const [kind, allowed] of Object.entries(senders)) {
    for (const [name, sender] of Object.entries(from)) {
      const data = kind === 'bridge/page.hint' ? { reason: 'ready' } : {};
      const { error } = await send({ v: 1, kind, data }, sender);
      assert.equal(error.code, name === allowed ? 'internal' : 'forbidden', `${kind} from ${name}`);
    }
  }
});

test('what is no request of ours gets no answer', async () => {
  for (const message of [undefined, null, 'x', {}, { v: 1, kind: 'panel/none' }, { v: 2, kind: 'panel/view.refresh' }, { v: 1, kind: 'toString' }]) {
    assert.equal(await send(message, from.panel), undefined);
  }
});
