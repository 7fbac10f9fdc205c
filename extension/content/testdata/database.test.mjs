// WhatsApp's database as a witness: identities, rows and reactions, and how little it is disturbed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lyingTab, page, record, snapshot } from './lying.mjs';
import { messageRows, NAME, tables } from './model-storage.mjs';
import { emptyDatabase, openTab } from './tab.mjs';
import { ANNA, ANNA_LID, GROUP, ME } from './whatsapp.mjs';
import { createIndexedDB } from './indexeddb.mjs';

const row = (chat, more) => ({ chat, t: 1, endOfHistory: 0, ...more });
const lidOf = (n) => `${String(n).padStart(15, '7')}@lid`;

/** A tab whose page tells these chats. */
const tabWith = (chats, database = emptyDatabase(), more = {}) =>
  lyingTab((question) => ({ kind: 'answer', id: question.id, ok: snapshot({ chats, ...more }) }), { database });

test('a number that the page could not tell is found in the database, and a name with it', async () => {
  const database = emptyDatabase();
  database.put(NAME, 'contact', { id: lidOf(1), phoneNumber: '14155550001@c.us', name: 'Anna <b>Berg</b>', displayNameLID: '+1∙∙∙01' },
    { id: lidOf(2), phoneNumber: { server: 's.whatsapp.net', user: '14155550002', _serialized: '14155550002@s.whatsapp.net' }, verifiedName: 'Shop', pushname: 'x' },
    { id: lidOf(3), displayNameLID: '+1 415∙∙∙∙03', name: '+1 415 555 0003' }, { id: lidOf(4), phoneNumber: lidOf(9), pushname: '\u202EBo' },
    { id: '14155550006@c.us', name: 'Six' });
  database.put(NAME, 'lid-pn-mapping', { id: lidOf(5), phoneNumber: '14155550005@c.us' }, { id: lidOf(6), phoneNumber: '14155550006:3@c.us' });
  database.put(NAME, 'chat', { id: '14155550007@c.us', accountLid: lidOf(7) });
  const chats = [1, 2, 3, 4, 5, 6, 7].map((n) => row(lidOf(n), { lid: lidOf(n) }));
  chats[4].name = 'Five from the page';
  const { ok } = await tabWith(chats, database).read();
  assert.deepEqual(ok.chats.map(({ phone, name }) => [phone, name]), [
    ['14155550001@c.us', 'Anna <b>Berg</b>'], ['14155550002@c.us', 'Shop'], [undefined, undefined], [undefined, '\u202EBo'],
    ['14155550005@c.us', 'Five from the page'], ['14155550006@c.us', 'Six'], ['14155550007@c.us', undefined],
  ]);
  assert.deepEqual(ok.variants, { channel: 'early', database: 'ok', reactions: 'database', lid: 'database' });
  assert.deepEqual(database.counts, { ...database.counts, open: 2, transactions: 2 });
});

test('hostile columns tell nothing', async () => {
  const hostile = [5, null, true, [], ['14155550001@c.us'], {}, { user: 14155550001, server: 'c.us' }, { toString: 'x', _serialized: {} }, 'x'.repeat(100_000_000),
    '14155550001', '+14155550001', `14155550001@c.us${'x'.repeat(300)}`, '<img src=x>@c.us', '0@c.us', GROUP, new Date(0), new Uint8Array(5), { __proto__: null, user: '1', server: 'lid' }];
  const database = emptyDatabase();
  hostile.forEach((value, i) => database.put(NAME, 'contact', { id: lidOf(i + 1), phoneNumber: value, name: value, pushname: value }));
  const chats = hostile.map((_, i) => row(lidOf(i + 1), { lid: lidOf(i + 1) }));
  const { ok } = await tabWith(chats, database).read();
  assert.deepEqual(ok.chats.filter(({ phone }) => phone !== undefined), []);
  assert.ok(ok.chats.every(({ name = '' }) => name.length <= 512));
  assert.equal({}.polluted, undefined);
});

test('two thousand resolved chats cost one look at the database in a minute', async () => {
  const chats = Array.from({ length: 2000 }, (_, i) => row(`1415555${String(i).padStart(4, '0')}@c.us`, { phone: `1415555${String(i).padStart(4, '0')}@c.us`, lid: lidOf(i) }));
  const tab = tabWith(chats);
  for (let i = 0; i < 5; i++) await tab.read();
  assert.deepEqual([tab.database.counts.open, tab.database.counts.requests], [1, 0]);
  await tab.clock.advance(60_000);
  await tab.read();
  assert.equal(tab.database.counts.open, 2);
});

