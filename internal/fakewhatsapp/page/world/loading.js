// Growing a chat's list from the database, a page of 50 at a time, as WAWebChatLoadMessages does (client
// revision 1044822804).
__d('StandInLoading', ['StandInBoot', 'StandInRanges', 'StandInDatabase', 'StandInModels', 'StandInGuard'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { range } = importNamespace('StandInRanges');
  const database = importNamespace('StandInDatabase');
  const { show } = importNamespace('StandInModels');
  const { rawOf } = importNamespace('StandInGuard');
  const { onDemand } = importNamespace('StandInBoot').payload.profile.history;
  const PAGE = 50;
  // endOfHistoryTransferType of a chat whose history the phone has not sent as a whole.
  const MORE_ON_PHONE = 0;
  const INCOMPLETE = 2;
  const loadingOf = new WeakMap();

  // The place in the list at which a row belongs: behind the loaded rows that are older.
  function positionOf(chat, row) {
    const rows = database.rowsOf(chat.id);
    const places = new Map(rows.map((one, place) => [String(one.id), place]));
    return chat.msgs.countWhere((msg) => places.get(String(msg.id)) < places.get(String(row.id)));
  }

  const load = (chat, rows) => rows.map((row) => show(chat, row, { position: positionOf(chat, row) }));

  // A page that is not full says that the beginning is reached, unless more may come from the phone.
  async function page(chat) {
    const state = rawOf(chat.msgs.msgLoadState);
    state.isLoadingEarlierMsgs = true;
    const oldest = chat.msgs.head();
    await null;
    const models = load(chat, range(oldest ? oldest.id : { remote: chat.id }, PAGE, 'before') || []);
    state.isLoadingEarlierMsgs = false;
    state.contextLoaded = true;
    const type = chat.endOfHistoryTransferType;
    if (models.length < PAGE) state.noEarlierMsgs = type !== INCOMPLETE && !(onDemand && type === MORE_ON_PHONE);
    return models;
  }

  // undefined says that the beginning was known to be reached, [] that nothing was found this time. A call
  // during another one gets that one's result.
  async function loadEarlier(chat) {
    const raw = rawOf(chat);
    const state = rawOf(chat.msgs.msgLoadState);
    if (state.noEarlierMsgs) return undefined;
    if (!state.isLoadingEarlierMsgs) loadingOf.set(raw, page(chat));
    return loadingOf.get(raw);
  }

  // A chat's own list always has its newest messages; only a list that began elsewhere grows at this end.
  async function loadRecent() { return undefined; }

  // What a jump to an old message does: the rows around it come into the list, those between it and the
  // newest ones do not.
  function loadAround(chat, key) {
    const found = database.place(key);
    load(chat, found.rows.slice(Math.max(0, found.place - PAGE / 2), found.place + PAGE / 2));
  }

  exports.loadEarlier = loadEarlier;
  exports.loadRecent = loadRecent;
  exports.loadAround = loadAround;
}, 98);
