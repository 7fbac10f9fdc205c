// The open chat without the page's modules: words from the screen, everything else from the database.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { media, open2025, open2026, parts, quoted, readMore, row2025, row2026 } from './conversation.mjs';
import { messageRows, NAME } from './model-storage.mjs';
import { emptyDatabase, openTab } from './tab.mjs';
import { h } from './tree.mjs';
import { ANNA, ANNA_LID, GROUP, ME } from './whatsapp.mjs';

const T = 1_790_000_000;

/** A tab without a page script, with Anna's chat in the database and what is shown of it. */
function tabWith({ messages = [], chat = {}, contact = {}, show, chatId = ANNA } = {}) {
  const database = emptyDatabase();
  database.put(NAME, 'chat', { id: ANNA, accountLid: ANNA_LID, t: T + 50, endOfHistoryTransferType: 1, ...chat });
  database.put(NAME, 'contact', { id: ANNA, name: 'Anna Berg', ...contact });
  database.put(NAME, 'message', ...messageRows(chatId, messages));
  const tab = openTab({ withPage: false, database });
  show(tab.page);
  return tab;
}

/** The text read of one row of a type. */
async function textOf(row, more = {}) {
  const tab = tabWith({ messages: [{ id: `false_${ANNA}_A`, ...more }], show: (page) => open2026(page, 'Anna Berg', row2026('A', row)) });
  const { text, cut, error } = (await tab.visible(ANNA)).ok.page.messages[0];
  return cut || error ? [text, cut ? 'cut' : error] : text;
}

test('the open chat, its messages and the own account', async () => {
  const tab = tabWith({
    messages: [{ id: `false_${ANNA}_A`, notifyName: 'anna', to: ME.lid }, { id: `true_${ANNA}_B`, ack: -1, isForwarded: true },
      { id: `false_${ANNA}_C`, type: 'image', mimetype: 'image/jpeg', size: 5, quotedStanzaID: 'A', quotedParticipant: ANNA },
      { id: `true_${ANNA}_D`, type: 'ptt', duration: '7', mimetype: 'audio/ogg', latestEditMsgKey: 'x', latestEditSenderTimestampMs: 5 },
      { id: `false_${ANNA}_E`, type: 'call_log', callOutcome: 'Missed', isVideoCall: true }],
    chat: { lidOriginType: 'ctwa', originalLid: '333444555666777@lid' }, contact: { isBusiness: true },
    show: (page) => open2026(page, 'Anna Berg', row2026('A', { text: 'hello', tail: 'in' }), row2026('B', { text: 'hi', state: 'msg-time' }),
      row2026('C', { text: 'a caption', media: media('image-thumb') }), row2026('D', { stamped: false, media: media('audio-play') }),
      row2026('E', { stamped: false, text: 'Missed call' }), row2026('UNKNOWN', { text: 'x' })),
  });
  const { ok } = await tab.visible(ANNA);
  assert.deepEqual(ok, {
    v: 1, layout: '2026', database: 'ok', title: 'Anna Berg', me: { phone: ME.phone, lid: ME.lid }, unmatched: 1,
    chat: { chat: ANNA, t: T + 50, endOfHistory: 1, phone: ANNA, lid: ANNA_LID, title: 'Anna Berg', name: 'Anna Berg',
      former: ['333444555666777@lid'], ad: true, business: true },
    page: {
      v: 1, chat: ANNA, me: { phone: ME.phone, lid: ME.lid }, start: false, source: 'screen', variant: 'screen.2026', partial: true,
      messages: [
        { key: `false_${ANNA}_A`, id: 'A', fromMe: false, t: T, type: 'chat', sender: ANNA, senderName: 'anna', text: 'hello' },
        { key: `true_${ANNA}_B`, id: 'B', fromMe: true, t: T + 1, type: 'chat', sender: ME.phone, forwarded: true, failed: true, text: 'hi' },
        { key: `false_${ANNA}_C`, id: 'C', fromMe: false, t: T + 2, type: 'image', sender: ANNA, text: 'a caption',
          media: { mime: 'image/jpeg', size: 5 }, quote: { id: 'A', sender: ANNA } },
        { key: `true_${ANNA}_D`, id: 'D', fromMe: true, t: T + 3, type: 'ptt', sender: ME.phone, media: { mime: 'audio/ogg', seconds: 7 },
          edited: true, editedAt: 5 },
        { key: `false_${ANNA}_E`, id: 'E', fromMe: false, t: T + 4, type: 'call_log', sender: ANNA, call: { video: true, outcome: 'Missed' } },
      ],
    },
  });
});

