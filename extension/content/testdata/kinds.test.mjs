import assert from 'node:assert/strict';
import { test } from 'node:test';
import { T, THUMBNAIL, content, records } from './records.mjs';
import { ANNA, ANNA_LID, GROUP, ME } from './whatsapp.mjs';

const BO = '14155550999@c.us';
const HIDDEN = '333444555666777@lid';

const CARD = ['BEGIN:VCARD', 'VERSION:3.0', 'N:Lee;Bo;;;', 'FN:Bo Lee', 'item1.TEL;type=CELL;waid=333444555666777:+1 415-555-',
  ' 0132', 'TEL;VALUE=uri;TYPE=home:tel:+33-01-23-45-67;ext=5', 'tel;HOME;VOICE:(415) 555 0199', 'TEL:+1 415-555-0132',
  'TEL;waid=1:', 'EMAIL:TEL:nobody@example.com', 'END:VCARD'].join('\r\n');

const TABLE = [
  ['forwarded', { type: 'chat', body: 'x', isForwarded: true, forwardingScore: 3 }, { text: 'x', forwarded: true }],
  ['not forwarded', { type: 'chat', body: 'x', isForwarded: false }, { text: 'x' }],
  ['a message of others never failed', { type: 'chat', body: 'x', ack: -1, isSendFailure: true }, { text: 'x' }],
  ['a picture of an album', { type: 'image', associationType: 'MEDIA_ALBUM', parentMsgKey: `false_${ANNA}_3AB`, mimetype: 'image/jpeg' },
    { parent: '3AB', media: { mime: 'image/jpeg' } }],
  ['a video of an album, by the number of the protocol', { type: 'video', associationType: 1, parentMsgKey: `false_${ANNA}_3AB` },
    { parent: '3AB', media: {} }],
  ['a second copy of a video, by its number', { type: 'video', associationType: 5, parentMsgKey: `false_${ANNA}_3AB` }, { media: {} }],
  ['a second copy of a video has no album', { type: 'video', associationType: 'HD_VIDEO_DUAL_UPLOAD', parentMsgKey: `false_${ANNA}_3AB` },
    { media: {} }],
  ['a moving picture', { type: 'video', isGif: true, mimetype: 'video/mp4', duration: 3 }, { media: { mime: 'video/mp4', seconds: 3, gif: true } }],
  ['a document with pages', { type: 'document', filename: 'a.pdf', pageCount: 12 }, { media: { name: 'a.pdf', pages: 12 } }],
  ['a length nobody believes', { type: 'ptt', duration: 1e12 }, { media: {} }],
  ['a contact card with numbers', { type: 'vcard', body: CARD },
    { contacts: [{ name: 'Bo Lee', phones: ['+1 415-555-0132', '+33-01-23-45-67', '(415) 555 0199'] }] }],
  ['a card of vCard 2.1', { type: 'vcard', body: 'BEGIN:VCARD\nVERSION:2.1\nFN:Bo\nTEL;CELL;PREF:0170 1234567\nEND:VCARD', vcardFormattedName: 'Bo' },
    { contacts: [{ name: 'Bo', phones: ['0170 1234567'] }] }],
  ['a poll of one answer', { type: 'poll_creation', pollName: 'When?', pollOptions: [{ name: 'Mon' }, { name: 'Tue' }],
    pollSelectableOptionsCount: 1, pollVotesSnapshot: { pollVotes: [] } }, { poll: { question: 'When?', options: ['Mon', 'Tue'] } }],
  ['a poll of many answers', { type: 'poll_creation', pollName: 'What?', pollOptions: [{ name: 'A' }], pollSelectableOptionsCount: 0 },
    { poll: { question: 'What?', options: ['A'], multiple: true } }],
  ['a poll with its votes', { type: 'poll_creation', pollName: 'W?', pollOptions: [{ name: 'A' }, { name: 'B' }],
    pollVotesSnapshot: { pollVotes: [{ option: { name: 'B' }, optionVoteCount: 2 }, { option: { name: 'A' }, optionVoteCount: 0 }] } },
    { poll: { question: 'W?', options: ['A', 'B'], votes: [0, 2] } }],
  ['votes that are incomplete are not told', { type: 'poll_creation', pollName: 'W?', pollOptions: [{ name: 'A' }, { name: 'B' }],
    pollVotesSnapshot: { pollVotes: [{ option: { name: 'B' }, optionVoteCount: 2 }] } }, { poll: { question: 'W?', options: ['A', 'B'] } }],
  ['votes of options with one name are not told', { type: 'poll_creation', pollName: 'W?', pollOptions: [{ name: 'A' }, { name: 'A' }],
    pollVotesSnapshot: { pollVotes: [{ option: { name: 'A' }, optionVoteCount: 2 }, { option: { name: 'A' }, optionVoteCount: 1 }] } },
    { poll: { question: 'W?', options: ['A', 'A'] } }],
  ['the result of a poll', { type: 'poll_result_snapshot', pollName: 'W?',
    pollVotesSnapshot: { pollVotes: [{ option: { name: 'A', localId: 0 }, optionVoteCount: 7 }] } },
    { poll: { question: 'W?', options: ['A'], votes: [7] } }],
  ['an event', { type: 'event_creation', eventName: 'Visit', eventDescription: 'bring cake', eventStartTime: T, eventEndTime: T + 3600,
    eventLocation: { degreesLatitude: 1, degreesLongitude: 2, name: 'Office' }, isEventCanceled: true, eventJoinLink: 'https://call.whatsapp.com/x' },
    { text: 'Visit\nbring cake', event: { start: T, end: T + 3600, place: 'Office', cancelled: true } }],
  ['an event whose time is none', { type: 'event_creation', eventName: 'Visit', eventStartTime: T * 1000 }, { text: 'Visit', event: {} }],
  ['an album of both', { type: 'album', expectedImageCount: 2, expectedVideoCount: 1 }, { album: { images: 2, videos: 1 } }],
  ['a product with a price', { type: 'product', body: THUMBNAIL, title: 'Chair', description: 'oak', priceAmount1000: 49_990, currencyCode: 'EUR' },
    { text: 'oak', shop: { title: 'Chair', thousandths: 49_990, currency: 'EUR' } }],
  ['a price without a currency is none', { type: 'product', title: 'Chair', priceAmount1000: 49_990, currencyCode: 'euro' }, { shop: { title: 'Chair' } }],
  ['an order', { type: 'order', orderTitle: 'Order', message: 'please', itemCount: 3, totalAmount1000: 90_000, totalCurrencyCode: 'INR', token: 'SECRET' },
    { text: 'please', shop: { title: 'Order', items: 3, thousandths: 90_000, currency: 'INR' } }],
  ['a payment', { type: 'payment', paymentNoteMsg: { body: 'rent', type: 'chat' }, paymentAmount1000: 1000, paymentCurrency: 'BRL' },
    { text: 'rent', shop: { thousandths: 1000, currency: 'BRL' } }],
  ['a list with entries', { type: 'list', body: THUMBNAIL, list: { title: 'Menu', description: 'pick one',
    sections: [{ title: 'Hot', rows: [{ rowId: '1', title: 'Soup' }, { title: 'Tea' }] }, { rows: [{ title: 'Soup' }, {}, null] }] } },
    { text: 'Menu\npick one', choices: ['Soup', 'Tea'] }],
  ['buttons of a template', { type: 'hsm', body: 'Order?', hydratedButtons: [{ quickReplyButton: { displayText: 'Yes', id: 'SECRET' } },
    { urlButton: { displayText: 'Shop', url: 'https://x.example' } }, { callButton: { displayText: 'Call', phoneNumber: '+1' } }, {}] },
    { text: 'Order?', choices: ['Yes', 'Shop', 'Call'] }],
  ['reply buttons', { type: 'chat', body: 'Order?', dynamicReplyButtons: [{ buttonId: '1', buttonText: { displayText: 'No' }, type: 1 }] },
    { text: 'Order?', choices: ['No'] }],
  ['buttons of a flow', { type: 'native_flow', body: 'Pay', nativeFlowButtons: [{ nativeFlowInfo: { name: 'cta_url', paramsJson: '{"display_text":"Pay now","url":"x"}' } },
    { nativeFlowInfo: { paramsJson: '{broken' } }, { nativeFlowInfo: { paramsJson: `{"display_text":"${'x'.repeat(9000)}"}` } }] },
    { text: 'Pay', choices: ['Pay now'] }],
  ['interactive buttons', { type: 'interactive', body: 'Pick', interactivePayload: { buttons: [{ name: 'quick_reply', buttonParamsJson: '{"display_text":"A"}' }] } },
    { text: 'Pick', choices: ['A'] }],
  ['from an advertisement', { type: 'chat', body: 'hi', ctwaContext: { title: 'Summer sale', sourceUrl: 'https://fb.me/x', thumbnail: THUMBNAIL, ctwaClid: 'SECRET' } },
    { text: 'hi', ad: { title: 'Summer sale', url: 'https://fb.me/x' } }],
  ['an address that is no web address', { type: 'chat', body: 'hi', ctwaContext: { sourceUrl: 'javascript:alert(1)' } }, { text: 'hi' }],
  ['an empty advertisement', { type: 'chat', body: 'hi', ctwaContext: {} }, { text: 'hi' }],
  ['deleted by somebody', { type: 'revoked', subtype: 'admin', revokeSender: BO }, { subtype: 'admin', deleted: 'admin', deletedBy: BO }],
  ['an answer to a message of one\'s own', { type: 'chat', body: 'yes', quotedStanzaID: 'Q1', quotedParticipant: ME.lid, quotedMsg: { type: 'chat', body: 'ok?' } },
    { text: 'yes', quote: { id: 'Q1', sender: ME.lid, senderName: 'Me Myself', fromMe: true, type: 'chat', text: 'ok?' } }],
  ['a changed security code', { type: 'e2e_notification', subtype: 'identity', body: ANNA_LID, templateParams: [HIDDEN] }, { subtype: 'identity' }],
  ['a changed number', { type: 'notification_template', subtype: 'change_number', body: '', templateParams: [BO, '14155550111@c.us', HIDDEN, 'word'] },
    { subtype: 'change_number', system: { people: ['+14155550999', '+14155550111'] } }],
];

