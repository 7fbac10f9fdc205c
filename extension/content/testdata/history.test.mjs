import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openReadyTab } from './tab.mjs';
import { ANNA, ANNA_LID, createWhatsApp, textRows } from './whatsapp.mjs';

const BO = '14155550999@c.us';

/** A tab with one chat of n messages. */
async function tabWith(n, options = {}) {
  const wa = createWhatsApp(options);
  wa.chat({ id: ANNA, accountLid: ANNA_LID, t: 1 });
  wa.chat({ id: BO, t: 1 });
  wa.store(ANNA, textRows(wa, ANNA, n));
  wa.store(BO, textRows(wa, BO, 3));
  return openReadyTab({ wa });
}

/** Reads a chat to its start as the core does; ids newest page first. */
async function readAll(tab, count) {
  const pages = [];
  let before;
  for (let i = 0; i < 100; i++) {
    const { ok, error } = await tab.messages(ANNA, count, before);
    assert.equal(error, undefined);
    assert.equal(ok.chat, ANNA);
    pages.push(ok.messages.map((message) => message.id));
    if (ok.start) return pages;
    before = ok.messages[0].key;
  }
  assert.fail('the start was never reached');
}

for (const emptyStatus of [200, 404]) {
  test(`a chat is read page by page to its start, with status ${emptyStatus} for nothing`, async () => {
    const tab = await tabWith(7);
    tab.wa.emptyStatus = emptyStatus;
    assert.deepEqual(await readAll(tab, 3), [['M0005', 'M0006', 'M0007'], ['M0002', 'M0003', 'M0004'], ['M0001'], []]);
    assert.deepEqual(tab.wa.writes, []);
  });

  test(`an empty chat is at its start, with status ${emptyStatus}`, async () => {
    const tab = await tabWith(0);
    tab.wa.emptyStatus = emptyStatus;
    const { ok } = await tab.messages(ANNA);
    assert.deepEqual([ok.messages, ok.start, ok.variant], [[], true, 'msgFindBefore']);
  });

  test(`a chat of one message is at its start, with status ${emptyStatus}`, async () => {
    const tab = await tabWith(1);
    tab.wa.emptyStatus = emptyStatus;
    assert.deepEqual(await readAll(tab, 50), [['M0001'], []]);
  });
}

for (const [build, options] of Object.entries({
  'before July 2026': { keyProperty: '_serialized' },
  'of August 2026': { keyProperty: '$1' },
  'of the future': { keyProperty: 'q7' },
  'without a method': { keyProperty: 'q7', keyToString: false },
  'with nothing but parts': { keyProperty: '', keyToString: false },
})) {
  test(`keys of a build ${build} are read, and reading goes on after a reload`, async () => {
    const first = await tabWith(5, options);
    const { ok } = await first.messages(ANNA, 2);
    assert.deepEqual(ok.messages.map(({ key, fromMe }) => [key, fromMe]), [
      [`true_${ANNA}_M0004`, true], [`false_${ANNA}_M0005`, false]]);
    const reloaded = await tabWith(5, options);
    const next = await reloaded.messages(ANNA, 2, ok.messages[0].key);
    assert.deepEqual(next.ok.messages.map((message) => message.id), ['M0002', 'M0003']);
  });
}

test('a key with an underscore in its id is built again from its parts', async () => {
  const tab = await tabWith(0);
  const { wa } = tab;
  wa.store(ANNA, [
    { id: wa.key({ fromMe: false, remote: ANNA, id: 'A' }), t: 1, type: 'chat', body: 'a' },
    { id: wa.key({ fromMe: true, remote: ANNA, id: '3A_F0' }), t: 2, type: 'chat', body: 'b' },
  ]);
  const { ok } = await tab.messages(ANNA, 1, `true_${ANNA}_3A_F0`);
  assert.deepEqual(ok.messages.map((message) => message.id), ['A']);
});

test('a key is looked up in memory before it is built', async () => {
  const tab = await tabWith(4);
  const { wa } = tab;
  delete wa.modules.WAWebMsgKey;
  wa.messages.models.push(wa.message({ id: wa.rows.get(ANNA)[2].id }));
  const { ok } = await tab.messages(ANNA, 1, `false_${ANNA}_M0003`);
  assert.deepEqual(ok.messages.map((message) => message.id), ['M0002']);
  assert.equal((await tab.messages(ANNA, 1, `true_${ANNA}_M0004`)).error.code, 'anchor_gone');
});

test('an anchor that is gone is told from the start of the chat', async (t) => {
  for (const reload of [false, true]) {
    for (const emptyStatus of [200, 404]) {
      await t.test(`${reload ? 'after a reload' : 'in the same page'}, ${emptyStatus}`, async () => {
        let tab = await tabWith(6);
        const { ok } = await tab.messages(ANNA, 2);
        if (reload) tab = await tabWith(6);
        tab.wa.emptyStatus = emptyStatus;
        tab.wa.rows.get(ANNA).splice(4, 1);
        assert.equal((await tab.messages(ANNA, 2, ok.messages[0].key)).error.code, 'anchor_gone');
        assert.equal((await tab.messages(ANNA, 2, `false_${ANNA}_M0001`)).ok.start, true);
      });
    }
  }
});

