import assert from 'node:assert/strict';
import { test } from 'node:test';
import { T, content, records } from './records.mjs';
import { openReadyTab } from './tab.mjs';
import { ANNA, GROUP, createWhatsApp } from './whatsapp.mjs';

/** One message with every field the reader knows. */
const FULL = {
  type: 'image', subtype: 'x', body: 'b', caption: 'c @333444555666777', notifyName: 'n', author: ANNA, ack: 1, isForwarded: true, isSendFailure: false,
  associationType: 'MEDIA_ALBUM', parentMsgKey: `false_${ANNA}_P`, mimetype: 'image/jpeg', filename: 'f', size: 1, duration: 1, pageCount: 1, isGif: true,
  quotedStanzaID: 'Q', quotedParticipant: ANNA, quotedMsg: { type: 'chat', body: 'q' }, mentionedJidList: ['333444555666777@lid'], groupMentions: [],
  latestEditMsgKey: {}, latestEditSenderTimestampMs: T * 1000, isViewOnce: false, ephemeralDuration: 0, expiredTimestamp: null, afterReadDuration: 0,
  limitSharing: null, hasReaction: true, list: { sections: [] }, hydratedButtons: [], dynamicReplyButtons: [], nativeFlowButtons: [], interactivePayload: {},
  ctwaContext: { title: 't', sourceUrl: 'https://x' }, lat: 1, lng: 2, loc: 'l', isLive: true, vcardFormattedName: 'v', vcardList: [], pollName: 'p',
  pollOptions: [{ name: 'o' }], pollSelectableOptionsCount: 0, pollVotesSnapshot: {}, eventName: 'e', eventDescription: 'd', eventStartTime: T, eventEndTime: T,
  eventLocation: { name: 'w' }, isEventCanceled: true, isVideoCall: true, callOutcome: 'Missed', finalCallOutcome: 'Missed', callDuration: 1,
  expectedImageCount: 1, expectedVideoCount: 1, title: 't', description: 'd', priceAmount1000: 1, currencyCode: 'EUR', orderTitle: 'o', itemCount: 1,
  totalAmount1000: 1, totalCurrencyCode: 'EUR', message: 'm', paymentNoteMsg: { body: 'p' }, paymentAmount1000: 1, paymentCurrency: 'EUR',
  recipients: [ANNA], templateParams: [ANNA], revokeSender: ANNA, footer: 'f', comment: 'c', inviteGrpName: 'g', listResponse: { title: 't' },
};

const TYPES = ['chat', 'image', 'document', 'location', 'vcard', 'multi_vcard', 'poll_creation', 'event_creation', 'call_log', 'album', 'product', 'order',
  'payment', 'list', 'hsm', 'interactive', 'gp2', 'notification_template', 'ciphertext', 'revoked', 'hologram'];

test('a getter that throws, whichever it is, costs at most the content of its message', async () => {
  const secret = () => { throw new Error('secret text of the chat'); };
  for (const type of TYPES) {
    const names = Object.keys(FULL);
    const found = await records(ANNA, names.map((name, i) => (wa) => Object.defineProperty(
      { ...FULL, type, id: wa.key({ fromMe: false, remote: ANNA, id: `M${i}` }), t: T + i }, name, { get: secret })).slice(0, 50));
    for (const record of found) {
      assert.match(record.id, /^M\d+$/);
      assert.ok(record.error === undefined || record.error === 'unreadable', record.error);
      assert.ok(!JSON.stringify(record).includes('secret'));
    }
    const rest = await records(ANNA, names.slice(50).map((name, i) => (wa) => Object.defineProperty(
      { ...FULL, type, id: wa.key({ fromMe: false, remote: ANNA, id: `M${i}` }), t: T + i }, name, { get: secret })));
    assert.equal(found.length + rest.length, names.length);
  }
});

/** A value that throws at everything that is done with it. */
const mine = new Proxy(function () {}, Object.fromEntries(['get', 'has', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor', 'apply', 'construct']
  .map((trap) => [trap, () => { throw new Error('secret'); }])));

test('a value of the wrong kind in any field never leaves the page and loses no other message', async () => {
  const wrong = [null, 5, NaN, Infinity, -1, true, '', 'x', [], {}, [null], [[]], { toString: null }, Symbol('s'), 10n, () => {}, mine,
    JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"name":"n"}')];
  for (const name of Object.keys(FULL)) {
    for (const type of [FULL.type, 'gp2']) {
      const found = await records(GROUP, wrong.map((value, i) => (wa) => (
        { ...FULL, type, id: wa.key({ fromMe: false, remote: GROUP, id: `M${i}`, participant: ANNA }), t: T + i, [name]: value })));
      assert.deepEqual(found.map((record) => record.id), wrong.map((_, i) => `M${i}`));
      assert.ok(found.every(({ error }) => error === undefined || error === 'unreadable'), name);
      assert.ok(!JSON.stringify(found).includes('secret'));
    }
  }
  assert.equal({}.polluted, undefined);
});

test('fields named like those of prototypes are fields and nothing else', async () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'then', 'toJSON'];
  const rows = names.map((name) => (wa) => Object.defineProperty(
    { id: wa.key({ fromMe: false, remote: ANNA, id: 'M' }), t: T, type: 'chat', body: 'x' }, name, { value: { polluted: 1 }, enumerable: true }));
  for (const record of await records(ANNA, rows)) assert.deepEqual([record.text, record.error], ['x', undefined]);
  for (const type of names) {
    const [record] = await records(ANNA, [{ type, body: 'x' }]);
    assert.deepEqual([record.text, record.error], [undefined, undefined], type);
  }
});

