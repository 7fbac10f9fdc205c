// What the page tells is checked field by field before anything of it reaches the worker.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lyingTab, page, record, snapshot } from './lying.mjs';
import { openTab } from './tab.mjs';
import { ANNA } from './whatsapp.mjs';

/** Everything in a message that somebody wrote, sent or felt. */
const CONTENT = {
  text: 't', cut: true, media: { mime: 'a/b', name: 'n', size: 1, seconds: 2, pages: 3, gif: true },
  quote: { id: 'q', sender: ANNA, senderName: 'a', fromMe: true, type: 'chat', text: 't' },
  reactions: [{ emoji: '👍🏽', sender: ANNA, name: 'a', fromMe: true, at: 5 }],
  location: { latitude: -1.5, longitude: 2, name: 'n', live: true }, contacts: [{ name: 'c', phones: ['+1 415 555 0132'] }],
  poll: { question: 'q', options: ['o'], multiple: true, votes: [0, 2] }, event: { start: 5, end: 6, place: 'p', cancelled: true },
  call: { video: true, outcome: 'Missed', seconds: 1 }, album: { images: 2, videos: 1 },
  shop: { title: 't', items: 2, thousandths: 1500, currency: 'EUR' }, choices: ['a', 'b'], ad: { title: 't', url: 'https://example.com/' },
  system: { actor: ANNA, actorName: 'a', people: ['b'], text: 't' },
};

test('snapshots are checked field by field', async (t) => {
  const chat = (more) => ({ chat: ANNA, t: 1, endOfHistory: 0, ...more });
  const refused = {
    'no object': 5, 'nothing': null, 'a list': [],
    'another version': snapshot({ v: 2 }), 'an unknown session': snapshot({ session: 'fine' }),
    'no account': snapshot({ me: undefined }), 'a LID as phone': snapshot({ me: { phone: '111222333444555@lid' } }),
    'a phone as LID': snapshot({ me: { lid: ANNA } }), 'chats that are no list': snapshot({ chats: { length: 1 } }),
    'too many chats': snapshot({ chats: Array.from({ length: 5001 }, () => chat()) }),
    'a long build': snapshot({ build: 'x'.repeat(129) }),
    'HTML as build': snapshot({ build: '<b>' }), 'no tab': snapshot({ tab: undefined }), 'a thaw that is none': snapshot({ tab: { thawed: -1 } }),
    'words as a reason': snapshot({ session: 'blocked', reason: 'Hello Anna' }), 'an epoch that is none': snapshot({ epoch: {} }),
    'a time that is none': snapshot({ readyMs: 1.5 }), 'an unknown first transfer': snapshot({ firstSync: 'soon' }), 'counts that are none': snapshot({ failed: -1 }),
    'too many variants': snapshot({ variants: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`v${i}`, ''])) }),
    'chats while locked': snapshot({ session: 'locked', chats: [chat()] }),
  };
  for (const [name, ok] of Object.entries(refused)) {
    await t.test(name, async () => {
      const tab = lyingTab((question) => ({ kind: 'answer', id: question.id, ok }));
      assert.equal((await tab.read()).error.code, 'page_invalid');
    });
  }
  await t.test('malformed rows are left out and counted, unknown fields dropped', async () => {
    const rows = [chat(), chat({ chat: 'x' }), chat({ t: -1 }), chat({ t: 1.5 }), chat({ t: '1' }), chat({ t: 1e300 }), chat({ phone: '111222333444555@lid' }),
      chat({ title: 'x'.repeat(513) }), chat({ self: 'yes' }), chat({ endOfHistory: null }), null, chat({ former: ['x'] }), chat({ former: Array.from({ length: 9 }, () => ANNA) }),
      chat({ ad: 1 }), chat({ extra: 1, name: 'a\uD800', title: '<b>' })];
    const text = (question) => JSON.stringify({ kind: 'answer', id: question.id, ok: snapshot({ chats: rows, extra: 1 }) })
      .replace('"extra":1', '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}');
    const { ok } = await lyingTab(text).read();
    assert.deepEqual(ok, { v: 1, session: 'ready', me: {}, tab: {}, chats: [chat(), chat({ name: 'a\uFFFD', title: '<b>' })], failed: 13,
      variants: { channel: 'early', database: 'ok', reactions: 'database' } });
    assert.equal({}.polluted, undefined);
  });
  await t.test('a full snapshot passes; ways that make no sense are left out, and the bridge\'s own cannot be claimed', async () => {
    const rich = chat({ former: ['111222333444555@lid'], business: true, username: true, ad: true, community: true, limitSharing: true, ephemeral: true });
    const told = { build: '2.3000.1', epoch: '0a1b', readyMs: 1234, firstSync: 'running', excluded: 3, failed: 1, active: ANNA,
      tab: { hidden: true, thawed: 2 }, chats: [rich] };
    const claimed = { history: 'msgFindBefore', me: 'getMaybe MePnUser', lid: 5, key: '', 'a b': 'x', chats: 'x'.repeat(65),
      channel: 'late', database: 'busy', reactions: 'Reactions' };
    const tab = lyingTab((question) => ({ kind: 'answer', id: question.id, ok: snapshot({ ...told, variants: claimed }) }));
    assert.deepEqual((await tab.read()).ok, snapshot({ ...told,
      variants: { history: 'msgFindBefore', reactions: 'Reactions', channel: 'early', database: 'ok' } }));
  });
  await t.test('an open chat that is none is left out, and nothing else', async () => {
    for (const active of ['<img>', '', 5, {}, [ANNA], null, 'x'.repeat(257)]) {
      const tab = lyingTab((question) => ({ kind: 'answer', id: question.id, ok: snapshot({ active, chats: [chat()], failed: 1 }) }));
      const { ok } = await tab.read();
      assert.deepEqual([Object.hasOwn(ok, 'active'), ok.chats, ok.failed], [false, [chat()], 1]);
    }
  });
  await t.test('a session that is not open is told without the database', async () => {
    for (const session of ['waiting', 'signed_out', 'syncing', 'conflict', 'locked', 'blocked']) {
      const tab = lyingTab((question) => ({ kind: 'answer', id: question.id, ok: snapshot({ session }) }));
      assert.deepEqual((await tab.read()).ok.variants, { channel: 'early' });
      assert.deepEqual([(await tab.witness(ANNA)).error.code, (await tab.visible()).error.code, (await tab.count(ANNA)).error.code], ['not_ready', 'not_ready', 'not_ready']);
      assert.deepEqual([tab.database.counts.list, tab.database.counts.open], [0, 0]);
    }
  });
});

