import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openReadyTab } from './tab.mjs';
import { ANNA, ANNA_LID, ME, createWhatsApp, textRows } from './whatsapp.mjs';

const BO = '14155550999@c.us';

/** What WhatsApp says when loadEarlierMsgs gets its chat in the other form. */
const NEW_FORM_WANTED = "Cannot read properties of undefined (reading 'waitForChatLoading')";
const OLD_FORM_WANTED = 'e.waitForChatLoading is not a function';

/** WhatsApp with a chat of n messages, of which the newest held are in memory too. */
function withMessages(n, held = n) {
  const wa = createWhatsApp();
  const rows = textRows(wa, ANNA, n);
  const list = rows.slice(n - held).map((row) => wa.message(row));
  wa.loaded.set(ANNA, list);
  const chat = wa.chat({ id: ANNA, accountLid: ANNA_LID, t: 1, msgs: { getModelsArray: () => wa.seal(list.slice()) } });
  chat.waitForChatLoading = () => {};
  wa.store(ANNA, rows);
  return wa;
}

const ids = (answer) => answer.ok.messages.map((message) => message.id);

/** Reads a chat from its newest message to its start. */
async function readAll(tab, count) {
  const seen = [];
  let before;
  for (let i = 0; i < 50; i++) {
    const { ok, error } = await tab.messages(ANNA, count, before);
    assert.equal(error, undefined);
    seen.unshift(...ok.messages.map((message) => message.id));
    if (ok.start) return seen;
    before = ok.messages[0].key;
  }
  assert.fail('the start was never reached');
}

const everyId = (n) => Array.from({ length: n }, (_, i) => `M${String(i + 1).padStart(4, '0')}`);

/** Takes the best ways of reading messages out of a build, and puts an older one in. */
const KILLS = [
  ['msgFindBefore', () => {}],
  ['msgFindByDirection', (local) => { delete local.msgFindBefore; delete local.msgFindAfter; }],
  ['msgFindQuery', (local, wa) => { delete local.msgFindByDirection; local.msgFindQuery = wa.findQuery; }],
  ['loadEarlierMsgs.options', (local, wa) => { delete local.msgFindQuery; wa.modules.WAWebChatLoadMessages = { loadEarlierMsgs: wa.loadEarlier }; }],
  ['chat.msgs', (_, wa) => { delete wa.modules.WAWebChatLoadMessages; }],
];

test('each way of reading messages stands in for the ones before it', async (t) => {
  for (let killed = 0; killed < KILLS.length; killed++) {
    const [variant] = KILLS[killed];
    await t.test(variant, async () => {
      const wa = withMessages(7);
      for (const [, kill] of KILLS.slice(0, killed + 1)) kill(wa.modules.WAWebDBMessageFindLocal, wa);
      const tab = await openReadyTab({ wa });
      assert.equal((await tab.read()).ok.variants.history, variant);
      assert.deepEqual(await readAll(tab, 3), everyId(7));
      const { ok } = await tab.messages(ANNA, 3);
      assert.deepEqual([ok.variant, ok.partial, ok.source], [variant, killed >= 3 || undefined, 'store'].map((value) => value || undefined));
      assert.deepEqual(wa.writes, []);
      assert.deepEqual(tab.main.errors, []);
    });
  }
});

test('the way that answers is named, also when a better one has stopped answering', async () => {
  const wa = withMessages(5);
  const local = wa.modules.WAWebDBMessageFindLocal;
  const { msgFindBefore } = local;
  let first = msgFindBefore;
  local.msgFindBefore = (question) => first(question);
  const tab = await openReadyTab({ wa });
  const named = async () => [(await tab.messages(ANNA, 3)).ok.variant, (await tab.read()).ok.variants.history];
  for (const [way, variant] of [[msgFindBefore, 'msgFindBefore'], [() => { throw new Error('gone'); }, 'msgFindByDirection'],
    [async () => ({ unexpected: true }), 'msgFindByDirection'], [msgFindBefore, 'msgFindBefore']]) {
    first = way;
    assert.deepEqual(await named(), [variant, variant]);
  }
});

