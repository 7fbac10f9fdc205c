// What is read of the screen: which messages are there and whose they are, and no word of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { media, open2025, open2026, parts, quoted, row2025, row2026 } from './conversation.mjs';
import { openTab } from './tab.mjs';
import { h } from './tree.mjs';
import { ANNA } from './whatsapp.mjs';

const tabWith = (show) => {
  const tab = openTab({ withPage: false });
  show(tab.page);
  return tab;
};
const screenOf = async (tab) => (await tab.witness(ANNA)).ok.screen;

test('the rows of 2026 are told by bare id, and a direction only when it shows', async () => {
  const tab = tabWith((page) => open2026(page, ['Anna ', parts.emoji('🌷')],
    row2026('3EB0A', { text: 'hello', tail: 'in' }), row2026('3EB0B', { text: 'again' }),
    row2026('3A_F0', { text: 'hi', state: 'msg-dblcheck', tail: 'out' }), row2026('AC1', { state: 'msg-check' }), row2026('AC2', { state: 'msg-time' }),
    row2026('BOTH', { state: 'msg-check', tail: 'in' }), row2026('255945813', { stamped: false }),
    row2026('3EB0Q', { text: 'x', quote: quoted('q', h('div', { 'data-testid': 'msg-meta' }, h('span', { 'data-icon': 'msg-check' }))) }),
    row2026('YOU', { text: 'x', name: 'Me Myself' })));
  assert.deepEqual(await screenOf(tab), { layout: '2026', title: 'Anna 🌷', rows: [
    { id: '3EB0A', direction: 'in' }, { id: '3EB0B', direction: 'unknown' }, { id: '3A_F0', direction: 'out' }, { id: 'AC1', direction: 'out' },
    { id: 'AC2', direction: 'out' }, { id: 'BOTH', direction: 'unknown' }, { id: '255945813', direction: 'unknown' },
    { id: '3EB0Q', direction: 'unknown' }, { id: 'YOU', direction: 'unknown' },
  ] });
});

test('the rows of 2025 are told by their keys', async () => {
  const group = '120363025550000001@g.us';
  const tab = tabWith((page) => open2025(page, 'Anna', row2025(`false_${ANNA}_A`, { text: 'x' }), row2025(`true_${ANNA}_3A_F0`),
    row2025(`false_${group}_G_${ANNA}`)));
  assert.deepEqual(await screenOf(tab), { layout: '2025', title: 'Anna', rows: [
    { id: 'A', direction: 'in' }, { id: '3A_F0', direction: 'out' }, { id: 'G', direction: 'in' }] });
});

test('albums, grouped stickers and other rows are no messages', async () => {
  const tab = tabWith((page) => open2026(page, 'Anna',
    row2026('album-A1-A3-3', { media: media('image-album', h('div', { 'data-id': 'A1' }), h('div', { 'data-id': 'A3' })) }),
    row2026('grouped-sticker--S1-S2', {}), row2026('', {}), row2026('<img src=x>', {}), row2026('a b', {}), row2026('x'.repeat(300), {}),
    h('div', { 'data-id': 'NOROW' }), row2026('ONE', {}), row2026('ONE', {})));
  assert.deepEqual((await screenOf(tab)).rows, [{ id: 'ONE', direction: 'unknown' }]);
});

test('names with markup and marks of direction are text', async () => {
  const tab = tabWith((page) => open2026(page, '\u202E<b onclick=x>anna</b>\u2069'));
  assert.deepEqual(await screenOf(tab), { layout: '2026', title: '\u202E<b onclick=x>anna</b>\u2069', rows: [] });
  open2026(tab.page, 'x'.repeat(1_000_000));
  assert.equal((await screenOf(tab)).title.length, 512);
});

test('what the user cannot see is not read', async (t) => {
  const none = { layout: 'none', rows: [] };
  const ways = {
    'no conversation is open': (page) => { page.body.children = []; },
    'a pane without a name': (page) => { page.body.children[0].children[0].children.shift(); },
    'something lies over it all': (page) => { page.covered = () => true; },
    'it is hidden': (page) => { page.body.children[0].style = { display: 'none' }; },
    'it is transparent': (page) => { page.body.children[0].style = { opacity: '0' }; },
    'it is invisible': (page) => { page.body.children[0].style = { visibility: 'hidden' }; },
  };
  for (const [name, change] of Object.entries(ways)) {
    await t.test(name, async () => {
      const tab = tabWith((page) => { open2026(page, 'Anna', row2026('A', { text: 'x' })); change(page); });
      assert.deepEqual(await screenOf(tab), none);
      assert.deepEqual((await tab.visible()).ok, { v: 1, layout: 'none', database: 'ok', me: {}, unmatched: 0 });
    });
  }
  await t.test('a menu over the middle of it hides nothing', async () => {
    const tab = tabWith((page) => { open2026(page, 'Anna', row2026('A')); page.covered = (x) => x === 400; });
    assert.equal((await screenOf(tab)).rows.length, 1);
  });
});

test('of an endless list the newest rows are told', async () => {
  const tab = tabWith((page) => open2026(page, 'Anna', ...Array.from({ length: 600 }, (_, i) => row2026(`M${i}`))));
  const { rows } = await screenOf(tab);
  assert.deepEqual([rows.length, rows[0].id, rows.at(-1).id], [500, 'M100', 'M599']);
});