test('a text is read as it was written', async () => {
  const { emoji, bold, code, mention, quoteBlock, list, item, br } = parts;
  assert.equal(await textOf({ text: ['Look ', bold('here ', emoji('👍🏽')), ' ', code('a<b')] }), 'Look *here 👍🏽* ```a<b```');
  assert.equal(await textOf({ text: ['Ask ', mention('Bo Li', ANNA_LID), br(), 'now'] }), 'Ask @Bo Li\nnow');
  assert.equal(await textOf({ text: [quoteBlock('they said'), 'and I'] }), '> they said\nand I');
  assert.equal(await textOf({ text: ['Buy', list(item('milk'), item('bread')), 'today'] }), 'Buy\n• milk\n• bread\ntoday');
  assert.equal(await textOf({ text: 'mine', quote: quoted('theirs') }), 'mine');
  assert.equal(await textOf({ text: '<script>alert(1)</script>\u202E' }), '<script>alert(1)</script>\u202E');
  assert.equal(await textOf({ text: [h('style', {}, 'x'), 'a', h('textarea', {}, 'b')] }), 'a');
  assert.equal(await textOf({ text: [h('em', { 'data-app-text-template': `${'x'.repeat(50)}\${appText}` }, 'a')] }), 'a');
});

test('a text that is not all there says so', async () => {
  assert.deepEqual(await textOf({ text: 'a long beginning…', after: readMore() }), ['a long beginning', 'cut']);
  assert.deepEqual(await textOf({ text: ['a long beginning', readMore()] }), ['a long beginning', 'cut']);
  assert.deepEqual(await textOf({ text: 'x'.repeat(70_000) }), ['x'.repeat(65_536), 'cut']);
  const deep = Array.from({ length: 200 }).reduce((inner) => h('span', {}, 'a', inner), 'end');
  assert.equal((await textOf({ text: [deep] }))[1], 'cut');
  assert.deepEqual(await textOf({ media: media('image-thumb') }), [undefined, 'unreadable']);
  assert.equal(await textOf({ text: 'x', after: media('link-preview', h('img', {})) }), 'x');
});

test('only what has words has them read', async () => {
  assert.equal(await textOf({ text: 'plan.pdf', stamped: false }, { type: 'document', filename: 'plan.pdf' }), undefined);
  assert.equal(await textOf({ text: 'see page 2', stamped: false }, { type: 'document', filename: 'plan.pdf' }), 'see page 2');
  for (const type of ['location', 'vcard', 'poll_creation', 'sticker', 'e2e_notification', 'ciphertext', 'something_new']) {
    assert.equal(await textOf({ text: 'Berlin' }, { type }), undefined);
  }
  assert.equal(await textOf({ text: 'Deleted', media: media('recalled') }, { type: 'image' }), undefined);
  assert.equal(await textOf({ text: 'mine', quote: quoted('theirs', media('recalled')) }), 'mine');
});