test('the search of old builds gets a key of its own making and writes nothing to WhatsApp\'s', async () => {
  const wa = withMessages(5);
  const asked = [];
  wa.modules.WAWebDBMessageFindLocal = { msgFindQuery: (direction, anchor) => {
    asked.push([direction, anchor.count, anchor instanceof wa.MsgKey, String(anchor), Object.keys(anchor).includes('count')]);
    return wa.findQuery(direction, anchor);
  } };
  const tab = await openReadyTab({ wa });
  const first = (await tab.messages(ANNA, 2)).ok;
  assert.deepEqual(ids(await tab.messages(ANNA, 2, first.messages[0].key)), ['M0002', 'M0003']);
  assert.deepEqual(asked[1], ['before', 2, true, `true_${ANNA}_M0004`, true]);
  assert.equal('count' in wa.rows.get(ANNA)[3].id, false);
  wa.rows.get(ANNA).splice(3, 1);
  assert.equal((await tab.messages(ANNA, 2, first.messages[0].key)).error.code, 'anchor_gone');
});

test('loadEarlierMsgs is called in the form the build wants, whichever that is', async (t) => {
  const cases = {
    'with options': ({ loadEarlier }) => async (given) => {
      if (given?.chat === undefined) throw new TypeError(NEW_FORM_WANTED);
      return loadEarlier(given);
    },
    'with the chat': ({ loadEarlierOld }) => async (given) => {
      if (given?.chat !== undefined) throw new TypeError(OLD_FORM_WANTED);
      return loadEarlierOld(given);
    },
    'with the chat, throwing at once': ({ loadEarlierOld }) => (given) => {
      if (given?.chat !== undefined) throw new TypeError("Cannot read properties of undefined (reading 'msgs')");
      return loadEarlierOld(given);
    },
  };
  for (const [name, make] of Object.entries(cases)) {
    for (const noEarlier of [false, true]) {
      await t.test(`${name}, ${noEarlier ? 'undefined' : 'an empty list'} at the end`, async () => {
        const wa = withMessages(120, 4);
        wa.noEarlier = noEarlier;
        const calls = [];
        const load = make(wa);
        wa.modules.WAWebDBMessageFindLocal = {};
        wa.modules.WAWebChatLoadMessages = { loadEarlierMsgs: (given) => { calls.push(given?.chat !== undefined); return load(given); } };
        const tab = await openReadyTab({ wa });
        assert.deepEqual(await readAll(tab, 50), everyId(120));
        const wanted = name === 'with options';
        assert.equal((await tab.read()).ok.variants.history, wanted ? 'loadEarlierMsgs.options' : 'loadEarlierMsgs.chat');
        // The other form is tried once and never again.
        assert.deepEqual(calls.filter((form) => form !== wanted), wanted ? [] : [true]);
        assert.deepEqual(wa.writes, []);
      });
    }
  }
});

test('a loader that fails leaves what is in memory, and earlier messages are loaded for no longer than needed', async () => {
  const wa = withMessages(600, 4);
  wa.modules.WAWebDBMessageFindLocal = {};
  wa.modules.WAWebChatLoadMessages = { loadEarlierMsgs: async () => { throw new Error('GaveUpRetry'); } };
  const tab = await openReadyTab({ wa });
  const { ok } = await tab.messages(ANNA, 50);
  assert.deepEqual([ok.messages.length, ok.variant, ok.partial, ok.start], [4, 'chat.msgs', true, false]);
  wa.modules.WAWebChatLoadMessages.loadEarlierMsgs = undefined;

  const again = withMessages(900, 4);
  again.modules.WAWebDBMessageFindLocal = {};
  again.modules.WAWebChatLoadMessages = { loadEarlierMsgs: again.loadEarlier };
  const second = await openReadyTab({ wa: again });
  await second.messages(ANNA, 4);
  assert.equal(again.loads, 0);
  await second.messages(ANNA, 50);
  assert.equal(again.loads, 1);
  assert.equal((await second.messages(ANNA, 50, `false_${ANNA}_M0001`)).error.code, 'anchor_gone');
  assert.equal(again.loads, 11);
  // The next attempt goes on from there.
  const found = (await second.messages(ANNA, 50, `true_${ANNA}_M0002`)).ok;
  assert.deepEqual([found.messages.map((message) => message.id), found.start], [['M0001'], true]);
});