test('a key of another chat does not open that chat; the same chat under its LID does', async () => {
  const tab = await tabWith(3);
  const { error } = await tab.messages(ANNA, 50, `true_${BO}_M0002`);
  assert.equal(error.code, 'invalid');
  assert.equal(tab.wa.searches, 0);
  tab.wa.rows.get(ANNA)[2].id = tab.wa.key({ fromMe: false, remote: ANNA_LID, id: 'M0003' });
  const { ok } = await tab.messages(ANNA, 50, `false_${ANNA_LID}_M0003`);
  assert.deepEqual(ok.messages.map((message) => message.id), ['M0001', 'M0002']);
});

test('an unknown chat is not found', async () => {
  const tab = await tabWith(3);
  assert.equal((await tab.messages('14155551111@c.us')).error.code, 'not_found');
});

test('where the database cannot be searched, memory is read and marked partial', async () => {
  const wa = createWhatsApp();
  const rows = textRows(wa, ANNA, 5).map((row) => wa.message(row));
  wa.chat({ id: ANNA, t: 1, msgs: { getModelsArray: () => wa.seal(rows) } });
  wa.chat({ id: BO, t: 1 });
  wa.modules.WAWebDBMessageFindLocal = { msgFindBefore: () => { throw new Error('moved'); } };
  const tab = await openReadyTab({ wa });
  const first = (await tab.messages(ANNA, 3)).ok;
  assert.deepEqual(first.messages.map((message) => message.id), ['M0003', 'M0004', 'M0005']);
  assert.deepEqual([first.variant, first.partial, first.start], ['chat.msgs', true, false]);
  const second = (await tab.messages(ANNA, 3, first.messages[0].key)).ok;
  assert.deepEqual(second.messages.map((message) => message.id), ['M0001', 'M0002']);
  const third = (await tab.messages(ANNA, 3, second.messages[0].key)).ok;
  assert.deepEqual([third.messages, third.start, third.partial], [[], true, true]);
  assert.equal((await tab.messages(ANNA, 3, `true_${ANNA}_GONE`)).error.code, 'anchor_gone');
  assert.equal((await tab.messages(BO, 3)).error.code, 'unreadable');
});

test('a search that fails once after it worked is no reason to read less', async () => {
  const tab = await tabWith(5);
  await tab.messages(ANNA, 2);
  tab.wa.modules.WAWebDBMessageFindLocal.msgFindByDirection = undefined;
  const { rows } = tab.wa;
  tab.wa.rows = { values() { throw new Error('database closed'); }, get() { throw new Error('database closed'); } };
  assert.equal((await tab.messages(ANNA, 2)).error.code, 'unreadable');
  tab.wa.rows = rows;
  assert.equal((await tab.messages(ANNA, 2)).ok.messages.length, 2);
});

test('a page that grows too large leaves its oldest messages for the next one', async () => {
  const tab = await tabWith(0);
  const { wa } = tab;
  wa.store(ANNA, textRows(wa, ANNA, 40).map((row) => ({ ...row, body: '漢'.repeat(65_536) })));
  const seen = [];
  let before;
  for (let start = false; !start;) {
    const { ok } = await tab.messages(ANNA, 50, before);
    assert.ok(Buffer.byteLength(JSON.stringify(ok.messages)) <= 4 * 1024 * 1024);
    seen.unshift(...ok.messages.map((message) => message.id));
    ({ start } = ok);
    before = ok.messages[0]?.key;
  }
  assert.deepEqual(seen, wa.rows.get(ANNA).map((row) => row.id.id));
});

test('a lock or another account that comes while reading stops the answer', async () => {
  for (const change of [(wa) => { wa.socket.__x_state = 'SCREEN_LOCKED'; }, (wa) => { wa.me = { phone: '15550001111@c.us' }; }]) {
    const wa = createWhatsApp();
    wa.chat({ id: ANNA, t: 1 });
    wa.store(ANNA, textRows(wa, ANNA, 5));
    wa.modules.WAWebDBMessageFindLocal.msgFindBefore = async (question) => {
      const found = await wa.find({ ...question, direction: 'before' });
      change(wa);
      return found;
    };
    const tab = await openReadyTab({ wa });
    assert.equal((await tab.messages(ANNA, 5)).error.code, 'not_ready');
    assert.equal(wa.searches, 1);
  }
});

test('messages under advanced chat privacy have no content', async () => {
  const wa = createWhatsApp();
  wa.chat({ id: ANNA, t: 1, limitSharing: { sharingLimited: true } });
  wa.store(ANNA, textRows(wa, ANNA, 2));
  const { ok } = await (await openReadyTab({ wa })).messages(ANNA);
  assert.deepEqual(ok.messages.map(({ text, withheld }) => [text, withheld]), [[undefined, 'protected'], [undefined, 'protected']]);
});