test('what the writer did not want kept has no words', async () => {
  const read = async (row, chat) => {
    const tab = tabWith({ messages: [{ id: `false_${ANNA}_A`, ...row }], chat, show: (page) => open2026(page, 'Anna Berg', row2026('A', { text: 'secret' })) });
    const { ok } = await tab.visible(ANNA);
    assert.ok(!JSON.stringify(ok).includes('secret'));
    const { withheld, deleted, deletedBy } = ok.page.messages[0];
    return withheld ?? [deleted, deletedBy];
  };
  assert.equal(await read({ isViewOnce: true }), 'view_once');
  assert.equal(await read({ isViewOnce: 1, type: 'image' }), 'view_once');
  assert.equal(await read({ ephemeralDuration: 86400 }), 'disappearing');
  assert.equal(await read({ expiredTimestamp: T }), 'disappearing');
  assert.equal(await read({ limitSharing: { sharingLimited: true } }), 'protected');
  assert.equal(await read({}, { limitSharing: true }), 'protected');
  assert.equal(await read({}, { limitSharing: 1 }), 'protected');
  assert.equal(await read({}, { limitSharing: { trigger: 3 } }), 'protected');
  assert.deepEqual(await read({ type: 'revoked', subtype: 'admin', revokeSender: ANNA }), ['admin', ANNA]);
  assert.deepEqual(await read({ type: 'revoked' }), ['sender', undefined]);
});

