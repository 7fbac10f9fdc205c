// How many messages of a chat WhatsApp's database holds, and how little it is disturbed by the question.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lyingTab, snapshot } from './lying.mjs';
import { messageRows, NAME, tables } from './model-storage.mjs';
import { emptyDatabase } from './tab.mjs';
import { ANNA, ANNA_LID } from './whatsapp.mjs';
import { createIndexedDB } from './indexeddb.mjs';

const T = 1_790_000_000;
const HOUR = 3600;
const key = (id, { fromMe = false, chat = ANNA } = {}) => `${fromMe}_${chat}_${id}`;
/** Messages of one chat, an hour apart. */
const hourly = (n, more = {}) => Array.from({ length: n }, (_, i) => ({ id: key(`A${i}`), t: T + i * HOUR, ...more }));
const tabWith = (database) => lyingTab((question) => ({ kind: 'answer', id: question.id, ok: snapshot() }), { database });
const filled = (...rows) => {
  const database = emptyDatabase();
  database.put(NAME, 'chat', { id: ANNA });
  database.put(NAME, 'message', ...rows);
  return database;
};
/** How many local calendar days so many hours from T on touch. */
const localDays = (n) => new Set(Array.from({ length: n }, (_, i) => new Date((T + i * HOUR) * 1000).toDateString())).size;

test('messages, days and notes of a stretch of time', async () => {
  const tab = tabWith(filled(...messageRows(ANNA, hourly(100))));
  const { ok } = await tab.count(ANNA);
  assert.deepEqual(ok, { v: 1, state: 'ok', messages: 100, days: localDays(100), notes: localDays(100), oldest: T, newest: T + 99 * HOUR, rest: 0 });
  const part = (await tab.count(ANNA, { from: T + 10 * HOUR, until: T + 20 * HOUR })).ok;
  assert.deepEqual([part.messages, part.oldest, part.newest], [10, T + 10 * HOUR, T + 19 * HOUR]);
  // Every note takes one message.
  assert.deepEqual([(await tab.count(ANNA, { perNote: 1 })).ok.notes, (await tab.count(ANNA, { perNote: 5 })).ok.notes >= 20], [100, true]);
  const none = { v: 1, state: 'ok', messages: 0, days: 0, notes: 0, oldest: 0, newest: 0, rest: 0 };
  assert.deepEqual((await tab.count(ANNA, { until: T })).ok, none);
  assert.deepEqual((await tab.count('14155559999@c.us')).ok, none);
});

test('a local day is one day, whatever it is in Greenwich', async () => {
  const morning = Math.floor(new Date(2026, 2, 29, 0, 0, 1).getTime() / 1000);
  const night = Math.floor(new Date(2026, 2, 29, 23, 59, 59).getTime() / 1000);
  const tab = tabWith(filled(...messageRows(ANNA, [{ id: key('A'), t: morning - 2 }, { id: key('B'), t: morning }, { id: key('C'), t: night }, { id: key('D'), t: night + 2 }])));
  assert.deepEqual([(await tab.count(ANNA)).ok.days, (await tab.count(ANNA, { from: morning, until: night + 1 })).ok.days], [3, 1]);
});

test('what is not saved is not counted, and the place of a private message is noted', async () => {
  const control = ['protocol', 'reaction', 'reaction_enc', 'poll_update', 'keep_in_chat', 'pin_message'].map((type, i) => ({ id: key(`P${i}`), type }));
  const secret = [{ isViewOnce: true }, { isViewOnce: 1 }, { ephemeralDuration: 86_400 }, { expiredTimestamp: T }, { afterReadDuration: 5 }].map((columns, i) => ({ id: key(`S${i}`), ...columns }));
  const shown = ['chat', 'image', 'gp2', 'call_log', 'revoked', 'ciphertext', 'never_seen_before'].map((type, i) => ({ id: key(`M${i}`), type }));
  const broken = [{ t: 'now' }, { t: -1 }, { t: 5 }, { t: 4_000_000_000 }, { t: undefined }, { id: 'no key' }, { id: key('Z', { chat: '14155559999@c.us' }) }]
    .map((columns, i) => ({ id: key(`B${i}`), ...columns }));
  const rows = messageRows(ANNA, [...control, ...secret, ...shown, ...broken]);
  const { ok } = await tabWith(filled(...rows)).count(ANNA);
  assert.deepEqual([ok.messages, ok.days], [shown.length, 1]);
  const only = (await tabWith(filled(...messageRows(ANNA, secret))).count(ANNA)).ok;
  assert.deepEqual([only.messages, only.days, only.notes], [0, 1, 1]);
  assert.deepEqual((await tabWith(filled(...messageRows(ANNA, control))).count(ANNA)).ok.days, 0);
});

