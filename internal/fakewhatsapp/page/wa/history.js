// Keeps account of reads by guests. Behind the user's screen lock there must be none.
__d('StandInReads', ['StandInBoot', 'StandInSession'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { read, violation } = importNamespace('StandInBoot');
  exports.noteRead = (call, chat) => {
    if (importNamespace('StandInSession').locked()) violation('read', `${call} while the screen is locked`);
    read(call, chat);
  };
}, 98);

// Ranges of a chat's rows. A row that acts on another message (a reaction, a vote, a pin) is in the table but
// in no range; which types those are differs by build (WAWebDBMessageStoreUtils, client revision 1044822804).
__d('StandInRanges', ['StandInBoot', 'StandInDatabase', 'WAWebMsgKey', 'WAWebWid'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { hiddenTypes } = importNamespace('StandInBoot').payload.profile.history;
  const database = importNamespace('StandInDatabase');
  const { isMissingField } = importNamespace('StandInBreakages');
  const MsgKey = importDefault('WAWebMsgKey');
  const Wid = importDefault('WAWebWid');
  const DEFAULT_COUNT = 20;
  const visible = (row) => !hiddenTypes.includes(row.fields.type);

  // The rows beside an anchor, oldest first; undefined when the anchor message is not in the table. An
  // anchor that is no MsgKey names only the chat: its newest rows are before it, and none after it.
  function range(anchor, count = DEFAULT_COUNT, direction) {
    if (!(anchor instanceof MsgKey)) {
      if (!anchor.remote || direction === 'after') return [];
      if (!(anchor.remote instanceof Wid)) throw new TypeError('anchor.remote is not a wid');
      const rows = database.rowsOf(anchor.remote).filter(visible);
      return rows.slice(Math.max(0, rows.length - count));
    }
    const found = database.place(String(anchor));
    if (!found) return undefined;
    const { rows, place } = found;
    if (direction === 'after') return rows.slice(place + 1).filter(visible).slice(0, count);
    const before = rows.slice(0, place).filter(visible);
    return before.slice(Math.max(0, before.length - count));
  }

  // Rows as they are handed out: without the fields that this build lacks.
  function dataOf(row) {
    const data = database.dataOf(row);
    for (const name of Object.keys(data)) if (isMissingField('WAWebMsgModel', name)) delete data[name];
    return data;
  }

  exports.range = range;
  exports.data = (rows) => importNamespace('StandInLies').told(rows.map(dataOf));
}, 98);

// WAWebDBMessageFindLocal: history from the local database as plain rows, oldest first. It makes no network
// request and touches no list of the interface. Since 2.3000.1034162388 it has msgFindBefore, msgFindAfter
// and msgFindByDirection; before that msgFindQuery, which gives an array, or {status: 404} when the anchor
// is gone, and takes the anchor's key and the count in one object.
__d('WAWebDBMessageFindLocal', ['StandInReads', 'StandInRanges'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { profile } = importNamespace('StandInBoot').payload;
  const { noteRead } = importNamespace('StandInReads');
  const { range, data } = importNamespace('StandInRanges');

  async function search(call, anchor, count, direction) {
    const chat = anchor.remote ? String(anchor.remote) : '';
    if (!importNamespace('StandInSession').signedIn()) return undefined;
    if (chat) noteRead(call, chat);
    const rows = range(anchor, count, direction);
    await null;
    return rows && data(rows);
  }

  async function answer(call, { anchor, count }, direction) {
    const messages = await search(call, anchor, count, direction);
    if (messages === undefined) return { messages: [], status: 404 };
    return { messages, status: messages.length === 0 ? profile.emptyHistoryStatus : 200 };
  }

  function msgFindByDirection({ anchor, count, direction }) {
    if (direction !== 'before' && direction !== 'after') {
      throw Error(`Match: No case succesfully matched. Make exhaustive or add a wildcard case using '_'. Argument: ${direction}`);
    }
    return answer('msgFindByDirection', { anchor, count }, direction);
  }

  async function msgFindQuery(kind, params) {
    if (kind !== 'before' && kind !== 'after') throw new Error(`Message query type ${kind} not implemented.`);
    return (await search('msgFindQuery', params, params.count, kind)) || { status: 404 };
  }

  if (profile.history.find === 'direction') {
    exports.msgFindByDirection = msgFindByDirection;
    exports.msgFindBefore = (query) => answer('msgFindBefore', query, 'before');
    exports.msgFindAfter = (query) => answer('msgFindAfter', query, 'after');
  }
  if (profile.history.find === 'query') exports.msgFindQuery = msgFindQuery;
}, 98);

// WAWebChatLoadMessages grows the list of the interface, page by page. Since about 2.3000.1037370178 its
// functions take an object; before, the chat itself. Each fails on the other's call with its known error. A
// guest has no business here while the database can be asked.
__d('WAWebChatLoadMessages', ['StandInLoading', 'StandInReads', 'StandInBreakages', 'WAWebDBMessageFindLocal'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { violation, payload } = importNamespace('StandInBoot');
  const { noteRead } = importNamespace('StandInReads');
  const { works, isAbsent } = importNamespace('StandInBreakages');
  const { rawOf } = importNamespace('StandInGuard');
  const { ChatModel } = importNamespace('StandInChatModel');
  const search = importNamespace('WAWebDBMessageFindLocal');
  const { loadEarlier, loadRecent } = importNamespace('StandInLoading');
  const { load } = payload.profile.history;

  const searchable = () => !isAbsent('WAWebDBMessageFindLocal')
    && ['msgFindBefore', 'msgFindByDirection', 'msgFindQuery'].some((name) => works(search, name));

  function checked(call, chat) {
    if (chat === undefined || chat === null) throw new TypeError("Cannot read properties of undefined (reading 'waitForChatLoading')");
    if (!(rawOf(chat) instanceof ChatModel)) throw new TypeError('i.waitForChatLoading is not a function');
    if (searchable()) violation('call', `WAWebChatLoadMessages.${call} although the database can be asked`);
    noteRead(call, String(chat.id));
    return chat;
  }

  if (load === 'options') {
    exports.loadEarlierMsgs = async ({ chat }) => loadEarlier(checked('loadEarlierMsgs', chat));
    exports.loadRecentMsgs = async ({ chat }) => loadRecent(checked('loadRecentMsgs', chat));
  }
  if (load === 'chat') {
    exports.loadEarlierMsgs = async (chat) => loadEarlier(checked('loadEarlierMsgs', chat));
    exports.loadRecentMsgs = async (chat) => loadRecent(checked('loadRecentMsgs', chat));
  }
}, 98);
