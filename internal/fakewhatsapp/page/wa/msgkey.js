// WAWebMsgKey (client revision 1044822804). The name of the own property with the full key differs by
// build: `_serialized` until about 2.3000.1042401057, `$1` since.
__d('WAWebMsgKey', ['StandInBoot', 'StandInGuard', 'WAWebWid', 'WAWebWidFactory', 'WAWebUserPrefsMeUser'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { payload } = importNamespace('StandInBoot');
  const { guardPrototype, guardValues } = importNamespace('StandInGuard');
  const { createWid } = importNamespace('WAWebWidFactory');
  const Wid = importDefault('WAWebWid');
  const keyProperty = payload.profile.msgKeyProperty;
  const isMe = (wid) => importNamespace('WAWebUserPrefsMeUser').isMeAccount(wid);

  const checked = (...wids) => {
    for (const wid of wids) if (wid && !(wid instanceof Wid)) throw new Error('MsgKey error: something is not a wid');
  };

  // The two ways to name a message: by its chat and direction, or by sender and receiver. Only Wids will do.
  function partsOf({ fromMe, remote, from, to, id, participant, selfDir, self }) {
    checked(remote, from, to, participant);
    if (remote && id !== undefined && typeof fromMe === 'boolean') {
      const chat = remote;
      return { fromMe, chat, id, participant, self: self || selfDir || (isMe(chat) ? (fromMe ? 'out' : 'in') : undefined) };
    }
    if (from && to && id !== undefined) {
      const sender = from;
      const receiver = to;
      const toSelf = isMe(sender) && isMe(receiver);
      const outgoing = toSelf ? selfDir !== 'in' : isMe(sender);
      return { fromMe: outgoing, chat: outgoing ? receiver : sender, id, participant, self: toSelf ? (outgoing ? 'out' : 'in') : undefined };
    }
    throw new Error("MsgKey error: don't have a matching constructor");
  }

  function MsgKey(input) {
    if (!input) throw new Error('MsgKey error: obj is null/undefined');
    const { fromMe, chat, id, participant, self } = partsOf(input);
    const values = { fromMe, remote: chat, id };
    if (self) values.self = self;
    if (participant) values.participant = participant;
    values[keyProperty] = [fromMe, chat, id, self, values.participant].filter((part) => part !== undefined).map(String).join('_');
    guardValues(this, 'WAWebMsgKey', values);
  }

  guardPrototype(MsgKey, 'WAWebMsgKey.prototype', {
    toString() { return this[keyProperty]; },
    clone() { return new MsgKey({ fromMe: this.fromMe, remote: this.remote, id: this.id, participant: this.participant, self: this.self }); },
    equals(other) { return other instanceof MsgKey && other.toString() === this.toString(); },
  });

  // An id with an underscore comes apart at the wrong place and fails, here as there.
  MsgKey.fromString = (text) => {
    if (text === undefined || text === null) throw new Error('MsgKey.fromString error: str is null or not a string');
    const [direction, remote, id, third, fourth] = text.split('_');
    const self = third === 'in' || third === 'out' ? third : undefined;
    const participant = self ? fourth : third;
    return new MsgKey({
      fromMe: direction === 'true', remote: createWid(remote), id, self, participant: participant && createWid(participant),
    });
  };

  MsgKey.from = (key) => (key instanceof MsgKey ? key : MsgKey.fromString(String(key)));

  exports.default = MsgKey;
}, 98);
