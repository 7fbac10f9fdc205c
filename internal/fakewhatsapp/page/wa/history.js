// Keeps account of reads by guests. Behind the user's screen lock there must be none.
__d('StandInReads', ['StandInBoot', 'StandInSession'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { read, violation } = importNamespace('StandInBoot');
  exports.noteRead = (call, chat) => {
    if (importNamespace('StandInSession').locked()) violation('read', `${call} while the screen is locked`);
    read(call, chat);
  };
}, 98);

// WAWebDBMessageFindLocal: history from the local database as plain rows, oldest first. It makes no
// network request and touches no list of the interface (client revision 1044822804).
__d('WAWebDBMessageFindLocal', ['StandInReads', 'StandInDatabase', 'WAWebMsgKey', 'WAWebWid'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { payload } = importNamespace('StandInBoot');
  const { noteRead } = importNamespace('StandInReads');
  const database = importNamespace('StandInDatabase');
  const MsgKey = importDefault('WAWebMsgKey');
  const Wid = importDefault('WAWebWid');

  const notFound = () => ({ messages: [], status: 404 });

  function result(messages) {
    return { messages, status: messages.length === 0 ? payload.profile.emptyHistoryStatus : 200 };
  }

  // The rows of the anchor's chat and the anchor's place in them. An anchor that is not a MsgKey names
  // only the chat: the place is then past the end for 'before' and ahead of the start for 'after'.
  function locate(anchor, direction) {
    if (!(anchor instanceof MsgKey)) {
      if (!(anchor.remote instanceof Wid)) throw new TypeError('anchor.remote is not a wid');
      const rows = database.rowsOf(anchor.remote);
      return { chat: String(anchor.remote), rows, place: direction === 'before' ? rows.length : -1 };
    }
    return database.place(String(anchor));
  }

  async function msgFindByDirection({ anchor, count, direction }) {
    if (direction !== 'before' && direction !== 'after') throw new Error('msgFindByDirection: invalid direction');
    const found = locate(anchor, direction);
    if (!importNamespace('StandInSession').signedIn()) return notFound();
    noteRead('msgFindByDirection', found ? found.chat : String(anchor.remote));
    await null;
    if (!found) return notFound();
    const { rows, place } = found;
    const range = direction === 'before' ? rows.slice(Math.max(0, place - count), place) : rows.slice(place + 1, place + 1 + count);
    return result(range.map(database.dataOf));
  }

  exports.msgFindByDirection = msgFindByDirection;
  exports.msgFindBefore = async ({ anchor, count }) => msgFindByDirection({ anchor, count, direction: 'before' });
  exports.msgFindAfter = async ({ anchor, count }) => msgFindByDirection({ anchor, count, direction: 'after' });
}, 98);

// WAWebChatLoadMessages grows the list of the interface, page by page. Since about 2.3000.1037370178 it
// takes an object; an old-style call fails with the message known from that change.
__d('WAWebChatLoadMessages', ['StandInLoading', 'StandInReads'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { noteRead } = importNamespace('StandInReads');
  const { loadEarlier, loadRecent } = importNamespace('StandInLoading');

  function checked(chat) {
    if (!chat) throw new TypeError("Cannot read properties of undefined (reading 'waitForChatLoading')");
    noteRead('loadMessages', String(chat.id));
    return chat;
  }

  exports.loadEarlierMsgs = async ({ chat }) => loadEarlier(checked(chat));
  exports.loadRecentMsgs = async ({ chat }) => loadRecent(checked(chat));
}, 98);
