// Applying what the server says has happened: first to the database, then, while an account is signed in,
// to the collections, with the events the real page fires for it.
__d('StandInApply', ['StandInModels', 'StandInDatabase', 'StandInSession'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { write } = importNamespace('StandInModel');
  const { decodeFields } = importNamespace('StandInDecode');
  const { createWid } = importNamespace('WAWebWidFactory');
  const { learn, forget } = importNamespace('StandInNumbers');
  const { ChatCollection } = importNamespace('WAWebChatCollection');
  const { ContactCollection } = importNamespace('WAWebContactCollection');
  const { MsgCollection } = importNamespace('WAWebMsgCollection');
  const models = importNamespace('StandInModels');
  const database = importNamespace('StandInDatabase');
  const session = importNamespace('StandInSession');
  const reactions = importNamespace('StandInReactions');
  const media = importNamespace('StandInHeldMedia');
  const { breakPath } = importNamespace('StandInBreaking');
  const { inspect, payload } = importNamespace('StandInBoot');

  function storeChat(record) {
    database.chats.set(record.id, record);
    if (session.signedIn()) models.putChat(record);
  }

  function storeContact(record) {
    const known = database.contacts.get(record.id);
    database.contacts.set(record.id, { id: record.id, fields: { ...(known && known.fields), ...record.fields } });
    if (session.signedIn()) models.putContact(record);
  }

  function updateChat(id, fields) {
    Object.assign(database.chats.get(id).fields, fields);
    const chat = ChatCollection.get(id);
    if (chat) write(chat, decodeFields(fields));
  }

  function storeNumber({ lid, pn, createdAt }) {
    learn(createWid(lid), createWid(pn), createdAt);
    if (database.contacts.has(lid)) storeContact({ id: lid, fields: { phoneNumber: pn } });
  }

  // Every chat has its newest message in memory, for the preview in the list.
  function showNewest(chat) {
    const newest = database.rowsOf(chat.id).at(-1);
    if (newest) models.show(chat, newest);
  }

  // History that the phone sends later lands in the database only; the interface loads it when asked to.
  function storeMessages({ chat: id, messages, live, fields }) {
    const chat = ChatCollection.get(id);
    for (const record of messages) {
      const row = database.insertRow(id, record);
      media.learn(row, record.media);
      if (live && chat) models.show(chat, row, { extra: { isNewMsg: true, recvFresh: true } });
    }
    if (chat && chat.msgs.length === 0) showNewest(chat);
    updateChat(id, fields);
  }

  // An emoji in place of another one leaves hasReaction as it is, and so fires no event on the message.
  function storeReaction(reaction) {
    const { parent, sender } = reaction;
    const hasReaction = database.react(reaction);
    database.updateRow(parent, { hasReaction });
    reactions.changed(parent, sender, database.reactionsTo(parent).find((entry) => String(entry.senderUserJid) === sender));
    const msg = MsgCollection.get(parent);
    if (msg) write(msg, { hasReaction });
  }

  function migrate({ from, to, fields, rows }) {
    const chat = ChatCollection.get(from);
    database.moveChat(from, to);
    Object.assign(database.chats.get(to), { id: to });
    Object.assign(database.chats.get(to).fields, fields);
    for (const { before, record } of rows) {
      const row = database.moveRow(before, record);
      const msg = MsgCollection.get(before);
      if (msg) write(msg, { id: row.id, ...decodeFields(record.fields) });
      reactions.renamed(before, row.id);
    }
    if (chat) write(chat, { id: createWid(to), contact: ContactCollection.get(to) || chat.contact, ...decodeFields(fields) });
  }

  function fill() {
    for (const record of database.contacts.values()) models.putContact(record);
    for (const record of database.chats.values()) {
      showNewest(models.putChat(record));
    }
  }

  // The collections belong to a signed-in account; a signed-out page shows none of it.
  function withSession(change) {
    const before = session.signedIn();
    change();
    const after = session.signedIn();
    if (before && !after) models.hideEverything();
    if (!before && after) fill();
  }

  const operations = {
    chat: storeChat,
    contact: storeContact,
    number: storeNumber,
    messages: storeMessages,
    chatFields: ({ chat, fields }) => updateChat(chat, fields),
    update({ key, fields }) {
      database.updateRow(key, fields);
      const msg = MsgCollection.get(key);
      if (msg) write(msg, decodeFields(fields));
    },
    remove({ chat, key, fields }) {
      database.deleteRow(key);
      reactions.dropped(key);
      models.hide(ChatCollection.get(chat), key);
      updateChat(chat, fields);
    },
    media: ({ key, held }) => media.hold(database.place(key), MsgCollection.get(key), held),
    reaction: storeReaction,
    migrate,
    jump({ chat: id, key }) {
      const chat = ChatCollection.get(id);
      if (chat) importNamespace('StandInLoading').loadAround(chat, key);
    },
    'break': ({ path, how }) => breakPath(path, how),
    lies: importNamespace('StandInLies').set,
    session: (state) => withSession(() => session.applySession(state)),
    takeover: ({ page, works, other }) => withSession(() => session.applySession(page === payload.page ? works : other)),
    account: (account) => withSession(() => session.applyAccount(account)),
    historySync: ({ complete }) => session.applyHistorySync(complete),
    reset() {
      models.hideEverything();
      database.clear();
      media.clear();
      forget();
    },
    phone: importNamespace('StandInPhone').set,
    header: importNamespace('StandInHeader').set,
    // What concerns the database alone is done by StandInKeeper.
    databaseHold() {},
    databaseUpgrade() {},
    databaseNumber() {},
    barrier() { inspect(); },
  };

  exports.apply = (name, data) => operations[name](data);

  exports.load = (snapshot) => {
    session.applyAccount(snapshot.account);
    session.applyHistorySync(snapshot.historySyncComplete);
    for (const record of snapshot.contacts) database.contacts.set(record.id, record);
    for (const record of snapshot.numbers) storeNumber(record);
    for (const record of snapshot.chats) database.chats.set(record.id, record);
    for (const { chat, messages } of snapshot.rows) for (const record of messages) media.learn(database.insertRow(chat, record), record.media);
    for (const reaction of snapshot.reactions) database.react(reaction);
  };
}, 98);