test('unknown people are looked up once a minute, three hundred at a time, and all of them in their turn', async () => {
  const database = emptyDatabase();
  database.put(NAME, 'contact', { id: lidOf(650), phoneNumber: '14155550650@c.us' });
  const chats = Array.from({ length: 650 }, (_, i) => row(lidOf(i + 1), { lid: lidOf(i + 1) }));
  const tab = tabWith(chats, database);
  const found = async () => (await tab.read()).ok.chats.filter(({ phone }) => phone !== undefined).length;
  assert.equal(await found(), 0);
  await tab.clock.advance(180_000);
  assert.equal(await found(), 0);
  await tab.clock.advance(180_000);
  assert.equal(await found(), 1);
  for (let i = 0; i < 3; i++) await found();
  const { requests } = database.counts;
  await found();
  assert.equal(database.counts.requests, requests);
});

test('what is known of people belongs to one account', async () => {
  const database = emptyDatabase();
  database.put(NAME, 'contact', { id: ANNA_LID, phoneNumber: ANNA });
  let me = ME;
  const tab = lyingTab((question) => ({ kind: 'answer', id: question.id, ok: snapshot({ me, chats: [row(ANNA_LID, { lid: ANNA_LID })] }) }), { database });
  assert.equal((await tab.read()).ok.chats[0].phone, ANNA);
  database.define(NAME, tables());
  assert.equal((await tab.read()).ok.chats[0].phone, ANNA);
  me = { phone: '15550007777@c.us' };
  assert.equal((await tab.read()).ok.chats[0].phone, undefined);
});

test('a database that is not there is never created', async () => {
  const database = createIndexedDB();
  database.define('wawc', {});
  const tab = tabWith([row(ANNA_LID, { lid: ANNA_LID })], database);
  const reading = tab.read();
  await tab.clock.advance(1500);
  assert.equal((await reading).ok.variants.database, 'missing');
  assert.deepEqual([database.names(), database.counts.open, database.counts.list], [['wawc'], 0, 4]);
  // It is listed and then gone before it opens, as when the user logs out.
  const gone = emptyDatabase();
  const { indexedDB } = gone.globals();
  const list = indexedDB.databases;
  indexedDB.databases = async () => { const listed = await list(); gone.remove(NAME); return listed; };
  const second = tabWith([], gone);
  assert.equal((await second.read()).ok.variants.database, 'missing');
  assert.deepEqual([gone.names(), gone.counts.open, gone.counts.created], [[], 1, 0]);
});

test('an empty list is asked again while the page upgrades', async () => {
  const database = emptyDatabase();
  database.emptyLists = 2;
  const tab = tabWith([], database);
  const reading = tab.read();
  await tab.clock.advance(300);
  assert.equal((await reading).ok.variants.database, 'ok');
  assert.equal(database.counts.list, 3);
  assert.equal(tab.clock.armed(), 0);
});

test('a database that does not open in time is busy, is not opened again meanwhile, and is closed when it does open', async () => {
  const database = emptyDatabase();
  database.hanging = true;
  const tab = tabWith([row(ANNA_LID, { lid: ANNA_LID })], database);
  const reading = tab.read();
  await tab.clock.advance(1500);
  assert.equal((await reading).ok.variants.database, 'busy');
  await tab.clock.advance(20_000);
  assert.equal((await tab.read()).ok.variants.database, 'busy');
  assert.equal(database.counts.open, 1);
  database.release();
  await tab.clock.settle();
  assert.equal(database.connections(NAME), 0);
  await tab.clock.advance(20_000);
  assert.equal((await tab.read()).ok.variants.database, 'ok');
});

test('a reading that does not end in time is given up and closed', async () => {
  const database = emptyDatabase();
  const tab = tabWith([], database);
  await tab.read();
  database.stalled = true;
  const asking = tab.witness(ANNA);
  await tab.clock.advance(1500);
  assert.deepEqual((await asking).ok.database, { state: 'busy', newest: [], found: [] });
  await tab.clock.settle();
  assert.equal(database.connections(NAME), 0);
  assert.deepEqual(tab.isolated.errors, []);
});

test('WhatsApp\'s own upgrade does not wait for a reading', async () => {
  const database = emptyDatabase();
  database.put(NAME, 'message', ...messageRows(ANNA, Array.from({ length: 40 }, (_, i) => ({ id: `false_${ANNA}_A${i}` }))));
  const tab = tabWith([], database);
  let upgraded;
  database.onRequest = () => { upgraded ??= database.upgrade(NAME); };
  assert.equal((await tab.witness(ANNA)).ok.database.state, 'busy');
  assert.equal(await upgraded, true);
});

