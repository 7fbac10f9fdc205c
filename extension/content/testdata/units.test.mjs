import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unit } from './unit.mjs';
import { createWhatsApp } from './whatsapp.mjs';

const { keyText, keyParts } = await unit('whatsapp-keys');
const { accountJID, jidText } = await unit('whatsapp-jid');
const { phaseOf } = await unit('whatsapp-session');
const { digitsOf, isNumberLike, nameOfContact, showsLID } = await unit('whatsapp-names');
const { formattedName, phonesOn } = await unit('whatsapp-vcard');
const { nextLook } = await unit('whatsapp-watch');
const { cutText, utf8Length } = await unit('text');

test('the text of a key, in three builds and without help', () => {
  for (const [options, variant] of [[{ keyProperty: '_serialized' }, 'toString'], [{ keyProperty: '$1' }, 'toString'], [{ keyProperty: 'q7' }, 'toString'],
    [{ keyProperty: '_serialized', keyToString: false }, '_serialized'], [{ keyProperty: '$1', keyToString: false }, 'property'],
    [{ keyProperty: 'q7', keyToString: false }, 'property'], [{ keyProperty: '', keyToString: false }, 'parts']]) {
    const { key } = createWhatsApp(options);
    for (const [parts, text] of [
      [{ fromMe: false, remote: '15550001111@c.us', id: '3EB0C767D097B7C7C030' }, 'false_15550001111@c.us_3EB0C767D097B7C7C030'],
      [{ fromMe: true, remote: '111222333444555@lid', id: '3EB0' }, 'true_111222333444555@lid_3EB0'],
      [{ fromMe: false, remote: '120363025550000001@g.us', id: 'AC94', participant: '111222333444555@lid' },
        'false_120363025550000001@g.us_AC94_111222333444555@lid'],
      [{ fromMe: true, remote: '15550009999@c.us', id: '3A', self: 'out' }, 'true_15550009999@c.us_3A_out'],
      [{ fromMe: true, remote: '120363025550000001@g.us', id: '255945813', participant: '15550009999@c.us' },
        'true_120363025550000001@g.us_255945813_15550009999@c.us'],
    ]) assert.deepEqual(keyText(key(parts)), { key: text, variant });
  }
  assert.deepEqual(keyText('true_1@c.us_A'), { key: 'true_1@c.us_A', variant: 'text' });
  for (const none of [undefined, null, 5, {}, [], 'x', 'true_1@c.us', { toString() { throw new Error('no'); } }, { id: 'A', fromMe: true }]) {
    assert.equal(keyText(none), undefined);
  }
});

test('a key taken apart', () => {
  assert.deepEqual(keyParts('true_15550001111@c.us_3A_F0'), { fromMe: true, remote: '15550001111@c.us', id: '3A_F0' });
  assert.deepEqual(keyParts('true_1@c.us_3A_out'), { fromMe: true, remote: '1@c.us', id: '3A', self: 'out' });
  assert.deepEqual(keyParts('false_1-2@g.us_3A_111@lid'), { fromMe: false, remote: '1-2@g.us', id: '3A', participant: '111@lid' });
  for (const none of ['', 'x', 'true_1@c.us', 'true_1@nowhere_3A']) assert.equal(keyParts(none), undefined);
});

test('JIDs from Wids, copies of Wids and text', () => {
  const { wid } = createWhatsApp();
  for (const [value, jid] of [
    ['15550001111@c.us', '15550001111@c.us'], ['15550001111@s.whatsapp.net', '15550001111@c.us'], ['15550001111:3@c.us', '15550001111@c.us'],
    ['111222333444555:7@lid', '111222333444555@lid'], ['15550001111:99@hosted', '15550001111:99@hosted'],
    ['15550001111-1500000000@g.us', '15550001111-1500000000@g.us'], ['status@broadcast', 'status@broadcast'],
    [wid('15550001111:3@s.whatsapp.net'), '15550001111@c.us'], [{ server: 'lid', user: '111', _serialized: '111@lid' }, '111@lid'],
    [{ server: 'c.us', user: '111' }, '111@c.us'],
    ['abc', ''], ['', ''], ['1@evil.example', ''], ['<b>@c.us', ''], [null, ''], [undefined, ''], [5, ''], [{}, ''], [['1@c.us'], '1@c.us'],
    [{ toString() { throw new Error('no'); } }, ''],
  ]) assert.equal(jidText(value), jid, String(jid));
});

test('what WhatsApp shows', () => {
  const phase = (mode, state, hasSynced) => phaseOf({ mode, state, hasSynced });
  for (const [expected, ...reading] of [
    ['main', 'MAIN', 'CONNECTED', true], ['main', 'MAIN', 'OPENING', true], ['main', undefined, 'CONNECTED', true],
    ['syncing', 'MAIN', 'CONNECTED', false], ['syncing', 'MAIN', 'CONNECTED', undefined], ['syncing', 'OFFLINE', 'OPENING', true],
    ['locked', 'MAIN', 'SCREEN_LOCKED', true], ['locked', undefined, 'SCREEN_LOCKED', true], ['conflict', 'MAIN', 'CONFLICT', true],
    ['signed_out', 'QR', 'UNPAIRED', false], ['signed_out', 'QR', 'OPENING', false], ['signed_out', 'MAIN', 'UNPAIRED_IDLE', true],
    ['blocked', 'MAIN', 'PROXYBLOCK', true], ['blocked', 'SMB_TOS_BLOCK', 'CONNECTED', true],
    ['unknown', 'MAIN', undefined, true], ['unknown', 'MAIN', 'SCREEN_LOCKED_2', true], ['unknown', 'NEW', 'CONNECTED', true], ['unknown', undefined, undefined, undefined],
  ]) assert.equal(phase(...reading), expected, reading.join(' '));
});

