// Another chat is opened while only the screen tells which one is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open2025, open2026, row2025, row2026 } from './conversation.mjs';
import { openReadyTab, openTab } from './tab.mjs';
import { ANNA } from './whatsapp.mjs';

const LOOK_MS = 1000;
const rows = (...ids) => ids.map((id) => row2026(id, { text: 'x' }));
const anna = (tab) => open2026(tab.page, 'Anna Berg', ...rows('A', 'B'));
const bo = (tab) => open2026(tab.page, 'Bo', ...rows('C', 'D'));

/** A tab without a page script whose open chat, Anna's, was read from the screen. */
async function screenTab() {
  const tab = openTab({ withPage: false });
  anna(tab);
  await tab.visible();
  return tab;
}

test('another title is told once, within a second, and without a name', async () => {
  const tab = await screenTab();
  await tab.clock.advance(10 * LOOK_MS);
  assert.deepEqual(tab.hints, []);
  bo(tab);
  await tab.clock.advance(LOOK_MS);
  assert.deepEqual(tab.hints, [{ v: 1, kind: 'bridge/page.hint', data: { reason: 'active' } }]);
  await tab.clock.advance(10 * LOOK_MS);
  assert.equal(tab.hints.length, 1);
  anna(tab);
  await tab.clock.advance(LOOK_MS);
  assert.deepEqual(tab.reasons(), ['active', 'active']);
});

test('the layout of 2025 too', async () => {
  const tab = openTab({ withPage: false });
  open2025(tab.page, 'Anna', row2025(`false_${ANNA}_A`));
  await tab.visible();
  open2025(tab.page, 'Bo', row2025(`false_${ANNA}_A`));
  await tab.clock.advance(LOOK_MS);
  assert.deepEqual(tab.reasons(), ['active']);
});

test('a page of which nothing is read from the screen is not looked at', async () => {
  const tab = openTab({ withPage: false });
  anna(tab);
  await tab.read();
  await tab.witness(ANNA);
  assert.equal(tab.clock.armed(), 0);
});

test('a first chat is told, and rows that come after their title', async () => {
  const tab = openTab({ withPage: false });
  await tab.visible();
  await tab.clock.advance(5 * LOOK_MS);
  open2026(tab.page, 'Anna Berg');
  await tab.clock.advance(LOOK_MS);
  assert.deepEqual(tab.reasons(), ['active']);
  anna(tab);
  await tab.clock.advance(2 * LOOK_MS);
  assert.deepEqual(tab.reasons(), ['active', 'active']);
  await tab.clock.advance(10 * LOOK_MS);
  assert.equal(tab.hints.length, 2);
});

test('of two chats of one name the rows tell, when they stand still', async () => {
  const tab = await screenTab();
  for (let i = 0; i < 10; i++) {
    open2026(tab.page, 'Anna Berg', ...rows(`S${i}`, `T${i}`));
    await tab.clock.advance(LOOK_MS);
  }
  open2026(tab.page, 'Anna Berg', ...rows('B', 'NEW'));
  await tab.clock.advance(5 * LOOK_MS);
  assert.deepEqual(tab.hints, []);
  open2026(tab.page, 'Anna Berg', ...rows('E', 'F'));
  await tab.clock.advance(2 * LOOK_MS);
  assert.deepEqual(tab.reasons(), ['active']);
});

test('what the user does not see is not looked at', async () => {
  const tab = await screenTab();
  tab.document.show('hidden');
  bo(tab);
  await tab.clock.advance(5 * LOOK_MS);
  assert.deepEqual(tab.hints, []);
  tab.page.covered = () => true;
  tab.document.show('visible');
  await tab.clock.advance(5 * LOOK_MS);
  assert.deepEqual(tab.hints, []);
  tab.page.covered = () => false;
  await tab.clock.advance(LOOK_MS);
  assert.deepEqual(tab.reasons(), ['active']);
});

test('who switches while the screen is read is not missed', async () => {
  const tab = openTab({ withPage: false });
  anna(tab);
  tab.database.onRequest = () => bo(tab);
  await tab.visible();
  await tab.clock.advance(LOOK_MS);
  assert.deepEqual(tab.reasons(), ['active']);
});

test('it ends when the modules answer, when the session changes, and with the bridge', async (t) => {
  const ends = {
    'a snapshot': (tab) => tab.read(),
    'a lock': (tab) => {
      tab.wa.socket.__x_state = 'SCREEN_LOCKED';
      tab.wa.socket.trigger('change:state', tab.wa.socket);
    },
    'an update of the extension': async (tab) => { tab.inject({ updated: true }); await tab.clock.advance(300); },
  };
  for (const [name, end] of Object.entries(ends)) {
    await t.test(name, async () => {
      const tab = await openReadyTab();
      anna(tab);
      await tab.read();
      await tab.visible();
      await end(tab);
      await tab.clock.advance(20_000);
      const before = tab.reasons().length;
      bo(tab);
      await tab.clock.advance(10 * LOOK_MS);
      assert.equal(tab.reasons().length, before);
    });
  }
  await t.test('a bridge that nobody hears any more', async () => {
    const tab = await screenTab();
    tab.runtime.id = undefined;
    await tab.clock.advance(2 * LOOK_MS);
    bo(tab);
    await tab.clock.advance(10 * LOOK_MS);
    assert.deepEqual([tab.hints.length, tab.clock.armed()], [0, 0]);
  });
});
