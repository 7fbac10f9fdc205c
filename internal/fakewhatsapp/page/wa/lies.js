// Wrong answers to guests, in the right shape. What is told of a row is a copy; the row itself stays true.
__d('StandInLies', ['StandInBoot', 'WAWebMsgKey', 'WAWebWidFactory'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const MsgKey = importDefault('WAWebMsgKey');
  const { createWid } = importNamespace('WAWebWidFactory');
  const STRANGER = '15005550199@c.us';
  let lies = [];

  const keyWith = ({ fromMe, remote, id, participant, self }, change) => new MsgKey({ fromMe, remote, id, participant, self, ...change });
  const ways = {
    directions: (row) => ({ ...row, id: keyWith(row.id, { fromMe: !row.id.fromMe }) }),
    times: (row) => ({ ...row, t: row.t * 1000 }),
    texts: ({ body, ...row }) => row,
    chats: (row) => ({ ...row, id: keyWith(row.id, { remote: createWid(STRANGER) }) }),
  };

  exports.set = (next) => { lies = next; };
  exports.told = (rows) => {
    const kept = lies.includes('gaps') ? rows.filter((row, place) => place % 2 === 1) : rows;
    return kept.map((row) => lies.reduce((told, lie) => (ways[lie] ? ways[lie](told) : told), row));
  };
}, 98);