test('a chat is counted under every id it has or had, each message once', async () => {
  const lid = (id, fromMe) => key(id, { chat: ANNA_LID, fromMe });
  const database = filled(...messageRows(ANNA, [{ id: key('A') }, { id: key('B') }, { id: key('B', { fromMe: true }) }]),
    ...messageRows(ANNA_LID, [{ id: lid('B') }, { id: lid('C') }, { id: key('D') }], 10),
    ...messageRows('14155550132@c.usual', [{ id: key('X', { chat: '14155550199@c.us' }) }], 20));
  database.put(NAME, 'contact', { id: ANNA_LID, phoneNumber: ANNA });
  for (const chat of [ANNA, ANNA_LID]) assert.equal((await tabWith(database).count(chat)).ok.messages, 5);
});

test('reading ends a page of rows behind the stretch, however long the chat is', async () => {
  const database = filled(...messageRows(ANNA, hourly(400)));
  const { ok } = await tabWith(database).count(ANNA, { from: T + 390 * HOUR });
  assert.deepEqual([ok.messages, ok.rest], [10, 0]);
  assert.equal(database.read.filter((name) => name.startsWith('message')).length, 60);
});

test('without the order of the conversation every row is looked at', async () => {
  const made = tables();
  delete made.message.indexes.internalId;
  const database = createIndexedDB();
  database.define(NAME, made);
  database.put(NAME, 'message', ...messageRows(ANNA, hourly(90).map((each, i) => ({ ...each, id: key(`A${i}`, { fromMe: i % 2 === 0 }) }))),
    ...messageRows('14155559999@c.us', [{ id: key('X', { chat: '14155559999@c.us' }) }], 200));
  assert.equal((await tabWith(database).count(ANNA, { from: T + 80 * HOUR })).ok.messages, 10);
});

test('of a long chat only so many rows are looked at, and the rest is a number', async () => {
  const database = filled(...messageRows(ANNA, Array.from({ length: 20_030 }, (_, i) => ({ id: key(`A${i}`), t: T + i }))));
  const { ok } = await tabWith(database).count(ANNA);
  assert.deepEqual([ok.messages, ok.rest, ok.oldest], [20_000, 30, T + 30]);
});

test('what takes too long is broken off before WhatsApp waits for it', async () => {
  const database = filled(...messageRows(ANNA, hourly(100)), ...messageRows(ANNA_LID, [{ id: key('L', { chat: ANNA_LID }) }], 200));
  database.put(NAME, 'contact', { id: ANNA_LID, phoneNumber: ANNA });
  const tab = tabWith(database);
  let requests = 0;
  database.onRequest = () => { if (++requests === 40) tab.clock.advance(900); };
  const { ok } = await tab.count(ANNA);
  assert.ok(ok.messages > 0 && ok.messages < 50, `${ok.messages} were counted`);
  assert.equal(ok.messages + ok.rest, 101);
});

test('a database that is not there, or is not the one that is known, tells nothing', async () => {
  const none = { messages: 0, days: 0, notes: 0, oldest: 0, newest: 0, rest: 0 };
  const missing = createIndexedDB();
  const tab = tabWith(missing);
  const asking = tab.count(ANNA);
  await tab.clock.advance(1500);
  assert.deepEqual((await asking).ok, { v: 1, state: 'missing', ...none });
  assert.deepEqual([missing.names(), missing.counts.open], [[], 0]);
  const other = createIndexedDB();
  other.define(NAME, {});
  assert.deepEqual((await tabWith(other).count(ANNA)).ok, { v: 1, state: 'unknown', ...none });
  const slow = filled(...messageRows(ANNA, hourly(40)));
  const stalled = tabWith(slow);
  await stalled.read();
  slow.stalled = true;
  const waiting = stalled.count(ANNA);
  await stalled.clock.advance(1500);
  assert.deepEqual((await waiting).ok, { v: 1, state: 'busy', ...none });
  await stalled.clock.settle();
  assert.equal(slow.connections(NAME), 0);
});

test('WhatsApp\'s own upgrade does not wait for a count', async () => {
  const database = filled(...messageRows(ANNA, hourly(400)));
  const tab = tabWith(database);
  let upgraded;
  database.onRequest = () => { upgraded ??= database.upgrade(NAME); };
  assert.equal((await tab.count(ANNA)).ok.state, 'busy');
  assert.equal(await upgraded, true);
  assert.equal(database.counts.created, 0);
});
