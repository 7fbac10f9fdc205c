import assert from 'node:assert/strict';
import { test } from 'node:test';
import { T, THUMBNAIL, content, records } from './records.mjs';
import { ANNA, ANNA_LID, GROUP, ME } from './whatsapp.mjs';

const TABLE = [
  ['text', { type: 'chat', body: 'hello', notifyName: 'anna' }, { text: 'hello', senderName: 'anna' }],
  ['text that looks like a thumbnail stays', { type: 'chat', body: THUMBNAIL }, { text: THUMBNAIL }],
  ['bidi marks, joiners and emoji stay', { type: 'chat', body: '\u202Eabc\u2066 👩‍👩‍👧 🇩🇪 e\u0301' },
    { text: '\u202Eabc\u2066 👩‍👩‍👧 🇩🇪 e\u0301' }],
  ['a lone surrogate is replaced', { type: 'chat', body: 'a\uD800b' }, { text: 'a\uFFFDb' }],
  ['a body that is no text is none', { type: 'chat', body: { 0: 1 } }, {}],
  ['an image has its caption, never its body', { type: 'image', body: THUMBNAIL, caption: 'the garden', mimetype: 'image/jpeg', size: 1234 },
    { text: 'the garden', media: { mime: 'image/jpeg', size: 1234 } }],
  ['a voice message', { type: 'ptt', body: THUMBNAIL, mimetype: 'audio/ogg; codecs=opus', size: 99, duration: '17' },
    { media: { mime: 'audio/ogg; codecs=opus', size: 99, seconds: 17 } }],
  ['a document', { type: 'document', body: THUMBNAIL, caption: 'offer', filename: 'offer.pdf', mimetype: 'application/pdf', size: 5 },
    { text: 'offer', media: { mime: 'application/pdf', name: 'offer.pdf', size: 5 } }],
  ['a document whose caption is only its name', { type: 'document', caption: 'offer.pdf', filename: 'offer.pdf' },
    { media: { name: 'offer.pdf' } }],
  ['a sticker', { type: 'sticker', body: THUMBNAIL, mimetype: 'image/webp' }, { media: { mime: 'image/webp' } }],
  ['an album', { type: 'album', body: THUMBNAIL, expectedImageCount: 3, expectedVideoCount: 0 }, { album: { images: 3 } }],
  ['a place', { type: 'location', body: THUMBNAIL, lat: 52.5, lng: 13.4, loc: 'Home\nStreet 1', isLive: true, comment: 'on my way' },
    { text: 'on my way', location: { latitude: 52.5, longitude: 13.4, name: 'Home\nStreet 1', live: true } }],
  ['a place out of the world', { type: 'location', lat: 152.5, lng: NaN }, {}],
  ['a contact card', { type: 'vcard', body: 'BEGIN:VCARD\r\nFN:Bo\r\nTEL:+1\r\nEND:VCARD', vcardFormattedName: 'Bo Lee' }, { contacts: [{ name: 'Bo Lee', phones: ['+1'] }] }],
  ['a contact card by its FN', { type: 'vcard', body: 'BEGIN:VCARD\r\nitem1.FN;CHARSET=UTF-8:Lee\\, B\r\n o\r\nEND:VCARD' }, { contacts: [{ name: 'Lee, Bo' }] }],
  ['several cards', { type: 'multi_vcard', vcardList: [{ vcard: 'FN:A\nTEL:1', displayName: 'Al' }, { vcard: 'FN:B' }] }, { contacts: [{ name: 'Al', phones: ['1'] }, { name: 'B' }] }],
  ['a poll', { type: 'poll_creation', body: '', pollName: 'When?', pollOptions: [{ name: 'Mon', localId: 0 }, { name: 'Tue' }] },
    { poll: { question: 'When?', options: ['Mon', 'Tue'] } }],
  ['an event', { type: 'event_creation', eventName: 'Visit', eventDescription: 'bring cake' }, { text: 'Visit\nbring cake', event: {} }],
  ['a call', { type: 'call_log', isVideoCall: true, callOutcome: 'Completed', callDuration: 61 }, { call: { video: true, outcome: 'Completed', seconds: 61 } }],
  ['a missed call', { type: 'call_log', callOutcome: 'Missed', callDuration: null }, { call: { outcome: 'Missed' } }],
  ['a list', { type: 'list', body: THUMBNAIL, list: { title: 'Menu', description: 'pick one' }, footer: 'the shop' }, { text: 'Menu\npick one\nthe shop' }],
  ['a message with buttons', { type: 'interactive', title: 'Summer', caption: 'New things are in.', footer: 'Only today' }, { text: 'Summer\nNew things are in.\nOnly today' }],
  ['an answer to buttons', { type: 'buttons_response', body: 'Yes' }, { text: 'Yes' }],
  ['a business template with a picture', { type: 'hsm', body: THUMBNAIL, mimetype: 'image/jpeg', title: 'Order', footer: 'thanks' }, { text: 'Order\nthanks' }],
  ['a business template', { type: 'hsm', body: 'Your order', footer: 'thanks' }, { text: 'Your order\nthanks' }],
  ['a product', { type: 'product', body: THUMBNAIL, title: 'Chair', description: 'oak' }, { text: 'oak', shop: { title: 'Chair' } }],
  ['an order', { type: 'order', body: THUMBNAIL, orderTitle: '3 items', message: 'please' }, { text: 'please', shop: { title: '3 items' } }],
  ['a group invitation', { type: 'groups_v4_invite', body: THUMBNAIL, inviteGrpName: 'Team', comment: 'join' }, { text: 'Team\njoin' }],
  ['a system line with a JID as its body', { type: 'e2e_notification', subtype: 'encrypt', body: ANNA_LID }, { subtype: 'encrypt' }],
  ['a type nobody knows', { type: 'hologram', body: 'text?', caption: 'text?' }, {}],
  ['a type that is no word', { type: '<b>' }, {}],
  ['ciphertext', { type: 'ciphertext', subtype: 'view_once_unavailable_fanout', body: 'xx' }, { subtype: 'view_once_unavailable_fanout', withheld: 'phone_only' }],
  ['ciphertext that waits for its key', { type: 'ciphertext', body: 'xx', quotedStanzaID: 'Q', mimetype: 'image/jpeg' }, {}],
  ['an edited text', { type: 'chat', body: 'new', latestEditMsgKey: { id: 'E' }, latestEditSenderTimestampMs: T * 1000 + 5 },
    { text: 'new', edited: true, editedAt: T * 1000 + 5 }],
  ['not edited', { type: 'chat', body: 'new', latestEditMsgKey: null, latestEditSenderTimestampMs: null }, { text: 'new' }],
  ['deleted by the sender', { type: 'revoked', subtype: 'sender', body: 'x', quotedStanzaID: 'Q' }, { subtype: 'sender', deleted: 'sender' }],
  ['deleted by an admin', { type: 'revoked', subtype: 'admin' }, { subtype: 'admin', deleted: 'admin' }],
  ['view once', { type: 'image', caption: 'x', isViewOnce: true, mimetype: 'image/jpeg', quotedStanzaID: 'Q' }, { withheld: 'view_once' }],
  ['disappearing', { type: 'chat', body: 'x', ephemeralDuration: 86400 }, { withheld: 'disappearing' }],
  ['expiring', { type: 'chat', body: 'x', expiredTimestamp: T + 60 }, { withheld: 'disappearing' }],
  ['not disappearing', { type: 'chat', body: 'x', ephemeralDuration: 0, expiredTimestamp: null }, { text: 'x' }],
  ['protected', { type: 'chat', body: 'x', limitSharing: { sharingLimited: true } }, { withheld: 'protected' }],
  ['not protected', { type: 'chat', body: 'x', limitSharing: { sharingLimited: false } }, { text: 'x' }],
  ['an answer', { type: 'chat', body: 'yes', quotedStanzaID: 'Q1', quotedParticipant: ANNA, quotedMsg: { type: 'chat', body: 'really?', mediaKey: 'K' } },
    { text: 'yes', quote: { id: 'Q1', sender: ANNA, type: 'chat', text: 'really?' } }],
  ['an answer to a picture', { type: 'chat', body: 'nice', quotedStanzaID: 'Q1', quotedMsg: { type: 'image', body: THUMBNAIL, caption: 'garden' } },
    { text: 'nice', quote: { id: 'Q1', type: 'image', text: 'garden' } }],
  ['an answer to view once', { type: 'chat', body: 'oh', quotedStanzaID: 'Q1', quotedMsg: { type: 'image', caption: 'secret', isViewOnce: true } },
    { text: 'oh', quote: { id: 'Q1', type: 'image' } }],
];

