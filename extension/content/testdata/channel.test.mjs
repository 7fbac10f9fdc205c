import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lyingTab, snapshot } from './lying.mjs';
import { openReadyTab, openTab } from './tab.mjs';
import { ANNA, createWhatsApp, textRows } from './whatsapp.mjs';

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
    assert.deepEqual((await tab.read()).ok, { v: 1, session: 'unreadable', variants: { channel: 'none', database: 'ok' }, me: {}, chats: [], tab: {} });
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
  const { ok: { epoch, ...rest } } = await reference.read();
  const expected = [rest, await reference.messages(ANNA)];

  const tab = openTab({ wa });
  const stolen = [];
  tab.main.window.stolen = { push: (name) => stolen.push(name) };
  tab.main.run(PATCH_EVERYTHING);
  assert.ok(tab.main.window.patched > 200);
  wa.me = { ...reference.wa.me };
  wa.arrive();
  wa.start();
  await tab.clock.advance(300);
  const { ok: { epoch: ownEpoch, ...read } } = await tab.read();
  assert.deepEqual([read, await tab.messages(ANNA)], expected);
  assert.ok(ownEpoch !== epoch && /^[0-9a-f]{32}$/.test(ownEpoch));
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