test('names for a CRM', () => {
  for (const number of ['+1 415 555 0132', '\u202a+49 170 1234567\u202c', '+1 415∙∙∙∙∙32', '(415) 555-0132', '14155550132', '+33∙∙∙∙∙∙77']) {
    assert.equal(isNumberLike(number), true, number);
  }
  for (const name of ['Anna', '007', 'Agent 14155550132', '🌸', '3M', '李', 'Bo • Lee', '24/7', '1. FC Köln 1948']) assert.equal(isNumberLike(name), false, name);
  assert.equal(nameOfContact({ name: 'A', verifiedName: 'B', pushname: 'C' }), 'A');
  assert.equal(nameOfContact({ name: '+1 415 555 0132', verifiedName: 'B' }), 'B');
  assert.equal(nameOfContact({ name: null, pushname: ' C ' }), 'C');
  assert.equal(nameOfContact({ displayNameLID: '+1∙∙∙∙32', formattedName: 'Unknown user' }), '');
  assert.equal(nameOfContact(undefined), '');
});

test('a name that shows the digits of a LID', () => {
  const lid = '111222333444555@lid';
  for (const name of ['111222333444555', '+1 112 223 334 445 55', '~ 111-222-333-444-555', '\u202a+111222333444555\u202c']) {
    assert.equal(showsLID(name, lid), true, name);
    assert.equal(showsLID(name, '111222333444555:99@hosted.lid'), true, name);
    assert.equal(showsLID(name, '111222333444555@c.us'), false, name);
  }
  for (const name of ['', 'Anna', '+1 415 555 0132', '11122233344455', '∙∙∙55']) assert.equal(showsLID(name, lid), false, name);
  assert.equal(showsLID('Anna 7', '7@lid'), false);
  assert.equal(digitsOf('a1-2 ３x3'), '123');
});

test('the account a JID belongs to', () => {
  for (const [jid, account] of [['15550001111:99@hosted', '15550001111@c.us'], ['111222333444555:99@hosted.lid', '111222333444555@lid'],
    ['15550001111@c.us', '15550001111@c.us'], ['111@lid', '111@lid'], ['1-2@g.us', '1-2@g.us'], ['', ''], ['x', 'x']]) assert.equal(accountJID(jid), account);
});

test('the numbers on a vCard', () => {
  const identity = { knowsLID: (digits) => digits === '111222333444555' };
  for (const [card, phones] of [
    ['TEL:1', ['1']], ['TEL;TYPE=CELL;waid=111222333444555:+1 (415) 555-0132', ['+1 (415) 555-0132']], ['TEL:111222333444555', []],
    ['TEL;waid=5:+111 222 333 444 555', []], ['X-TEL:1\nATEL:2\nNOTE:TEL:3', []], ['a.b-1.TEL:1', []], ['ab-1.TEL:1\r\nTEL:2', ['1', '2']],
    ['TEL:tel:+1-2;ext=3', ['+1-2']], ['TEL:+1\\, 2', ['+1, 2']], ['TEL:\nTEL: \nTEL:9', ['9']], ['', []],
    [Array.from({ length: 60 }, (_, i) => `TEL:${i}`).join('\n'), Array.from({ length: 50 }, (_, i) => `${i}`)],
  ]) assert.deepEqual(phonesOn(card, identity), phones, card);
});

test('the name on a vCard', () => {
  for (const [card, name] of [['BEGIN:VCARD\nVERSION:3.0\nFN:Bo Lee\nEND:VCARD', 'Bo Lee'], ['FN:Bo\\; \\\\ Lee', 'Bo; \\ Lee'], ['FN:Bo\r\n  Lee\r\nTEL:1', 'Bo Lee'],
    ['fn;X=1:Bo', 'Bo'], ['NOTE:FN\nTEL:1', ''], ['', ''], [`FN:${'x'.repeat(600)}`, 'x'.repeat(512)]]) assert.equal(formattedName(card), name);
});

test('WhatsApp is looked for ever more rarely, and then no more', () => {
  assert.deepEqual([0, 9999, 10_000, 59_999, 60_000, 599_999, 600_000].map((at) => nextLook(at, false)), [250, 250, 1000, 1000, 5000, 5000, undefined]);
  assert.deepEqual([0, 59_999, 60_000].map((at) => nextLook(at, true)), [2000, 2000, undefined]);
});

test('lengths and cuts', () => {
  for (const text of ['', 'abc', 'äß', '漢字', '😀a', 'a👩‍👧']) assert.equal(utf8Length(text), Buffer.byteLength(text));
  assert.deepEqual(cutText('ab😀', 3), { text: 'ab', cut: true });
  assert.deepEqual(cutText('ab😀', 4), { text: 'ab😀', cut: false });
});