test('a chat is told only beyond doubt', async (t) => {
  const message = { id: `false_${ANNA}_A` };
  const row = (id = 'A', more = { text: 'x' }) => row2026(id, more);
  const put = (tab, table, ...rows) => tab.database.put(NAME, table, ...rows);
  const cases = {
    'another title': [false, { messages: [message], show: (page) => open2026(page, 'Bo', row()) }],
    'a push name with its mark': [true, { messages: [message], contact: { name: undefined, pushname: 'Änna' }, show: (page) => open2026(page, '~ A\u0308nna\u200E', row()) }],
    'the number as title': [true, { messages: [message], show: (page) => open2026(page, '\u2066+1 415-555-0132\u2069', row()) }],
    'another number as title': [false, { messages: [message], show: (page) => open2026(page, '+1 415 555 0133', row()) }],
    'a masked number as title': [true, { messages: [message], show: (page) => open2026(page, '+1 415∙∙∙∙∙33', row()) }],
    'no name to compare with': [true, { messages: [message], contact: { name: undefined }, show: (page) => open2026(page, 'Bo', row()) }],
    'no title': [true, { messages: [message], show: (page) => open2026(page, '', row()) }],
    'messages of two chats': [false, { messages: [message, { id: 'false_14155550133@c.us_B' }], show: (page) => open2026(page, 'Anna Berg', row(), row('B')) }],
    'messages under both ids of one person': [true, { messages: [message, { id: `false_${ANNA_LID}_B` }], show: (page) => open2026(page, 'Anna Berg', row(), row('B')) }],
    'messages under three ids': [false, { messages: [message, { id: `false_${ANNA_LID}_B` }, { id: 'false_14155550133@c.us_C' }],
      show: (page) => open2026(page, 'Anna Berg', row(), row('B'), row('C')) }],
    'two own accounts': [false, { messages: [message, { id: `true_${ANNA}_B`, from: '15550001111@c.us' }], show: (page) => open2026(page, 'Anna Berg', row(), row('B')) }],
    'a notice of somebody else': [true, { messages: [message, { id: `true_${ANNA}_B`, type: 'gp2', from: '15550001111@c.us' }], show: (page) => open2026(page, 'Anna Berg', row(), row('B')) }],
    'a message of the wrong side': [false, { messages: [message], show: (page) => open2026(page, 'Anna Berg', row('A', { text: 'x', state: 'msg-check' })) }],
    'a chat without a row': [false, { messages: [{ id: 'false_14155550133@c.us_A' }], show: (page) => open2026(page, 'Anna Berg', row()) }],
    'no message in the database': [false, { messages: [], show: (page) => open2026(page, 'Anna Berg', row()) }],
    'keys of the chat': [true, { messages: [message], show: (page) => open2025(page, 'Anna Berg', row2025(`false_${ANNA}_A`, { text: 'x' }), row2025(`false_${ANNA_LID}_Z`)) }],
    'a key of another chat': [false, { messages: [message], show: (page) => open2025(page, 'Anna Berg', row2025(`false_${ANNA}_A`, { text: 'x' }), row2025('false_14155550133@c.us_Z')) }],
  };
  for (const [name, [told, options]] of Object.entries(cases)) {
    await t.test(name, async () => {
      const { ok } = await tabWith(options).visible(ANNA);
      assert.deepEqual([ok.chat !== undefined, ok.page !== undefined, Object.keys(ok.me).length > 0], [told, told, told]);
      assert.equal(ok.database, 'ok');
    });
  }
  await t.test('a channel is never told', async () => {
    const channel = '120363000000000000@newsletter';
    const tab = tabWith({ messages: [{ id: `false_${channel}_A` }], chat: { id: channel }, show: (page) => open2026(page, 'News', row()) });
    assert.equal((await tab.visible(ANNA)).ok.chat, undefined);
  });
  await t.test('a chat under its LID, with the number from the contact', async () => {
    const tab = tabWith({ messages: [{ id: `false_${ANNA_LID}_A` }], chat: { id: ANNA_LID }, show: (page) => open2026(page, 'Anna Berg', row()) });
    put(tab, 'contact', { id: ANNA_LID, phoneNumber: ANNA, isUsernameContact: true });
    const { chat } = (await tab.visible(ANNA)).ok;
    assert.deepEqual([chat.chat, chat.phone, chat.lid, chat.name, chat.username], [ANNA_LID, ANNA, ANNA_LID, 'Anna Berg', true]);
  });
  await t.test('a group, by its subject', async () => {
    for (const [title, told] of [['Team', true], ['Tea', false]]) {
      const tab = tabWith({ messages: [{ id: `false_${GROUP}_A_${ANNA_LID}`, author: ANNA, notifyName: 'Anna' }, { id: `true_${GROUP}_B_${ME.lid}` }],
        chat: { id: GROUP, accountLid: undefined }, show: (page) => open2026(page, title, row(), row('B')) });
      put(tab, 'group-metadata', { id: GROUP, subject: 'Team' });
      const { ok } = await tab.visible(GROUP);
      assert.equal(ok.chat?.chat, told ? GROUP : undefined);
      assert.deepEqual(ok.page?.messages.map(({ sender }) => sender), told ? [ANNA_LID, ME.lid] : undefined);
    }
  });
  await t.test('a group of a community, and where it announces', async () => {
    for (const [metadata, want] of [[{}, [undefined, undefined]], [{ parentGroup: '120363025550000002@g.us' }, [true, undefined]],
      [{ defaultSubgroup: true, parentGroup: '120363025550000002@g.us' }, [true, true]], [{ isParentGroup: 1 }, [true, true]]]) {
      const tab = tabWith({ messages: [{ id: `false_${GROUP}_A_${ANNA_LID}` }], chat: { id: GROUP, accountLid: undefined }, show: (page) => open2026(page, 'Team', row()) });
      put(tab, 'group-metadata', { id: GROUP, subject: 'Team', ...metadata });
      const { chat } = (await tab.visible(GROUP)).ok;
      assert.deepEqual([chat.community, chat.announcement], want);
    }
  });
  await t.test('the chat with oneself, whose title is in the user\'s language', async () => {
    const tab = tabWith({ messages: [{ id: `true_${ME.phone}_A_out`, from: ME.phone, to: ME.phone }], chat: { id: ME.phone, accountLid: ME.lid },
      contact: { id: ME.phone, name: 'Me' }, show: (page) => open2026(page, 'Me (Du)', row()) });
    assert.equal((await tab.visible(ANNA)).ok.chat.self, true);
  });
});

test('whoever goes on to another chat while it is read is not mixed up', async () => {
  const tab = tabWith({ messages: [{ id: `false_${ANNA}_A` }, { id: `false_${ANNA}_B` }],
    show: (page) => open2026(page, 'Anna Berg', row2026('A', { text: 'one' }), row2026('B', { text: 'two' })) });
  let moved = false;
  tab.database.onRequest = () => {
    if (!moved) open2026(tab.page, 'Bo', row2026('C', { text: 'Bo\'s words' }));
    moved = true;
  };
  const { ok } = await tab.visible(ANNA);
  assert.deepEqual([ok.title, ok.chat, ok.page, ok.unmatched], ['Anna Berg', undefined, undefined, 0]);
  tab.database.onRequest = undefined;
  open2026(tab.page, 'Anna Berg', row2026('A', { text: 'one' }), row2026('B', { text: 'two' }));
  tab.database.onRequest = () => open2026(tab.page, 'Anna Berg', row2026('B', { text: 'two' }), row2026('C', { text: 'not Anna' }));
  assert.deepEqual((await tab.visible(ANNA)).ok.page.messages.map(({ id, text }) => [id, text]), [['B', 'two']]);
});