test('a form that has answered is not doubted because of a later error', async () => {
  const wa = withMessages(120, 4);
  const calls = [];
  wa.modules.WAWebDBMessageFindLocal = {};
  wa.modules.WAWebChatLoadMessages = { loadEarlierMsgs: async (given) => {
    calls.push(given.chat !== undefined);
    if (calls.length > 1) throw new TypeError("Cannot read properties of null (reading 'id')");
    return wa.loadEarlier(given);
  } };
  const tab = await openReadyTab({ wa });
  const { ok } = await tab.messages(ANNA, 50);
  assert.equal(ok.messages.length, 50);
  assert.equal((await tab.messages(ANNA, 50, ok.messages[0].key)).ok.variant, 'chat.msgs');
  assert.deepEqual(calls, [true, true]);
});

test('earlier messages are never loaded where a search answers, and never of a channel', async () => {
  const wa = withMessages(3);
  wa.modules.WAWebChatLoadMessages = { loadEarlierMsgs: wa.loadEarlier };
  wa.modules.WAWebDBMessageFindLocal.msgFindBefore = async () => { throw new Error('moved'); };
  const channel = '120363000000000000@newsletter';
  wa.chat({ id: channel, t: 9, msgs: { getModelsArray: () => [] } });
  const tab = await openReadyTab({ wa });
  assert.deepEqual((await tab.messages(ANNA)).ok.variant, 'msgFindByDirection');
  // A search that has answered may fail: that passes.
  const { rows } = wa;
  wa.rows = { values() { throw new Error('database closed'); }, get() { throw new Error('database closed'); } };
  assert.equal((await tab.messages(ANNA)).error.code, 'unreadable');
  wa.rows = rows;
  wa.modules.WAWebDBMessageFindLocal = {};
  assert.equal((await tab.messages(channel)).error.code, 'forbidden');
  assert.equal(wa.loads, 0);
});

/** Ways in which a search that is there says nothing. */
const SILENT = {
  'it throws': () => { throw new Error('moved'); },
  'it fails': async () => { throw new Error('moved'); },
  'it answers in another shape': async () => ({ unexpected: true }),
  'it never answers': () => new Promise(() => {}),
};

/** What asked comes to in a page in which time passes. */
async function inTime(tab, asked, ms = 4500) {
  await tab.clock.advance(ms);
  return asked;
}

test('searches that are there and say nothing from the start are named as what stands in for them, until they answer', async (t) => {
  for (const [how, silent] of Object.entries(SILENT)) {
    for (const load of [true, false]) {
      await t.test(`${how}, ${load ? 'with' : 'without'} loadEarlierMsgs`, async () => {
        const wa = withMessages(7, 2);
        if (load) wa.modules.WAWebChatLoadMessages = { loadEarlierMsgs: wa.loadEarlier };
        const local = wa.modules.WAWebDBMessageFindLocal;
        const { msgFindBefore, msgFindByDirection } = local;
        let find = silent;
        local.msgFindBefore = (question) => (find ?? msgFindBefore)(question);
        local.msgFindByDirection = (question) => (find ?? msgFindByDirection)(question);
        const tab = await openReadyTab({ wa });
        const first = (await inTime(tab, tab.messages(ANNA, 5))).ok;
        // What has hung is not tried again for the next page, which has its whole time for what is left.
        const { ok } = await tab.messages(ANNA, 5);
        const variant = load ? 'loadEarlierMsgs.options' : 'chat.msgs';
        assert.deepEqual([first.partial, ok.partial, ok.variant], [true, true, variant]);
        assert.deepEqual(ok.messages.map((message) => message.id), load ? everyId(7).slice(2) : everyId(7).slice(5));
        assert.equal((await tab.read()).ok.variants.history, variant);

        find = undefined;
        await tab.clock.advance(30_000);
        assert.equal((await tab.read()).ok.variants.history, 'msgFindBefore');
        const whole = (await tab.messages(ANNA, 5)).ok;
        assert.deepEqual([whole.partial, whole.variant, whole.messages.length], [undefined, 'msgFindBefore', 5]);
        assert.deepEqual([wa.writes, tab.main.errors], [[], []]);
      });
    }
  }
});