test('texts of a hundred megabytes are cut before anything else is done with them', async () => {
  const huge = '@333444555666777 '.repeat(100 * 1024 * 1024 / 17);
  const record = await content({ type: 'chat', body: huge, notifyName: huge, mentionedJidList: ['333444555666777@lid'],
    quotedStanzaID: 'Q', quotedMsg: { type: 'chat', body: huge }, ctwaContext: { title: huge, sourceUrl: `https://x/${huge}` } });
  assert.equal(record.cut, true);
  assert.ok(record.text.length <= 65_536);
  assert.deepEqual([record.quote.text.length <= 1024, record.ad.title.length, record.ad.url], [true, 512, undefined]);
  assert.ok(!/[0-9]/.test(record.text) && !/[0-9]/.test(record.quote.text));
  const [name, card, key] = await records(ANNA, [
    { type: 'document', filename: huge, mimetype: huge, caption: huge },
    { type: 'vcard', body: `FN:${huge}\nTEL:${huge}`, vcardFormattedName: huge },
    { type: huge, subtype: huge, body: huge },
  ]);
  assert.deepEqual([name.media.name.length, name.media.mime.length, card.contacts[0].name.length, key.type], [512, 128, 512, 'unknown']);
});

/** A generator of numbers that are the same in every run. */
function random(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

test('the digits of a LID nobody can resolve are nowhere told as a number', async () => {
  const next = random(7);
  const digits = () => `${1 + next(9)}${Array.from({ length: 13 + next(2) }, () => next(10)).join('')}`;
  for (let round = 0; round < 40; round++) {
    const user = digits();
    const lid = `${user}@${next(4) === 0 ? 'hosted.lid' : 'lid'}`;
    const person = lid.endsWith('hosted.lid') ? `${user}:99@hosted.lid` : lid;
    const grouping = `+${user.replace(/(\d{1,3})(?=\d{4})/g, '$1 ')}`;
    const wa = createWhatsApp();
    const contact = wa.contact({ id: `${user}@lid`, pushname: grouping, name: user });
    wa.chat({ id: `${user}@lid`, t: 2, formattedTitle: next(2) ? grouping : user, name: user, contact, active: true });
    wa.chat({ id: GROUP, t: 1, formattedTitle: 'Team' });
    const key = (id) => wa.key({ fromMe: false, remote: GROUP, id, participant: person });
    wa.store(GROUP, [
      { id: key('A'), t: T, type: 'chat', body: `hi @${user}, @${user}!`, mentionedJidList: [person], notifyName: grouping, author: person },
      { id: key('B'), t: T, type: 'image', caption: `@${user}`, mentionedJidList: [wa.wid(person)], quotedStanzaID: 'Q', quotedParticipant: person,
        quotedMsg: { type: 'chat', body: `@${user}`, mentionedJidList: [person] }, hasReaction: true },
      { id: key('C'), t: T, type: 'gp2', subtype: 'add', author: person, recipients: [person], templateParams: [person, user], body: person },
      { id: key('D'), t: T, type: 'e2e_notification', subtype: 'identity', body: person, templateParams: [person] },
      { id: key('E'), t: T, type: 'vcard', body: `FN:X\nTEL;waid=${user}:+${user}`, vcardFormattedName: 'X' },
      { id: key('F'), t: T, type: 'chat', body: `without a list: @${user}` },
      { id: key('G'), t: T, type: 'gp2', subtype: 'subject', author: person, body: `Team @${user}`, mentionedJidList: [person] },
    ]);
    wa.reactionRows.set(String(key('B')), [{ senderUserJid: person, reactionText: '👍', timestamp: 5, msgKey: String(key('R')) }]);
    const tab = await openReadyTab({ wa });
    const page = (await tab.messages(GROUP)).ok;
    const { ok } = await tab.read();
    assert.equal(page.messages.length, 7);
    assert.equal(page.messages[1].reactions.length, 1);
    const told = JSON.stringify([page, ok, tab.hints]);
    // What is left once the JIDs are taken out, which say by their server what their digits are.
    const words = told.replace(/\d+(?::\d+)?@[a-z.]+/g, '');
    assert.ok(!words.replace(/[^0-9"]/g, '').includes(user), words);
    assert.ok(ok.chats.every((row) => row.phone === undefined));
  }
});