test('without the database nothing is told but what is open', async () => {
  const tab = tabWith({ messages: [{ id: `false_${ANNA}_A` }], show: (page) => open2026(page, 'Anna Berg', row2026('A', { text: 'x' })) });
  tab.database.stalled = true;
  const reading = tab.visible(ANNA);
  await tab.clock.advance(1500);
  assert.deepEqual((await reading).ok, { v: 1, layout: '2026', title: 'Anna Berg', database: 'busy', me: {}, unmatched: 1 });
});

test('fifty messages are a page, and hostile rows are none', async () => {
  const tab = tabWith({ messages: Array.from({ length: 60 }, (_, i) => ({ id: `false_${ANNA}_M${i}` })),
    show: (page) => open2026(page, 'Anna Berg', ...Array.from({ length: 60 }, (_, i) => row2026(`M${i}`, { text: `t${i}` }))) });
  const { messages } = (await tab.visible(ANNA)).ok.page;
  assert.deepEqual([messages.length, messages[0].text, messages[49].text], [50, 't10', 't59']);
  const hostile = [{ t: 'now' }, { type: '<b>' }, { notifyName: {}, subtype: 5, author: [], mimetype: 'x'.repeat(1e8), size: 1e300, quotedStanzaID: 'a b' },
    { latestEditSenderTimestampMs: -1, latestEditMsgKey: 5, ack: '-1' }, { from: 5, to: ['x'] }];
  const second = tabWith({ messages: hostile.map((more, i) => ({ id: `false_${ANNA}_H${i}`, ...more })),
    show: (page) => open2026(page, 'Anna Berg', ...hostile.map((_, i) => row2026(`H${i}`, { text: 'x' }))) });
  assert.deepEqual((await second.visible(ANNA)).ok.page.messages.map(({ id, edited, editedAt, media: file }) => [id, edited, editedAt, file]),
    [['H2', undefined, undefined, undefined], ['H3', true, undefined, undefined], ['H4', undefined, undefined, undefined]]);
});

test('a bare id is looked for among the newest five thousand messages', async () => {
  const filler = Array.from({ length: 5000 }, (_, i) => ({ id: `false_14155550133@c.us_F${i}` }));
  const show = (page) => open2026(page, 'Anna Berg', row2026('A', { text: 'x' }));
  const near = tabWith({ messages: [{ id: `false_${ANNA}_A` }], show });
  near.database.put(NAME, 'message', ...messageRows('14155550133@c.us', filler.slice(0, 4999), 10));
  assert.equal((await near.visible(ANNA)).ok.unmatched, 0);
  const far = tabWith({ messages: [{ id: `false_${ANNA}_A` }], show });
  far.database.put(NAME, 'message', ...messageRows('14155550133@c.us', filler, 10));
  assert.equal((await far.visible(ANNA)).ok.unmatched, 1);
  assert.ok(far.database.read.length === 0);
});

test('of a chat that is not asked for no word is told', async () => {
  const tab = tabWith({ messages: [{ id: `false_${ANNA}_A` }], show: (page) => open2026(page, 'Anna Berg', row2026('A', 'private')) });
  for (const asked of [undefined, GROUP, '15550007777@c.us']) {
    const { ok } = await tab.visible(asked);
    assert.equal(ok.chat.chat, ANNA);
    assert.equal(ok.page, undefined);
    assert.ok(!JSON.stringify(ok).includes('private'));
  }
  assert.equal((await tab.visible(ANNA_LID)).ok.page.messages.length, 1);
});
