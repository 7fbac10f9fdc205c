// Answers, for each input of the case file, what WAWebWid and WAWebMsgKey make of it.
await connected();
const Wid = require('WAWebWid');
const { createWid } = require('WAWebWidFactory');
const MsgKey = require('WAWebMsgKey');
const predicates = ['isUser', 'isLid', 'isGroup', 'isBroadcast', 'isStatus', 'isNewsletter', 'isBot', 'isPSA', 'isHosted', 'isRegularUser', 'isCompanion'];
const json = (value) => JSON.parse(JSON.stringify(value));
const describeWid = (wid) => ({
  toString: wid.toString(),
  json: json(wid),
  own: { ...wid },
  cloned: structuredClone(wid),
  instance: wid instanceof Wid,
  predicates: predicates.filter((name) => wid[name]()).sort(),
  toJid: wid.toJid(),
});
const describeKey = (key) => ({
  toString: String(key), json: json(key), names: Object.keys(key), cloned: structuredClone(json(key)), old: String(key._serialized), instance: key instanceof MsgKey,
});
const describe = (make, tell) => {
  const { value, throws } = attempt(make);
  return throws === undefined ? tell(value) : { throws };
};
const keyInput = (input) => {
  const wids = ['remote', 'from', 'to', 'participant'].filter((name) => input[name]);
  return { ...input, ...Object.fromEntries(wids.map((name) => [name, createWid(input[name])])) };
};

answer({
  wids: __given.wids.map(({ input }) => describe(() => createWid(input), describeWid)),
  keys: __given.msgKeys.map(({ input }) => describe(() => new MsgKey(keyInput(input)), describeKey)),
  fromString: __given.fromString.map(({ input }) => describe(() => MsgKey.fromString(input), describeKey)),
  violations: violations(),
});
