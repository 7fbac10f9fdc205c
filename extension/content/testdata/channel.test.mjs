import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openReadyTab, openTab } from './tab.mjs';
import { ANNA, createWhatsApp, textRows } from './whatsapp.mjs';

/** Answers the handshake in the page script's place; gives what it needs to lie. */
function forgedPage(tab, answer) {
  const { window } = tab;
  window.addEventListener('chatkeep-bus', (event) => {
    const bus = event.relatedTarget;
    const post = (text) => bus.dispatchEvent(new window.CustomEvent('chatkeep-to-bridge', { detail: text }));
    bus.addEventListener('chatkeep-to-page', ({ detail }) => answer(JSON.parse(detail), post));
    post('{"kind":"here"}');
    tab.post = post;
  }, true);
}

/** A tab whose page script is replaced by one that answers every question with make(question). */
function lyingTab(make) {
  const page = {};
  const tab = openTab({ withPage: false, before(window) {
    page.window = window;
    forgedPage(page, (question, post) => {
      const answer = make?.(question);
      if (answer !== undefined) post(typeof answer === 'string' ? answer : JSON.stringify(answer));
    });
  } });
  tab.post = (text) => page.post(text);
  return tab;
}

const snapshot = (more) => ({ v: 1, session: 'ready', me: {}, chats: [], ...more });
const page = (messages, more) => ({ v: 1, chat: ANNA, me: {}, messages, start: false, variant: 'x', ...more });
const record = (more) => ({ key: `false_${ANNA}_A`, id: 'A', fromMe: false, t: 5, type: 'chat', ...more });

test('the handshake is seen by nobody else, and a forged second one gets nothing', async () => {
  const seen = [];
  const tab = openTab({ between(window) {
    for (const name of ['chatkeep-bus', 'chatkeep-to-page', 'chatkeep-to-bridge']) {
      window.addEventListener(name, () => seen.push(name), true);
    }
  } });
  const { window } = tab.main;
  tab.wa.arrive();
  await tab.read();
  assert.deepEqual(seen, []);
  const bus = window.document.createElement('div');
  bus.addEventListener('chatkeep-to-bridge', () => seen.push('told'));
  window.dispatchEvent(new window.MouseEvent('chatkeep-bus', { relatedTarget: bus }));
  bus.dispatchEvent(new window.CustomEvent('chatkeep-to-page', { detail: '{"kind":"snapshot","id":"x"}' }));
  await tab.clock.advance(1000);
  assert.deepEqual(seen, ['chatkeep-bus']);
  assert.equal((await tab.read()).ok.session, 'syncing');
});

test('without the page script, or in the wrong order, the bridge says so', async () => {
  for (const options of [{ withPage: false }, { pageFirst: false }]) {
    const tab = openTab(options);
    assert.deepEqual((await tab.read()).ok, { v: 1, session: 'unreadable', variants: { channel: 'none' }, me: {}, chats: [] });
    assert.equal((await tab.messages(ANNA)).error.code, 'unreadable');
  }
});

/** Replaces every method and getter of the page's built-ins by one that reports itself and throws. */
const PATCH_EVERYTHING = `{
  const { defineProperty, getOwnPropertyNames, getOwnPropertyDescriptor } = Object;
  const steal = (name) => () => { stolen.push(name); throw new Error('patched ' + name); };
  const targets = { Array, String, RegExp, Map, Set, Number, Promise, Object, Reflect, JSON, Math,
    EventTarget, Event, CustomEvent, MouseEvent, Performance };
  const patches = [];
  for (const label in targets) {
    const target = targets[label];
    const objects = [target, target.prototype];
    for (let i = 0; i < 2; i++) {
      const object = objects[i];
      const names = object && object !== Object.prototype && object !== Promise.prototype ? getOwnPropertyNames(object) : [];
      for (let n = 0; n < names.length; n++) {
        const { value, get, configurable } = getOwnPropertyDescriptor(object, names[n]);
        const patched = steal(label + (i ? '.prototype.' : '.') + names[n]);
        if (!configurable || names[n] === 'constructor') continue;
        if (typeof value === 'function') patches[patches.length] = [object, names[n], { value: patched }];
        else if (get) patches[patches.length] = [object, names[n], { get: patched }];
      }
    }
    if (target.prototype && target.prototype[Symbol.iterator]) {
      patches[patches.length] = [target.prototype, Symbol.iterator, { value: steal(label + ' iterator') }];
    }
  }
  const prototypes = [Object.prototype, Array.prototype, String.prototype];
  for (let i = 0; i < 3; i++) patches[patches.length] = [prototypes[i], 'toJSON', { value: steal('toJSON') }];
  const names = ['setTimeout', 'queueMicrotask', 'CustomEvent', 'String', 'Number', 'JSON', 'Reflect'];
  for (let i = 0; i < names.length; i++) window[names[i]] = steal(names[i]);
  window.patched = patches.length;
  for (let i = 0; i < patches.length; i++) defineProperty(patches[i][0], patches[i][1], patches[i][2]);
}`;

