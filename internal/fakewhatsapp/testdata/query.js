// A build of January 2026: history by msgFindQuery, the own account by one getter.
await connected();
const { ChatCollection } = require('WAWebChatCollection');
const MsgKey = require('WAWebMsgKey');
const { createWid } = require('WAWebWidFactory');
const search = require('WAWebDBMessageFindLocal');
const me = require('WAWebUserPrefsMeUser');
const chat = ChatCollection.get(__given.chat);
const keysOf = (rows) => rows.map((row) => String(row.id));
const failure = (call) => call().then(() => 'no failure', (error) => error.message);

const pages = [];
let rows = await search.msgFindQuery('before', { remote: chat.id, count: 50 });
while (rows.length > 0) {
  pages.push(keysOf(rows));
  rows = await search.msgFindQuery('before', Object.create(rows[0].id, { count: { value: 50 } }));
}
const all = pages.slice().reverse().flat();
const anchor = (id, count) => Object.create(MsgKey.fromString(id), { count: { value: count } });
const gone = await search.msgFindQuery('before', anchor(`false_${__given.chat}_3EB0DEAD`, 5));
answer({
  all, first: pages[0].length,
  end: Array.isArray(rows) && rows.length === 0,
  gone: Array.isArray(gone) ? 'array' : JSON.stringify(gone),
  after: keysOf(await search.msgFindQuery('after', anchor(all[10], 3))),
  afterChat: await search.msgFindQuery('after', { remote: chat.id, count: 3 }),
  unknown: await failure(() => search.msgFindQuery('sideways', { remote: chat.id })),
  members: Object.keys(search),
  me: [String(me.getMaybeMeUser()), String(me.getMeUser()), typeof me.getMaybeMePnUser, typeof me.getMaybeMeLidUser],
  absent: [attempt(() => require('WAWebLidMigrationUtils')).throws, typeof require('WAWebApiContact').getAlternateUserWid],
  otherChat: (await search.msgFindQuery('before', { remote: createWid('15550000000@c.us'), count: 5 })).length,
  layout: __payload.profile.layout,
  violations: violations(),
});