for (const [name, row, expected] of TABLE) {
  test(name, async () => assert.deepEqual(await content(row), expected));
}

test('texts and names are cut at their bounds, never inside a pair', async () => {
  const [exact, over, pair, poll] = await records(ANNA, [
    { type: 'chat', body: 'x'.repeat(65_536) },
    { type: 'chat', body: 'x'.repeat(65_537) },
    { type: 'chat', body: `${'x'.repeat(65_535)}😀` },
    { type: 'poll_creation', pollName: 'q'.repeat(600), pollOptions: Array.from({ length: 60 }, (_, i) => ({ name: `o${i}` })) },
  ]);
  assert.deepEqual([exact.text.length, exact.cut], [65_536, undefined]);
  assert.deepEqual([over.text.length, over.cut], [65_536, true]);
  assert.deepEqual([pair.text, pair.cut], ['x'.repeat(65_535), true]);
  assert.deepEqual([poll.poll.question.length, poll.poll.options.length], [512, 50]);
});

test('mentions read as names, known numbers or nothing that looks like a number', async () => {
  const hidden = '333444555666777@lid';
  const text = (prepare, body, mentionedJidList, more) =>
    content({ type: 'chat', body, mentionedJidList, ...more }, prepare).then((record) => record.text);
  const known = (wa) => {
    wa.contact({ id: ANNA_LID, name: 'Anna @5 Berg' });
    wa.phones.set('222333444555666@lid', '14155550999@c.us');
  };
  assert.equal(await text(known, 'hi @111222333444555, @333444555666777! @222333444555666 @111222333444555',
    [ANNA_LID, hidden, '222333444555666@lid']), 'hi @Anna @5 Berg, @…! @+14155550999 @Anna @5 Berg');
  assert.equal(await text(undefined, 'ask @999888777666555', [ME.lid]), 'ask @Me Myself');
  const phoneAlone = (wa) => { delete wa.modules.WAWebUserPrefsMeUser.getMaybeMeLidUser; };
  assert.equal(await text(phoneAlone, 'ask @999888777666555', [ME.lid]), 'ask @Me Myself');
  assert.equal(await text(undefined, '@1112223334445551 a@b.c @ @111222333444555', [ANNA_LID]), '@1112223334445551 a@b.c @ @…');
  const team = { groupMentions: [{ groupJid: GROUP, groupSubject: 'Team' }] };
  assert.equal(await text(undefined, 'in @120363025550000001', [], team), 'in @Team');
  assert.equal(await text(undefined, 'in @120363025550000001@g.us, @14155550100-1600000000@g.us @5@g.use', [], team), 'in @Team, @… @5@g.use');
  assert.equal(await text(undefined, `${'x'.repeat(65_520)} @120363025550000001@g.us`, [], team), `${'x'.repeat(65_520)} `);
  const lids = Array.from({ length: 300 }, (_, i) => `${700_000_000_000_000 + i}@lid`);
  assert.equal(await text(undefined, lids.map((lid) => `@${lid.split('@')[0]}`).join(' '), lids), lids.map(() => '@…').join(' '));
  const quote = await content({ type: 'chat', body: 'x', quotedStanzaID: 'Q', quotedMsg: { type: 'chat', body: 'hi @333444555666777', mentionedJidList: [hidden] } });
  assert.equal(quote.quote.text, 'hi @…');
});