test('built-ins patched by the page change nothing', async () => {
  const wa = createWhatsApp();
  wa.chat({ id: ANNA, t: 1, formattedTitle: 'Anna', active: true });
  wa.store(ANNA, textRows(wa, ANNA, 4));
  const reference = await openReadyTab({ wa });
  const expected = [await reference.read(), await reference.messages(ANNA)];

  const tab = openTab({ wa });
  const stolen = [];
  tab.main.window.stolen = { push: (name) => stolen.push(name) };
  tab.main.run(PATCH_EVERYTHING);
  assert.ok(tab.main.window.patched > 200);
  wa.me = { ...reference.wa.me };
  wa.arrive();
  wa.start();
  await tab.clock.advance(300);
  assert.deepEqual([await tab.read(), await tab.messages(ANNA)], expected);
  assert.deepEqual(tab.reasons(), ['ready', 'active']);
  assert.deepEqual(stolen, []);
  assert.deepEqual(tab.main.errors, []);
});

test('a page that does not answer is silent after eight seconds, and the next question is put', async () => {
  let answers = 0;
  const tab = lyingTab((question) => (answers++ === 0 ? undefined : { kind: 'answer', id: question.id, ok: snapshot() }));
  const first = tab.read();
  const second = tab.read();
  await tab.clock.advance(7999);
  assert.equal(answers, 1);
  await tab.clock.advance(1);
  assert.equal((await first).error.code, 'page_silent');
  assert.equal((await second).ok.session, 'ready');
});

test('one question is with the page at a time and sixteen may wait', async () => {
  let open = 0;
  const tab = lyingTab(() => { open++; });
  const asked = Array.from({ length: 20 }, () => tab.read());
  await tab.clock.settle();
  assert.equal(open, 1);
  await tab.clock.advance(16 * 8000);
  const codes = (await Promise.all(asked)).map((answer) => answer.error.code);
  assert.deepEqual([codes.filter((code) => code === 'page_silent').length, codes.filter((code) => code === 'busy').length], [16, 4]);
});

test('answers to other questions and repeated answers are dropped', async () => {
  const ids = new Set();
  const tab = lyingTab((question) => {
    ids.add(question.id);
    tab.post(JSON.stringify({ kind: 'answer', id: 'guess', ok: snapshot({ build: '1' }) }));
    tab.post(JSON.stringify({ kind: 'answer', id: question.id, ok: snapshot({ build: '2' }) }));
    tab.post(JSON.stringify({ kind: 'answer', id: question.id, ok: snapshot({ build: '3' }) }));
  });
  for (let i = 0; i < 3; i++) assert.equal((await tab.read()).ok.build, '2');
  assert.equal(ids.size, 3);
});

test('what is not told as JSON text of a sane size is not heard', async () => {
  const tab = lyingTab();
  for (const text of ['', 'no json', 'null', '[]', '5', '{"kind":"here"}', '{"kind":"hint"}', '{"kind":"hint","hint":[]}',
    `{"kind":"hint","hint":{"reason":"ready"},"x":"${'x'.repeat(16 * 1024 * 1024)}"}`, { kind: 'hint' }, null]) tab.post(text);
  await tab.clock.settle();
  assert.deepEqual([tab.hints, tab.isolated.errors], [[], []]);
});

test('snapshots are checked field by field', async (t) => {
  const chat = (more) => ({ chat: ANNA, t: 1, endOfHistory: 0, ...more });
  const refused = {
    'no object': 5, 'nothing': null, 'a list': [],
    'another version': snapshot({ v: 2 }), 'an unknown session': snapshot({ session: 'fine' }),
    'no account': snapshot({ me: undefined }), 'a LID as phone': snapshot({ me: { phone: '111222333444555@lid' } }),
    'a phone as LID': snapshot({ me: { lid: ANNA } }), 'chats that are no list': snapshot({ chats: { length: 1 } }),
    'too many chats': snapshot({ chats: Array.from({ length: 5001 }, () => chat()) }),
    'an open chat that is none': snapshot({ active: '<img>' }), 'a long build': snapshot({ build: 'x'.repeat(129) }),
    'HTML as build': snapshot({ build: '<b>' }), 'too many variants': snapshot({ variants: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`v${i}`, ''])) }),
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
      chat({ title: 'x'.repeat(513) }), chat({ self: 'yes' }), chat({ endOfHistory: null }), null, chat({ extra: 1, name: 'a\uD800', title: '<b>' })];
    const text = (question) => JSON.stringify({ kind: 'answer', id: question.id, ok: snapshot({ chats: rows, extra: 1 }) })
      .replace('"extra":1', '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}');
    const { ok } = await lyingTab(text).read();
    assert.deepEqual(ok, { v: 1, session: 'ready', me: {}, chats: [chat(), chat({ name: 'a\uFFFD', title: '<b>' })], variants: { refusedChats: '10' } });
    assert.equal({}.polluted, undefined);
  });
});