test('every reading closes its connection', async () => {
  const tab = tabWith([row(ANNA_LID, { lid: ANNA_LID })]);
  await tab.read();
  await tab.witness(ANNA);
  await tab.clock.settle();
  assert.equal(tab.database.connections(NAME), 0);
  assert.equal(tab.clock.armed(), 0);
});

test('tables that are not those that are known are not read', async (t) => {
  const without = (change) => { const made = tables(); change(made); return made; };
  const cases = {
    'no messages': without((made) => { delete made.message; }),
    'another key': without((made) => { made.contact.key = 'jid'; }),
    'a composite key': without((made) => { made.chat.key = ['id', 't']; }),
    nothing: {},
  };
  for (const [name, made] of Object.entries(cases)) {
    await t.test(name, async () => {
      const database = createIndexedDB();
      database.define(NAME, made);
      const tab = tabWith([row(ANNA_LID, { lid: ANNA_LID })], database);
      assert.equal((await tab.read()).ok.variants.database, 'unknown');
      assert.equal((await tab.witness(ANNA)).ok.database.state, 'unknown');
      assert.equal(database.counts.requests, 0);
    });
  }
  await t.test('one index less is borne', async () => {
    const database = createIndexedDB();
    database.define(NAME, without((made) => { delete made.message.indexes.internalId; delete made['lid-pn-mapping']; delete made.contact.indexes.phoneNumber; }));
    database.put(NAME, 'message', ...messageRows(ANNA, [{ id: `false_${ANNA}_A` }]));
    const { ok } = await tabWith([], database).witness(ANNA, [`false_${ANNA}_A`, `false_${ANNA}_B`]);
    assert.deepEqual([ok.database.state, ok.database.newest.length, ok.database.found.map(({ id }) => id)], ['ok', 0, ['A']]);
  });
});

test('the newest messages of a chat, under every id it has, and those asked for', async () => {
  const database = emptyDatabase();
  const other = '14155550132@c.usual';
  database.put(NAME, 'chat', { id: ANNA_LID, accountLid: ANNA_LID });
  database.put(NAME, 'contact', { id: ANNA_LID, phoneNumber: ANNA });
  database.put(NAME, 'message',
    ...messageRows(ANNA, [{ id: `false_${ANNA}_OLD_1` }, { id: `true_${ANNA}_OLD2`, type: 'image' }]),
    ...messageRows(ANNA_LID, [{ id: `false_${ANNA_LID}_NEW1` }, { id: `false_${ANNA}_NEW2` }, { id: `true_${ANNA_LID}_NEW3`, type: 'ciphertext' }], 10)
      .map((each, i) => ({ ...each, t: 1_790_000_100 + i })),
    ...messageRows(other, [{ id: 'false_14155550199@c.us_X' }], 20),
    ...messageRows(GROUP, [{ id: `false_${GROUP}_G1_${ANNA_LID}` }], 30));
  const tab = tabWith([], database);
  const found = `false_${GROUP}_G1_${ANNA_LID}`;
  for (const chat of [ANNA, ANNA_LID]) {
    const { ok } = await tab.witness(chat, [found, `true_${ANNA}_NONE`], 4);
    assert.deepEqual(ok, { v: 1, screen: { layout: 'none', rows: [] }, database: {
      state: 'ok',
      newest: [
        { key: `true_${ANNA_LID}_NEW3`, id: 'NEW3', fromMe: true, t: 1_790_000_102, type: 'ciphertext' },
        { key: `false_${ANNA}_NEW2`, id: 'NEW2', fromMe: false, t: 1_790_000_101, type: 'chat' },
        { key: `false_${ANNA_LID}_NEW1`, id: 'NEW1', fromMe: false, t: 1_790_000_100, type: 'chat' },
        { key: `true_${ANNA}_OLD2`, id: 'OLD2', fromMe: true, t: 1_790_000_001, type: 'image' },
      ],
      found: [{ key: found, id: 'G1', fromMe: false, t: 1_790_000_000, type: 'chat' }],
    } });
  }
  assert.equal((await tab.witness(ANNA, [], 50)).ok.database.newest.at(-1).id, 'OLD_1');
  const self = `${ME.phone}`;
  database.put(NAME, 'message', ...messageRows(self, [{ id: `true_${self}_S_out` }, { id: `false_${self}_S_in` }]));
  assert.deepEqual((await tab.witness(self)).ok.database.newest.map(({ key, id }) => [key, id]), [[`false_${self}_S_in`, 'S'], [`true_${self}_S_out`, 'S']]);
});