test('a search that never answers is passed over at once the next time, and used again when it has answered after all', async () => {
  const wa = withMessages(5);
  const local = wa.modules.WAWebDBMessageFindLocal;
  const { msgFindBefore } = local;
  const late = [];
  let hangs = true;
  local.msgFindBefore = (question) => (hangs ? new Promise((resolve) => late.push(() => resolve(msgFindBefore(question)))) : msgFindBefore(question));
  const tab = await openReadyTab({ wa });
  assert.equal((await inTime(tab, tab.messages(ANNA, 3), 2000)).ok.variant, 'msgFindByDirection');
  assert.equal((await tab.messages(ANNA, 3)).ok.variant, 'msgFindByDirection');
  assert.equal(late.length, 1);
  hangs = false;
  late[0]();
  await tab.clock.settle();
  assert.equal((await tab.messages(ANNA, 3)).ok.variant, 'msgFindBefore');
});

test('a database that is always slow is read once it has shown that it answers', async (t) => {
  for (const emptyStatus of [200, 404]) {
    await t.test(`status ${emptyStatus} for nothing`, async () => {
      const wa = withMessages(7, 1);
      wa.emptyStatus = emptyStatus;
      const local = wa.modules.WAWebDBMessageFindLocal;
      let tab;
      for (const name of ['msgFindBefore', 'msgFindAfter', 'msgFindByDirection']) {
        const search = local[name];
        local[name] = (question) => new Promise((resolve) => tab.clock.setTimeout(() => resolve(search(question)), 3000));
      }
      tab = await openReadyTab({ wa });
      const first = (await inTime(tab, tab.messages(ANNA, 5), 6000)).ok;
      assert.deepEqual([first.variant, first.partial], ['chat.msgs', true]);
      const second = (await inTime(tab, tab.messages(ANNA, 5))).ok;
      assert.deepEqual([second.variant, second.partial, second.messages.map(({ id }) => id)], ['msgFindBefore', undefined, everyId(7).slice(2)]);
      const older = (await inTime(tab, tab.messages(ANNA, 5, second.messages[0].key))).ok;
      assert.deepEqual(older.messages.map(({ id }) => id), everyId(7).slice(0, 2));
      // Whether nothing is older or the message is gone takes more than one question where 404 says both.
      const start = await inTime(tab, tab.messages(ANNA, 5, older.messages[0].key));
      assert.equal(emptyStatus === 200 ? start.ok.start : start.error.code, emptyStatus === 200 ? true : 'unreadable');
    });
  }
});