for (const [name, row, expected] of TABLE) {
  test(name, async () => assert.deepEqual(await content(row), expected));
}

test('an own message that could not be sent', async () => {
  const found = await records(ANNA, [
    { type: 'chat', body: 'a', key: { fromMe: true }, ack: -1 },
    { type: 'chat', body: 'b', key: { fromMe: true }, ack: 0, isSendFailure: true },
    { type: 'chat', body: 'c', key: { fromMe: true }, ack: 0 },
  ]);
  assert.deepEqual(found.map((record) => record.failed), [true, true, undefined]);
});

test('group events tell who did what to whom, by names and numbers', async () => {
  const prepare = (wa) => {
    wa.contact({ id: ANNA_LID, name: 'Anna Berg' });
    wa.phones.set('222333444555666@lid', BO);
  };
  const found = await records(GROUP, [
    { type: 'gp2', subtype: 'add', author: ANNA_LID, recipients: ['222333444555666@lid', HIDDEN, ME.phone, ANNA_LID, ANNA_LID],
      key: { fromMe: true, participant: ME.phone, id: '255945813' }, body: '' },
    { type: 'gp2', subtype: 'subject', author: HIDDEN, body: 'New name @111222333444555', mentionedJidList: [ANNA_LID] },
    { type: 'gp2', subtype: 'description', author: BO, body: `ask ${ANNA_LID}` },
    { type: 'gp2', subtype: 'picture', body: THUMBNAIL, templateParams: [GROUP] },
    { type: 'gp2', subtype: 'remove', author: '111222333444555:7@lid', recipients: ['15550001111:99@hosted', '333444555666777:99@hosted.lid'] },
  ], prepare);
  assert.deepEqual(found.map(({ fromMe, sender, text, system }) => ({ fromMe, sender, text, system })), [
    { fromMe: true, sender: ANNA_LID, text: undefined,
      system: { actor: ANNA_LID, actorName: 'Anna Berg', people: ['+14155550999', 'Me Myself', 'Anna Berg'] } },
    { fromMe: false, sender: HIDDEN, text: undefined, system: { actor: HIDDEN, text: 'New name @Anna Berg' } },
    { fromMe: false, sender: BO, text: undefined, system: { actor: BO } },
    { fromMe: false, sender: undefined, text: undefined, system: undefined },
    { fromMe: false, sender: ANNA_LID, text: undefined, system: { actor: ANNA_LID, actorName: 'Anna Berg', people: ['+15550001111'] } },
  ]);
});

test('a hosted device of a hidden number is mentioned by no number', async () => {
  const text = (user, more) => content({ type: 'chat', body: `ask @${user}`, mentionedJidList: [`${user}:99@${more}`] }).then((record) => record.text);
  assert.equal(await text('333444555666777', 'hosted.lid'), 'ask @…');
  assert.equal(await text('15550001111', 'hosted'), 'ask @+15550001111');
});

test('a number on a card that is the LID of somebody known is none', async () => {
  const prepare = (wa) => wa.contact({ id: ANNA_LID, name: 'Anna' });
  const card = 'FN:Anna\nTEL;waid=111222333444555:+111 222 333 444 555\nTEL:+1 415 555 0132';
  assert.deepEqual(await content({ type: 'vcard', body: card }, prepare), { contacts: [{ name: 'Anna', phones: ['+1 415 555 0132'] }] });
});