test('rows that make no sense are no witnesses', async () => {
  const database = emptyDatabase();
  const bad = [{ t: 'now' }, { t: -1 }, { t: 1e300 }, { t: undefined }, { id: 'no key' }, { id: 5 }, { id: `false_${ANNA}_${'A'.repeat(300)}` }, { type: '<b>' }];
  database.put(NAME, 'message', ...messageRows(ANNA, bad.map((more, i) => ({ id: `false_${ANNA}_B${i}`, ...more }))));
  const { newest } = (await tabWith([], database).witness(ANNA)).ok.database;
  assert.deepEqual(newest, [{ key: `false_${ANNA}_B7`, id: 'B7', fromMe: false, t: 1_790_000_007, type: '' }]);
});

test('reactions come from the database when the page cannot read them', async () => {
  const database = emptyDatabase();
  const key = (id) => `false_${ANNA}_${id}`;
  const reaction = (parent, more) => ({ parentMsgKey: parent, senderUserJid: ANNA, reactionText: '👍', timestamp: 1_790_000_000_000, msgKey: `false_${ANNA}_R`, ...more });
  database.put(NAME, 'contact', { id: ANNA, name: 'Anna' });
  database.put(NAME, 'reactions', reaction(key('A')), reaction(key('A'), { senderUserJid: ME.phone, reactionText: '❤️', msgKey: `true_${ANNA}_R` }),
    reaction(key('A'), { senderUserJid: 'x', reactionText: '' }), reaction(key('A'), { senderUserJid: 'y', reactionText: 5 }), reaction(key('A'), { senderUserJid: 'z', reactionText: 'x'.repeat(65) }),
    reaction(`false_${ANNA_LID}_B`, { timestamp: 'now' }), reaction(key('C')), reaction(key('D')));
  let lacksReactions;
  const chat = row(ANNA, { phone: ANNA, lid: ANNA_LID });
  const messages = [record(), record({ key: key('B'), id: 'B' }), record({ key: key('C'), id: 'C', withheld: 'view_once' }), record({ key: key('D'), id: 'D', reactions: [{ emoji: '🎉' }] })];
  const tab = lyingTab((question) => ({ kind: 'answer', id: question.id, lacksReactions,
    ok: question.kind === 'snapshot' ? snapshot({ chats: [chat] }) : page(messages, { me: ME }) }), { database });
  await tab.read();
  for (lacksReactions of [undefined, false, 'true']) assert.equal((await tab.messages(ANNA)).ok.messages[0].reactions, undefined);
  lacksReactions = true;
  assert.deepEqual((await tab.messages(ANNA)).ok.messages.map(({ reactions }) => reactions), [
    [{ emoji: '👍', sender: ANNA, at: 1_790_000_000_000, name: 'Anna' }, { emoji: '❤️', sender: ME.phone, fromMe: true, at: 1_790_000_000_000 }],
    [{ emoji: '👍', sender: ANNA, name: 'Anna' }], undefined, [{ emoji: '🎉' }],
  ]);
});

test('without the page script only the state of the database is told', async () => {
  const tab = openTab({ withPage: false });
  tab.document.show('hidden');
  const { ok } = await tab.read();
  assert.deepEqual([ok.session, ok.variants, ok.tab], ['unreadable', { channel: 'none', database: 'ok' }, { hidden: true }]);
  assert.equal(tab.database.counts.requests, 0);
});

test('a row says whether its message was meant to be seen once or for a time', async () => {
  for (const [columns, told] of [[{ isViewOnce: true }, true], [{ ephemeralDuration: 86400 }, true], [{ expiredTimestamp: 1_790_000_000 }, true],
    [{ isViewOnce: false, ephemeralDuration: 0, expiredTimestamp: null }, undefined], [{ isViewOnce: 'x', ephemeralDuration: {} }, undefined]]) {
    const database = emptyDatabase();
    database.put(NAME, 'chat', { id: ANNA });
    database.put(NAME, 'message', ...messageRows(ANNA, [{ id: `false_${ANNA}_A`, ...columns }]));
    const { ok } = await tabWith([], database).witness(ANNA, [`false_${ANNA}_A`]);
    assert.deepEqual([ok.database.newest[0].private, ok.database.found[0].private], [told, told]);
  }
});
