// Which rows a change of the world has touched. A change of an unknown kind touches all of them.
__d('StandInMarks', ['StandInDecode', 'StandInSession'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { decodeKey } = importNamespace('StandInDecode');
  const { signedIn } = importNamespace('StandInSession');

  const empty = () => ({ everything: false, rows: new Map(), reactions: new Set() });
  let marks = empty();
  let wasSignedIn = signedIn();

  function mark(table, id) {
    if (!marks.rows.has(table)) marks.rows.set(table, new Set());
    marks.rows.get(table).add(id);
  }

  function markChat(id) {
    for (const table of ['chat', 'group-metadata', 'participant']) mark(table, id);
  }

  function markContact(id) {
    for (const table of ['contact', 'lid-pn-mapping', 'lid-display-name-mapping']) mark(table, id);
  }

  function markMessage(key) {
    mark('message', key);
    marks.reactions.add(key);
  }

  function markSignIn() {
    if (signedIn() !== wasSignedIn) marks.everything = true;
    wasSignedIn = signedIn();
  }

  const operations = {
    chat: ({ id }) => markChat(id),
    contact: ({ id }) => markContact(id),
    number: ({ lid }) => markContact(lid),
    databaseNumber: ({ lid }) => markContact(lid),
    messages({ chat, messages }) {
      markChat(chat);
      for (const { key } of messages) markMessage(String(decodeKey(key)));
    },
    chatFields: ({ chat }) => markChat(chat),
    update: ({ key }) => markMessage(key),
    remove({ chat, key }) {
      markChat(chat);
      markMessage(key);
    },
    reaction: ({ parent }) => markMessage(parent),
    migrate({ from, to, rows }) {
      markChat(from);
      markChat(to);
      for (const { before, record } of rows) {
        markMessage(before);
        markMessage(String(decodeKey(record.key)));
      }
    },
    session: markSignIn,
    account: markSignIn,
    jump() {},
    break() {},
    historySync() {},
    phone() {},
    header() {},
    databaseHold() {},
    databaseUpgrade() {},
    barrier() {},
  };

  exports.note = (op, data) => {
    if (Object.hasOwn(operations, op)) operations[op](data);
    else marks.everything = true;
  };
  exports.noteEverything = () => { marks.everything = true; };
  exports.take = () => {
    const taken = marks;
    marks = empty();
    return taken;
  };
  exports.touched = () => marks.everything || marks.rows.size > 0;
}, 98);