test('pages of messages are checked field by field', async (t) => {
  const read = async (ok, count = 50) => {
    const tab = lyingTab((question) => ({ kind: 'answer', id: question.id, ok }));
    return tab.messages(ANNA, count);
  };
  const refused = {
    'another chat': page([], { chat: '14155550999@c.us' }), 'more than asked for': page([record(), record(), record()]),
    'no start': page([], { start: undefined }), 'no source': page([], { source: undefined }), 'the screen as its source': page([], { source: 'screen' }),
    'an end that is none': page([], { end: 1 }), 'a way with words': page([], { variant: 'a b' }), 'a message that is none': page([5]), 'a key that is none': page([record({ key: 'x' })]),
    'an empty key without a reason': page([record({ key: '' })]), 'a time that is none': page([record({ t: 'now' })]),
  };
  for (const [name, ok] of Object.entries(refused)) {
    await t.test(name, async () => assert.equal((await read(ok, 2)).error.code, 'page_invalid'));
  }
  const bad = {
    'a long text': { text: 'x'.repeat(65_537) }, 'a text that is none': { text: {} }, 'a sender that is none': { sender: 'Anna' },
    'an unknown reason': { withheld: 'because' }, 'an unknown deleter': { deleted: 'me' }, 'a number out of bounds': { editedAt: -1 },
    'a place out of the world': { location: { latitude: 91, longitude: 0 } }, 'no place': { location: 'here' },
    'too many contacts': { contacts: Array.from({ length: 51 }, () => ({})) }, 'contacts of old': { contacts: ['x'] }, 'phones that are none': { contacts: [{ phones: [5] }] },
    'a reaction without an emoji': { reactions: [{ emoji: '' }] }, 'a reaction with a text': { reactions: [{ emoji: 'x'.repeat(65) }] },
    'too many reactions': { reactions: Array.from({ length: 1025 }, () => ({ emoji: '👍' })) }, 'votes that are none': { poll: { question: 'q', votes: [-1] } },
    'a date that is none': { event: { start: 'now' } }, 'a currency that is none': { shop: { currency: '<b>' } }, 'a long address': { ad: { url: 'x'.repeat(2049) } },
    'a notice that is none': { system: [] }, 'people that are none': { system: { people: 'Anna' } }, 'choices that are none': { choices: [null] },
    'a deleter that is none': { deletedBy: 'Anna' }, 'an album that is none': { album: { images: 0.5 } }, 'a flag that is none': { forwarded: 1 }, 'options that are none': { poll: { question: 'q', options: [1] } },
    'a negative size': { media: { size: -1 } }, 'an error with words of a chat': { error: 'Hello Anna' },
  };
  for (const [name, more] of Object.entries(bad)) {
    await t.test(name, async () => {
      assert.deepEqual((await read(page([record(more)]))).ok.messages, [record({ error: 'malformed' })]);
    });
  }
  await t.test('what is withheld, deleted or unreadable has no content', async () => {
    const about = { sender: ANNA, senderName: 'a', forwarded: true, deletedBy: ANNA };
    for (const why of [{ withheld: 'view_once' }, { withheld: 'phone_only' }, { deleted: 'sender' }, { error: 'unreadable' }, { type: 'revoked' }]) {
      assert.deepEqual((await read(page([record({ ...CONTENT, ...about, ...why })]))).ok.messages, [record({ ...about, ...why })]);
    }
  });
  await t.test('a full record passes unchanged', async () => {
    const full = record({ sender: ANNA, senderName: 'a', subtype: 's', forwarded: true, failed: true, parent: 'P', edited: true, editedAt: 5, ...CONTENT });
    assert.deepEqual((await read(page([full], { partial: true, end: true }))).ok, page([full], { partial: true, end: true }));
  });
});

