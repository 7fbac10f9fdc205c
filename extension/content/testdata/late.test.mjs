// Scripts that are injected into a page that is running already, and the bridges they may find there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openReadyTab, openTab } from './tab.mjs';
import { ANNA } from './whatsapp.mjs';

const handlers = ({ wa }) => [wa.chats, wa.messages, wa.stream, wa.socket].map((emitter) => emitter.handlers.length);

/** A ready tab in which neither script ran when it loaded. */
async function plainTab() {
  const tab = openTab({ withPage: false, withBridge: false });
  tab.wa.me = { phone: '15550009999@c.us' };
  tab.wa.arrive();
  tab.wa.start();
  await tab.clock.advance(300);
  return tab;
}

test('a bridge that comes late meets its page script by a one-time name, which nobody finds later', async () => {
  const tab = await plainTab();
  tab.wa.chat({ id: ANNA, t: 1 });
  const seen = [];
  tab.main.window.addEventListener('chatkeep-bus', () => seen.push('fixed'), true);
  tab.inject({ name: 'a-name-used-only-once' });
  await tab.clock.advance(300);
  const { ok } = await tab.read();
  assert.deepEqual([ok.session, ok.variants.channel, ok.chats.length], ['ready', 'late', 1]);
  assert.deepEqual([tab.isolated.window.chatkeepLate, seen], [undefined, []]);
});

test('a page that listens to the fixed name or to a guessed one gets no bus', async () => {
  const tab = await plainTab();
  const { window } = tab.main;
  const got = [];
  for (const name of ['chatkeep-bus', '']) window.addEventListener(name, (event) => got.push(event.relatedTarget), true);
  tab.inject();
  assert.equal((await tab.read()).ok.variants.channel, 'late');
  assert.deepEqual(got, []);
});

test('what is no one-time name is not used', async () => {
  for (const name of ['short', 'with a space in its middle', 5, { toString: () => 'a-name-used-only-once' }, '']) {
    const tab = await plainTab();
    const heard = [];
    tab.main.window.addEventListener(String(name), () => heard.push(name), true);
    tab.inject({ name });
    assert.equal((await tab.read()).ok.variants.channel, 'early');
    assert.deepEqual(heard, []);
  }
});

test('a bridge that is alive is not doubled', async () => {
  const tab = await openReadyTab();
  const before = handlers(tab);
  tab.inject();
  tab.inject();
  await tab.clock.advance(300);
  assert.equal(tab.listeners.length, 1);
  assert.deepEqual(handlers(tab), before);
  assert.equal((await tab.read()).ok.variants.channel, 'early');
});

test('a bridge without a page script gives way to one that has one', async () => {
  const tab = openTab({ withPage: false });
  assert.equal((await tab.read()).ok.variants.channel, 'none');
  tab.inject();
  assert.equal(tab.listeners.length, 1);
  assert.equal((await tab.read()).ok.variants.channel, 'late');
  assert.equal(tab.document.listeners('chatkeep-renewed'), 1);
});

test('an orphan in another world stops when its successor comes, and its page script with it', async () => {
  const tab = await openReadyTab();
  const before = handlers(tab);
  const { listeners } = tab.inject({ updated: true });
  await tab.clock.advance(300);
  assert.deepEqual([tab.listeners.length, listeners.length], [0, 1]);
  assert.deepEqual(handlers(tab), before);
  assert.deepEqual([tab.main.errors, tab.isolated.errors], [[], []]);
});

test('a page that forges the call to orphans stops nobody', async () => {
  const tab = await openReadyTab();
  const { window } = tab.main;
  for (let i = 0; i < 3; i++) window.document.dispatchEvent(new window.CustomEvent('chatkeep-renewed', { detail: 'stop' }));
  assert.equal(tab.listeners.length, 1);
  assert.equal((await tab.read()).ok.session, 'ready');
  assert.ok(handlers(tab).every((count) => count > 0));
});

test('an element of the page is no one-time name and no bridge', async () => {
  const tab = await plainTab();
  // An element is reached by its id through the window's prototypes, in every world.
  tab.isolated.run(`Object.assign(Object.prototype, { chatkeepBridge: { hears: () => true }, chatkeepLate: 'the-id-of-an-element' })`);
  tab.run();
  assert.equal((await tab.read()).ok.variants.channel, 'early');
});