test('searches that stop answering leave a page unreadable in time, and what comes after does not wait for them', async () => {
  const wa = withMessages(5);
  const local = wa.modules.WAWebDBMessageFindLocal;
  let hangs = false;
  for (const name of ['msgFindBefore', 'msgFindAfter', 'msgFindByDirection']) {
    const search = local[name];
    local[name] = (question) => (hangs ? new Promise(() => {}) : search(question));
  }
  const tab = await openReadyTab({ wa });
  assert.equal((await tab.messages(ANNA, 3)).ok.variant, 'msgFindBefore');
  hangs = true;
  assert.equal((await inTime(tab, tab.messages(ANNA, 3))).error.code, 'unreadable');
  assert.equal((await tab.read()).ok.session, 'ready');
  assert.equal((await tab.messages(ANNA, 3)).error.code, 'unreadable');
  hangs = false;
  await tab.clock.advance(30_000);
  assert.equal((await tab.messages(ANNA, 3)).ok.variant, 'msgFindBefore');
});

test('a loader that never answers leaves what is in memory', async () => {
  const wa = withMessages(60, 4);
  wa.modules.WAWebDBMessageFindLocal = {};
  wa.modules.WAWebChatLoadMessages = { loadEarlierMsgs: () => new Promise(() => {}) };
  const tab = await openReadyTab({ wa });
  const { ok } = await inTime(tab, tab.messages(ANNA, 50));
  assert.deepEqual([ok.messages.length, ok.variant, ok.partial, ok.start], [4, 'chat.msgs', true, false]);
  assert.equal((await tab.read()).ok.variants.history, 'chat.msgs');
});

test('the chat list is found by either name, and among the loaded modules when it has a new one', async (t) => {
  const cases = [
    ['WAWebChatCollection', () => {}],
    ['WAWebCollections.Chat', (wa) => { delete wa.modules.WAWebChatCollection; }],
    ['modulesMap', (wa) => {
      for (const name of Object.keys(wa.modules)) if (/Collection/.test(name)) delete wa.modules[name];
      wa.modules.__debug = { modulesMap: {
        A: {}, B: { defaultExport: null }, C: { defaultExport: { Chat: {} } }, D: { get defaultExport() { throw new Error('lazy'); } },
        E: { factory: () => { throw new Error('a module was run'); }, exports: null },
        NewName: { defaultExport: { Chat: wa.chats, Contact: wa.contacts, Msg: wa.messages, Reactions: wa.reactions } },
      } };
    }],
  ];
  for (const [variant, prepare] of cases) {
    await t.test(variant, async () => {
      const wa = withMessages(2);
      wa.contact({ id: ANNA, name: 'Anna' });
      prepare(wa);
      const tab = await openReadyTab({ wa });
      const { ok } = await tab.read();
      assert.deepEqual([ok.session, ok.variants.chats, ok.variants.events, ok.chats[0].name], ['ready', variant, 'all', 'Anna']);
      assert.deepEqual(ids(await tab.messages(ANNA)), ['M0001', 'M0002']);
      tab.hints.length = 0;
      wa.messages.trigger('add', wa.message({ id: wa.key({ fromMe: false, remote: ANNA, id: 'N' }), isNewMsg: true, t: 7 }));
      await tab.clock.advance(10);
      assert.deepEqual(tab.hints.map((hint) => hint.data), [{ reason: 'messages', chat: ANNA, t: 7 }]);
    });
  }
});

test('the own account is known by the first getter that answers', async (t) => {
  const phone = (wa) => wa.wid(ME.phone);
  const cases = [
    ['getMaybeMePnUser', () => {}],
    ['getMaybeMeLidUser', (wa, me) => { delete me.getMaybeMePnUser; }],
    ['Conn.wid', (wa, me) => { delete me.getMaybeMePnUser; delete me.getMaybeMeLidUser; wa.conn.__x_wid = phone(wa); }],
    ['getMaybeMeUser', (wa, me) => { delete me.getMaybeMePnUser; delete me.getMaybeMeLidUser; me.getMaybeMeUser = () => phone(wa); }],
  ];
  for (const [variant, prepare] of cases) {
    await t.test(variant, async () => {
      const wa = withMessages(1);
      prepare(wa, wa.modules.WAWebUserPrefsMeUser);
      const { ok } = await (await openReadyTab({ wa })).read();
      assert.deepEqual([ok.session, ok.variants.me], ['ready', variant]);
      assert.ok(ok.me.phone === ME.phone || ok.me.lid === ME.lid);
    });
  }
});

