// Attaching to tabs that were open before: where a bridge is put, where none is, and what is left behind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WHATSAPP, createBrowser, load, settle } from './browser.mjs';

const BOTH = (tab) => [`${tab} MAIN content/page.js`, `${tab} ISOLATED content/bridge.js`];
const names = 'Object.getOwnPropertyNames(globalThis).filter((n) => n.startsWith("chatkeep")).length';

async function browserWith(open) {
  const browser = createBrowser();
  open(browser);
  return { browser, ...(await load('attach')) };
}

test('a silent tab gets both scripts, page first, and the two meet', async () => {
  const { browser, attach } = await browserWith((b) => b.open(7));
  assert.equal(await attach(7), true);
  assert.deepEqual(browser.files(), BOTH(7));
  assert.equal(browser.tab(7).document.bridge, true);
  assert.equal(browser.global(7, 'MAIN', names), 0);
  assert.equal(browser.global(7, 'ISOLATED', names), 0);
});

test('each attachment has a name of its own, which lies nowhere in the page', async () => {
  const { browser, attach } = await browserWith((b) => b.open(7));
  const seen = [];
  browser.beforeScript = ({ files }) => {
    if (files?.[0] !== 'content/page.js') return;
    assert.equal(browser.global(7, 'MAIN', names), 0);
    const [{ type, options }] = browser.global(7, 'MAIN', 'listening');
    assert.deepEqual([type, { ...options }], ['chatkeep-late', { capture: true, once: true }]);
    seen.push(browser.global(7, 'ISOLATED', 'chatkeepLate'));
  };
  await attach(7);
  assert.equal(browser.global(7, 'MAIN', 'listening').length, 0);
  browser.load(7, { bridge: false });
  await attach(7);
  assert.equal(seen.length, 2);
  assert.notEqual(seen[0], seen[1]);
  for (const name of seen) assert.match(name, /^[0-9a-f-]{36}$/);
});

test('where a bridge answers, nothing at all is run', async () => {
  const { browser, attach } = await browserWith((b) => b.open(7, { bridge: true }));
  assert.equal(await attach(7), true);
  assert.deepEqual(browser.ran, []);
});

test('where it cannot be told whether a bridge is there, nothing is run', async () => {
  const { browser, attach } = await browserWith((b) => { b.open(7).document.hides = true; });
  assert.equal(await attach(7), false);
  assert.deepEqual(browser.ran, []);
});

test('a tab that refuses is no error and is left as it was', async () => {
  for (const [what, open] of [
    ['discarded', (b) => b.open(7, { discarded: true })],
    ['frozen', (b) => b.open(7, { frozen: true })],
    ['error page', (b) => b.open(7, { errorPage: true })],
    ['no permission', (b) => b.open(7, { url: 'https://example.org/' })],
    ['another site that may be scripted', (b) => b.open(7, { url: 'https://accounts.zoho.com/', granted: true })],
    ['gone', () => {}],
  ]) {
    const { browser, attach } = await browserWith(open);
    assert.equal(await attach(7), false, what);
    assert.deepEqual(browser.files(), [], what);
    if (browser.tab(7)) assert.equal(browser.global(7, 'MAIN', names), 0, what);
  }
});

test('a tab that loads anew in the middle is left to Chrome, whose scripts run there by themselves', async () => {
  for (let moment = 0; moment < 5; moment++) {
    const { browser, attach } = await browserWith((b) => b.open(7));
    let calls = 0;
    browser.beforeScript = () => {
      if (calls++ === moment) browser.load(7, { bridge: true });
    };
    // Before the first look inside, the new document is the one that is looked at, and answers.
    assert.equal(await attach(7), moment === 0, String(moment));
    assert.equal(browser.global(7, 'MAIN', names), 0);
    assert.equal(browser.global(7, 'ISOLATED', names), 0);
    assert.equal(browser.tab(7).document.waits, undefined);
  }
});

test('a tab that leaves WhatsApp in the middle gets nothing', async () => {
  const { browser, attach } = await browserWith((b) => b.open(7, { granted: true }));
  browser.beforeScript = () => {
    browser.beforeScript = undefined;
    browser.load(7, { url: 'https://accounts.zoho.com/', bridge: false });
  };
  assert.equal(await attach(7), false);
  assert.deepEqual(browser.files(), []);
});

test('two attachments of one tab are one; those of two tabs do not wait for each other', async () => {
  const { browser, attach } = await browserWith((b) => { b.open(7); b.open(8); });
  let goOn;
  const held = new Promise((resolve) => { goOn = resolve; });
  browser.beforeScript = ({ target, files }) => (target.tabId === 7 && files ? held : undefined);
  const first = attach(7);
  await settle();
  const second = attach(7);
  assert.equal(await attach(8), true);
  goOn();
  assert.deepEqual(await Promise.all([first, second]), [true, true]);
  assert.deepEqual(browser.files().sort(), [...BOTH(7), ...BOTH(8)].sort());
});

test('what was refused once may be tried again', async () => {
  const { browser, attach } = await browserWith((b) => b.open(7, { errorPage: true }));
  assert.equal(await attach(7), false);
  browser.tab(7).errorPage = false;
  assert.equal(await attach(7), true);
  assert.deepEqual(browser.files(), BOTH(7));
});

test('a tab that freezes unnoticed keeps its attachment open, and no second one begins', async () => {
  const { browser, attach } = await browserWith((b) => b.open(7, { frozen: true }));
  browser.tellsFrozen = false; // As before Chrome 132.
  let settled = false;
  for (let i = 0; i < 2; i++) void attach(7).finally(() => { settled = true; });
  await settle();
  assert.equal(settled, false);
  assert.deepEqual(browser.ran, []);
});

test('of all open tabs, those of WhatsApp Web that are silent get the scripts', async () => {
  const { browser, attachToOpenTabs } = await browserWith((b) => {
    b.open(1, { url: 'https://example.org/' });
    b.open(2, { bridge: true });
    b.open(3);
    b.open(4, { discarded: true });
    b.open(5, { url: `${WHATSAPP}?lang=de` });
    b.open(6, { url: 'https://accounts.zoho.com/', granted: true });
  });
  await attachToOpenTabs();
  assert.deepEqual(browser.files().sort(), [...BOTH(3), ...BOTH(5)].sort());
});