test('refusals of the page carry a known code and none of its words', async () => {
  const refusal = (error) => lyingTab((question) => ({ kind: 'refusal', id: question.id, error })).messages(ANNA);
  assert.deepEqual((await refusal({ code: 'anchor_gone', message: 'Hello Anna' })).error,
    { code: 'anchor_gone', message: 'the page refused: anchor_gone' });
  for (const error of [{ code: 'free_text' }, 'anchor_gone', null, { code: ['anchor_gone'] }]) {
    assert.equal((await refusal(error)).error.code, 'page_invalid');
  }
});

test('hints are checked', async () => {
  const tab = lyingTab();
  const hint = (value) => tab.post(JSON.stringify({ kind: 'hint', hint: value }));
  for (const bad of [{}, { reason: 'now' }, { reason: 'active', chat: 'x' }, { reason: 'active', title: 'x'.repeat(513) }, { reason: 'active', title: 5 },
    { reason: 'messages', chat: ANNA, t: '5' }, { reason: 'messages', chat: ANNA, t: -1 }]) hint(bad);
  hint({ reason: 'messages', chat: ANNA, title: 'Anna', text: 'x' });
  hint({ reason: 'active', chat: ANNA, title: 'Anna', t: 5 });
  hint({ reason: 'burst', chat: ANNA, title: 'Anna', t: 5 });
  hint({ reason: 'messages', chat: ANNA, t: 1_790_000_000 });
  await tab.clock.settle();
  assert.deepEqual(tab.hints.map((sent) => sent.data), [{ reason: 'messages', chat: ANNA }, { reason: 'active', chat: ANNA, title: 'Anna' },
    { reason: 'burst', chat: ANNA },
    { reason: 'messages', chat: ANNA, t: 1_790_000_000 }]);
});

test('questions are checked', async () => {
  const tab = openTab();
  const key = `false_${ANNA}_A`;
  const messages = (more) => ({ v: 1, op: 'core/messages.read', messages: { chat: ANNA, count: 5, ...more } });
  const witness = (more) => ({ v: 1, op: 'core/witness.read', witness: { chat: ANNA, keys: [], count: 5, ...more } });
  const history = (more) => ({ v: 1, op: 'core/history.count', history: { chat: ANNA, from: 0, until: 0, perNote: 450, ...more } });
  for (const bad of [history({ chat: 'Anna' }), history({ from: -1 }), history({ from: 1.5 }), history({ until: 1e12 }), history({ until: undefined }), history({ perNote: 0 }), history({ perNote: 1001 }),
    { v: 1, op: 'core/history.count' }, { ...history(), op: 'core/page.read' }, { ...history(), messages: messages().messages }, { v: 2, op: 'core/page.read' }, { v: 1, op: 'core/page.write' }, messages({ before: key, after: key }), messages({ after: 'x' }), messages({ count: 51 }),
    messages({ count: 0 }), witness({ chat: 'Anna' }), witness({ keys: ['x'] }), witness({ keys: undefined }), witness({ keys: Array(51).fill(key) }), witness({ count: 1.5 }),
    { ...messages(), witness: witness().witness }, { v: 1, op: 'core/witness.read' }, { v: 1, op: 'core/messages.read' }, { ...messages(), op: 'core/visible.read' }]) {
    assert.equal((await tab.ask(bad)).error.code, 'invalid', JSON.stringify(bad));
  }
  const asked = [];
  const lying = lyingTab((question) => { asked.push(question.question); return { kind: 'answer', id: question.id, ok: page([]) }; });
  await lying.messages(ANNA, 5, undefined, key);
  await lying.ask(messages({ before: key, after: '' }));
  assert.deepEqual(asked, [{ chat: ANNA, count: 5, after: key }, { chat: ANNA, count: 5, before: key, after: '' }]);
  assert.equal(await tab.ask(messages(), { id: 'another' }), undefined);
});