test('the author of a message', async () => {
  const group = await records(GROUP, [
    { type: 'chat', body: 'a', key: { participant: ANNA_LID }, author: ANNA_LID, notifyName: 'anna' },
    { type: 'chat', body: 'b', key: { fromMe: true, participant: ME.phone }, notifyName: 'Me' },
    { type: 'chat', body: 'c', author: { server: 'lid', user: '111222333444555', _serialized: ANNA_LID } },
    { type: 'gp2', subtype: 'add', key: { fromMe: true, participant: ME.phone, id: '255945813' }, author: ANNA_LID },
    { type: 'chat', body: 'd', key: { fromMe: true } },
  ]);
  assert.deepEqual(group.map(({ fromMe, sender, senderName, id }) => [fromMe, sender, senderName, id]), [
    [false, ANNA_LID, 'anna', 'M0'], [true, ME.phone, undefined, 'M1'], [false, ANNA_LID, undefined, 'M2'],
    [true, ANNA_LID, undefined, '255945813'], [true, ME.phone, undefined, 'M4']]);
  const self = await records(ME.phone, [{ type: 'chat', body: 'note', key: { fromMe: true, self: 'out' } }]);
  assert.deepEqual([self[0].key, self[0].sender], [`true_${ME.phone}_M0_out`, ME.phone]);
  const [device] = await records(ANNA_LID, [{ type: 'chat', body: 'x', key: { fromMe: false } }]);
  assert.equal(device.sender, ANNA_LID);
});

