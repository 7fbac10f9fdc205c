// Growing a chat's list from the database, a page of 50 at a time, as WAWebChatLoadMessages does.
__d('StandInLoading', ['StandInDatabase', 'StandInModels', 'StandInGuard'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const database = importNamespace('StandInDatabase');
  const { show } = importNamespace('StandInModels');
  const { rawOf } = importNamespace('StandInGuard');
  const PAGE = 50;

  // [] says that the beginning has just been reached, undefined that it was known to be.
  async function loadEarlier(chat) {
    const state = rawOf(chat.msgs.msgLoadState);
    if (state.noEarlierMsgs) return undefined;
    state.isLoadingEarlierMsgs = true;
    await null;
    const oldest = chat.msgs.head();
    const rows = database.rowsOf(chat.id);
    const end = oldest ? rows.findIndex((row) => row.id.equals(oldest.id)) : rows.length;
    const page = rows.slice(Math.max(0, end - PAGE), Math.max(0, end));
    const models = page.map((row, position) => show(chat, row, { position }));
    state.isLoadingEarlierMsgs = false;
    state.noEarlierMsgs = page.length === 0;
    return models;
  }

  async function loadRecent(chat) {
    await null;
    return database.rowsOf(chat.id).slice(-PAGE).map((row) => show(chat, row));
  }

  exports.loadEarlier = loadEarlier;
  exports.loadRecent = loadRecent;
}, 98);