test('pages of messages are checked field by field', async (t) => {
  const read = async (ok, count = 50) => {
    const tab = lyingTab((question) => ({ kind: 'answer', id: question.id, ok }));
    return tab.messages(ANNA, count);
  };
  const refused = {
    'another chat': page([], { chat: '14155550999@c.us' }), 'more than asked for': page([record(), record(), record()]),
    'no start': page([], { start: undefined }), 'a message that is none': page([5]), 'a key that is none': page([record({ key: 'x' })]),
    'an empty key without a reason': page([record({ key: '' })]), 'a time that is none': page([record({ t: 'now' })]),
  };
  for (const [name, ok] of Object.entries(refused)) {
    await t.test(name, async () => assert.equal((await read(ok, 2)).error.code, 'page_invalid'));
  }
  const bad = {
    'a long text': { text: 'x'.repeat(65_537) }, 'a text that is none': { text: {} }, 'a sender that is none': { sender: 'Anna' },
    'an unknown reason': { withheld: 'because' }, 'an unknown deleter': { deleted: 'me' }, 'a number out of bounds': { editedAt: -1 },
    'a place out of the world': { location: { latitude: 91, longitude: 0 } }, 'no place': { location: 'here' },
    'too many contacts': { contacts: Array.from({ length: 51 }, () => 'x') }, 'options that are none': { poll: { question: 'q', options: [1] } },
    'a negative size': { media: { size: -1 } }, 'an error with words of a chat': { error: 'Hello Anna' },
  };
  for (const [name, more] of Object.entries(bad)) {
    await t.test(name, async () => {
      assert.deepEqual((await read(page([record(more)]))).ok.messages, [record({ error: 'malformed' })]);
    });
  }
  await t.test('what is withheld, deleted or unreadable has no content', async () => {
    const content = { text: 'x', cut: true, media: { name: 'x' }, quote: { text: 'x' }, location: { latitude: 1, longitude: 1 },
      contacts: ['x'], poll: { question: 'x' }, call: {} };
    for (const why of [{ withheld: 'view_once' }, { deleted: 'sender' }, { error: 'unreadable' }]) {
      assert.deepEqual((await read(page([record({ ...content, ...why })]))).ok.messages, [record(why)]);
    }
  });
  await t.test('a full record passes unchanged', async () => {
    const full = record({ sender: ANNA, senderName: 'a', subtype: 's', text: 't', cut: true, media: { mime: 'a/b', name: 'n', size: 1, seconds: 2 },
      quote: { id: 'q', sender: ANNA, type: 'chat', text: 't' }, edited: true, editedAt: 5, location: { latitude: -1.5, longitude: 2, name: 'n', live: true },
      contacts: ['c'], poll: { question: 'q', options: ['o'] }, call: { video: true, outcome: 'Missed', seconds: 1 } });
    assert.deepEqual((await read(page([full], { partial: true }))).ok.messages, [full]);
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
  for (const bad of [{}, { reason: 'now' }, { reason: 'active', chat: 'x' }, { reason: 'active', title: 'x'.repeat(513) }, { reason: 'active', title: 5 }]) hint(bad);
  hint({ reason: 'messages', chat: ANNA, title: 'Anna', text: 'x' });
  hint({ reason: 'active', chat: ANNA, title: 'Anna' });
  await tab.clock.settle();
  assert.deepEqual(tab.hints.map((sent) => sent.data), [{ reason: 'messages', chat: ANNA }, { reason: 'active', chat: ANNA, title: 'Anna' }]);
});

test('an orphaned bridge takes itself and the listeners in the page down', async () => {
  const tab = await openReadyTab();
  const { wa } = tab;
  const handlers = () => [wa.chats, wa.messages, wa.stream, wa.socket].map((emitter) => emitter.handlers.length);
  assert.ok(handlers().every((count) => count > 0));
  tab.runtime.sendMessage = async () => { throw new Error('Could not establish connection. Receiving end does not exist.'); };
  wa.chats.trigger('change:active', {});
  await tab.clock.advance(100);
  assert.ok(handlers().every((count) => count > 0));
  tab.runtime.sendMessage = () => { throw new Error('Extension context invalidated.'); };
  wa.chats.trigger('change:active', {});
  await tab.clock.advance(100);
  assert.deepEqual(handlers(), [0, 0, 0, 0]);
  assert.deepEqual(tab.listeners, []);
  assert.deepEqual([tab.main.errors, tab.isolated.errors], [[], []]);
});
