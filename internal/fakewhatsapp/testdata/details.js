// Small rules that a careless reader breaks.
await connected();
const { createWid } = require('WAWebWidFactory');
const MsgKey = require('WAWebMsgKey');
const me = require('WAWebUserPrefsMeUser');
const { lidPnCache, getPhoneNumber, getCurrentLid } = require('WAWebApiContact');
const { MsgCollection } = require('WAWebMsgCollection');
const lid = createWid('198237465500147@lid');
const remote = createWid('14155550132@c.us');
const key = new MsgKey({ fromMe: true, remote, id: '3EB0' });
answer({
  throws: Object.fromEntries(Object.entries({
    stringRemote: () => new MsgKey({ fromMe: true, remote: String(remote), id: '3EB0' }),
    stringParticipant: () => new MsgKey({ fromMe: true, remote, id: '3EB0', participant: '1@lid' }),
    nothing: () => new MsgKey(),
    fromNothing: () => MsgKey.fromString(undefined),
    cacheString: () => getPhoneNumber(String(lid)),
    cachePhone: () => getPhoneNumber(remote),
    cacheGroup: () => lidPnCache.getLidEntry(createWid('120363025550000001@g.us')),
    reverseString: () => getCurrentLid(String(remote)),
    listener: () => MsgCollection.on('add', 'not a function'),
  }).map(([name, call]) => [name, attempt(call).throws || 'no failure'])),
  clone: key.clone() instanceof MsgKey && key.clone().equals(key) && key.clone() !== key,
  from: MsgKey.from(key) === key && MsgKey.from(String(key)).equals(key),
  reverseOfLid: String(getCurrentLid(lid)),
  withDevice: String(getPhoneNumber(createWid('198237465500147:3@lid'))),
  me: [String(me.getMaybeMePnUser()), String(me.getMaybeMeLidUser()), me.isMeAccount(null), me.isMeAccount(undefined), me.isMeAccount('14155550132@c.us'), me.isMeAccount(createWid('999888777666555@lid'))],
  instance: createWid('1@c.us') instanceof require('WAWebWid') && Object.getPrototypeOf(key).constructor !== undefined,
  nullListener: MsgCollection.get(undefined) === undefined,
  violations: violations(),
});