test('in a group everybody is called what WhatsApp Web calls them, and a LID is nobody\'s number', async () => {
  const [known, numbered, hidden] = [ANNA_LID, '222333444555666@lid', '333444555666777@lid'];
  const prepare = (wa) => {
    wa.contact({ id: known, name: 'Anna Berg', pushname: 'anna' });
    wa.phones.set(numbered, '14155550999@c.us');
    // In the address book by number, in the group by LID.
    wa.contact({ id: '444555666777888@lid', pushname: 'cy' });
    wa.contact({ id: '14155550777@c.us', name: 'Cy Dean', pushname: 'cy' });
    wa.phones.set('444555666777888@lid', '14155550777@c.us');
  };
  const by = (participant, more) => ({ type: 'chat', body: 'x', key: { participant }, author: participant, ...more });
  const answer = (quotedParticipant) => ({ quotedStanzaID: 'Q', quotedParticipant, quotedMsg: { type: 'chat', body: 'q' } });
  const found = await records(GROUP, [
    by(known, { notifyName: 'anna 🌊' }), by(numbered), by(numbered, { notifyName: 'Bo' }), by(hidden), by(hidden, { notifyName: '333 444 555 666 777' }),
    by('14155550999@c.us'), by(hidden, answer(numbered)), by(hidden, answer(hidden)), by(hidden, answer(ME.lid)),
    by('444555666777888@lid', { notifyName: 'cy' }),
  ], prepare);
  assert.deepEqual(found.map(({ senderName }) => senderName),
    ['Anna Berg', '+14155550999', 'Bo', undefined, undefined, undefined, undefined, undefined, undefined, 'Cy Dean']);
  assert.deepEqual(found.slice(6, 9).map(({ quote }) => [quote.senderName, quote.fromMe]), [['+14155550999', undefined], [undefined, undefined], ['Me Myself', true]]);
  const [notice] = await records(GROUP, [{ type: 'gp2', subtype: 'leave', author: numbered }], prepare);
  assert.deepEqual(notice.system, { actor: numbered, actorName: '+14155550999' });
});

test('between two people a message carries the push name of its time', async () => {
  const [record] = await records(ANNA, [{ type: 'chat', body: 'x', notifyName: 'anna' }], (wa) => wa.contact({ id: ANNA, name: 'Anna Berg' }));
  assert.equal(record.senderName, 'anna');
});

test('one message that cannot be read does not take the others with it', async () => {
  const thrower = (keep) => (wa) => {
    const key = wa.key({ fromMe: true, remote: ANNA, id: 'BAD' });
    return new Proxy({}, { get(_, name) {
      if (keep.includes(name)) return { id: key, t: T, type: 'chat' }[name];
      throw new Error('secret text of the chat');
    } });
  };
  const found = await records(ANNA, [
    { type: 'chat', body: 'before' }, thrower([]), thrower(['id']), thrower(['id', 't', 'type', 'then']), { type: 'chat', body: 'after' },
  ]);
  assert.deepEqual(found.slice(1, 4), [
    { key: '', id: '', fromMe: false, t: 0, type: 'unknown', error: 'no_key' },
    { key: `true_${ANNA}_BAD`, id: 'BAD', fromMe: true, t: 0, type: 'unknown', error: 'unreadable' },
    { key: `true_${ANNA}_BAD`, id: 'BAD', fromMe: true, t: T, type: 'chat', error: 'unreadable' },
  ]);
  assert.deepEqual([found[0].text, found[4].text], ['before', 'after']);
});

test('a key that is only text still says whose message it is', async () => {
  const [record] = await records(ANNA, [() => ({ id: `true_${ANNA}_3A`, t: T, type: 'chat', body: 'x' })]);
  assert.deepEqual([record.key, record.id, record.fromMe, record.sender], [`true_${ANNA}_3A`, '3A', true, ME.phone]);
});

test('models from memory are read through their accessors or their values', async () => {
  const [record] = await records(ANNA, [(wa) => wa.message({
    id: wa.key({ fromMe: false, remote: ANNA, id: 'M0' }), t: T, type: 'chat', body: 'x', quotedStanzaID: 'Q',
  })]);
  assert.deepEqual([record.text, record.quote], ['x', { id: 'Q' }]);
});