test('messages after one that is known come oldest first, to the newest', async (t) => {
  const ways = [
    ['msgFindAfter', undefined, () => {}],
    ['msgFindByDirection', undefined, (local) => { delete local.msgFindAfter; }],
    ['msgFindQuery', undefined, (local, wa) => { delete local.msgFindByDirection; delete local.msgFindAfter; local.msgFindQuery = wa.findQuery; }],
    ['chat.msgs', true, (_, wa) => { wa.modules.WAWebDBMessageFindLocal = {}; }],
  ];
  for (const [variant, partial, kill] of ways) {
    for (const emptyStatus of [200, 404]) {
      await t.test(`${variant}, status ${emptyStatus} for nothing`, async () => {
        const wa = withMessages(7);
        wa.emptyStatus = emptyStatus;
        kill(wa.modules.WAWebDBMessageFindLocal, wa);
        const tab = await openReadyTab({ wa });
        const pages = [];
        let after = `false_${ANNA}_M0003`;
        for (let end = false; !end;) {
          const { ok } = await tab.messages(ANNA, 3, undefined, after);
          assert.deepEqual([ok.variant, ok.partial, ok.start], [variant, partial, false]);
          pages.push(ok.messages.map((message) => message.id));
          end = ok.end === true;
          after = ok.messages.at(-1)?.key;
        }
        assert.deepEqual(pages, [['M0004', 'M0005', 'M0006'], ['M0007'], []]);
        assert.equal((await tab.messages(ANNA, 3, undefined, `false_${ANNA}_GONE`)).error.code, 'anchor_gone');
        assert.deepEqual(wa.writes, []);
      });
    }
  }
});

test('a page of newer messages that grows too large leaves its newest for the next one', async () => {
  const wa = withMessages(40);
  for (const row of wa.rows.get(ANNA)) row.body = '漢'.repeat(65_536);
  const tab = await openReadyTab({ wa });
  const seen = [];
  let after = `false_${ANNA}_M0001`;
  for (let end = false; !end;) {
    const { ok } = await tab.messages(ANNA, 50, undefined, after);
    assert.ok(Buffer.byteLength(JSON.stringify(ok.messages)) <= 4 * 1024 * 1024);
    seen.push(...ok.messages.map((message) => message.id));
    end = ok.end === true;
    after = ok.messages.at(-1)?.key;
  }
  assert.deepEqual(seen, everyId(40).slice(1));
});

test('before and after together make no question, and a page has never more than was asked for', async () => {
  const wa = withMessages(9);
  const tab = await openReadyTab({ wa });
  const key = `false_${ANNA}_M0005`;
  assert.equal((await tab.messages(ANNA, 3, key, key)).error.code, 'invalid');
  assert.equal((await tab.messages(ANNA, 3, undefined, `false_${BO}_M0005`)).error.code, 'invalid');
  assert.equal(wa.searches, 0);
  // WhatsApp counts only what it shows, and gives what lies between as well.
  const { msgFindBefore, msgFindAfter } = wa.modules.WAWebDBMessageFindLocal;
  wa.modules.WAWebDBMessageFindLocal.msgFindBefore = (question) => msgFindBefore({ ...question, count: question.count + 2 });
  wa.modules.WAWebDBMessageFindLocal.msgFindAfter = (question) => msgFindAfter({ ...question, count: question.count + 2 });
  const fresh = await openReadyTab({ wa });
  assert.deepEqual(ids(await fresh.messages(ANNA, 3)), ['M0007', 'M0008', 'M0009']);
  assert.deepEqual(ids(await fresh.messages(ANNA, 3, key)), ['M0002', 'M0003', 'M0004']);
  assert.deepEqual(ids(await fresh.messages(ANNA, 3, undefined, key)), ['M0006', 'M0007', 'M0008']);
});
