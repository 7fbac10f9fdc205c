// What the worker keeps of hints: which are refused, and the mark of the oldest change.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBrowser, load } from './browser.mjs';

const CHAT = '14155550132@c.us';
const LID = '111222333444555@lid';

async function worker() {
  const browser = createBrowser();
  const { noteHint } = await load('hints');
  return { browser, noteHint };
}

test('the oldest known change is kept, whatever comes first', async () => {
  for (const [times, kept] of [
    [[1_790_000_000], 1_790_000_000],
    [[1_790_000_000, 1_780_000_000], 1_780_000_000],
    [[1_780_000_000, 1_790_000_000], 1_780_000_000],
    [[1_790_000_000, 0], 1_790_000_000],
    [[0, 1_790_000_000], 1_790_000_000],
    [[undefined], 0],
    [[1_790_000_000, undefined], 1_790_000_000],
    [[undefined, 0], 0],
    [[99_999_999_999], 99_999_999_999],
  ]) {
    const { browser, noteHint } = await worker();
    for (const t of times) {
      assert.equal(await noteHint({ reason: 'messages', chat: CHAT, ...(t !== undefined && { t }) }), 'kept');
    }
    assert.deepEqual(browser.stored, { [`touch/${CHAT}`]: kept }, String(times));
  }
});

test('of two hints at once the older known change is kept, in either order', async () => {
  for (const times of [[5, 3], [3, 5], [5, 0], [0, 5], [9, 4, 7, 2, 8]]) {
    const { browser, noteHint } = await worker();
    await Promise.all(times.map((t) => noteHint({ reason: 'messages', chat: CHAT, t })));
    assert.deepEqual(browser.stored, { [`touch/${CHAT}`]: Math.min(...times.filter((t) => t > 0)) }, String(times));
  }
});

test('chats have marks of their own', async () => {
  const { browser, noteHint } = await worker();
  await Promise.all([[CHAT, 5], [LID, 4], [CHAT, 6]].map(([chat, t]) => noteHint({ reason: 'messages', chat, t })));
  assert.deepEqual(browser.stored, { [`touch/${CHAT}`]: 5, [`touch/${LID}`]: 4 });
});

test('a mark the core has taken begins anew', async () => {
  const { browser, noteHint } = await worker();
  await noteHint({ reason: 'messages', chat: CHAT, t: 3 });
  delete browser.stored[`touch/${CHAT}`];
  await noteHint({ reason: 'messages', chat: CHAT, t: 9 });
  assert.equal(browser.stored[`touch/${CHAT}`], 9);
});

test('a mark that is no time counts as one of an unknown time', async () => {
  for (const mark of [true, 'x', null, {}]) {
    const { browser, noteHint } = await worker();
    browser.stored[`touch/${CHAT}`] = mark;
    await noteHint({ reason: 'messages', chat: CHAT, t: 0 });
    assert.deepEqual(browser.stored[`touch/${CHAT}`], mark);
    await noteHint({ reason: 'messages', chat: CHAT, t: 5 });
    assert.equal(browser.stored[`touch/${CHAT}`], 5);
  }
});

test('a mark that could not be written is an error of that hint alone', async () => {
  const { browser, noteHint } = await worker();
  browser.full = true;
  await assert.rejects(noteHint({ reason: 'messages', chat: CHAT, t: 5 }), /quota/);
  browser.full = false;
  assert.equal(await noteHint({ reason: 'messages', chat: CHAT, t: 6 }), 'kept');
  assert.equal(browser.stored[`touch/${CHAT}`], 6);
});

test('of a malformed hint nothing is stored', async () => {
  const { browser, noteHint } = await worker();
  for (const hint of [
    undefined, null, 'messages', [], {}, { reason: 'other' }, { reason: 'messages' }, { reason: 'burst' },
    { reason: 'messages', chat: 'no jid' }, { reason: 'messages', chat: CHAT, title: 'x' },
    { reason: 'messages', chat: CHAT, more: 1 },
    ...[-1, 1.5, 100_000_000_000, NaN, Infinity, '5', null, {}, true].map((t) => ({ reason: 'messages', chat: CHAT, t })),
    ...['ready', 'active', 'burst', 'session'].map((reason) => ({ reason, chat: CHAT, t: 5 })),
    { reason: 'active', title: 'x' }, { reason: 'active', chat: CHAT, title: 5 },
    { reason: 'active', chat: CHAT, title: 'x'.repeat(513) },
  ]) {
    assert.equal(await noteHint(hint), 'malformed', JSON.stringify(hint));
  }
  assert.deepEqual(browser.stored, {});
});

test('other hints wake the core; the open chat is stored for the sidebar', async () => {
  const { browser, noteHint } = await worker();
  assert.equal(await noteHint({ reason: 'ready' }), 'wake');
  assert.equal(await noteHint({ reason: 'session' }), 'wake');
  assert.equal(await noteHint({ reason: 'burst', chat: CHAT }), 'wake');
  assert.equal(await noteHint({ reason: 'active', chat: CHAT, title: 'Anna' }), 'wake');
  const { at, ...open } = browser.stored.open;
  assert.deepEqual(open, { v: 1, chat: CHAT, title: 'Anna' });
  assert.ok(Math.abs(Date.now() - at) < 60_000);
});
