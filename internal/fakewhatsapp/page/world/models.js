// Making models of database records and putting them where the page keeps them.
__d('StandInModels', ['StandInModel', 'StandInCollection', 'StandInDatabase', 'StandInDecode', 'WAWebCollections'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { write } = importNamespace('StandInModel');
  const { insert, take, clear } = importNamespace('StandInCollection');
  const { decodeFields } = importNamespace('StandInDecode');
  const { createWid } = importNamespace('WAWebWidFactory');
  const { ChatModel } = importNamespace('StandInChatModel');
  const { ContactModel, ContactCollection } = importNamespace('WAWebContactCollection');
  const { ChatCollection } = importNamespace('WAWebChatCollection');
  const { MsgCollection } = importNamespace('WAWebMsgCollection');
  const { GroupMetadataModel, ParticipantModel, default: GroupMetadataCollection } = importNamespace('WAWebGroupMetadataCollection');
  const { msgModelFromMsgData } = importNamespace('WAWebMsgModelFromData');
  const getters = importNamespace('WAWebFrontendContactGetters');
  const database = importNamespace('StandInDatabase');

  function putContact({ id, fields }) {
    const known = ContactCollection.get(id);
    if (known) write(known, decodeFields(fields));
    else insert(ContactCollection, new ContactModel({ id: createWid(id), ...decodeFields(fields) }));
    return ContactCollection.get(id);
  }

  // Users without a record of their own get an empty contact, as WhatsApp makes one for every id it meets.
  function contactOf(wid) {
    return ContactCollection.get(wid) || putContact({ id: String(wid), fields: {} });
  }

  function putGroup(id, { fields, participants }) {
    const group = new GroupMetadataModel({ id: createWid(id), ...decodeFields(fields) });
    for (const { jid, isAdmin, isSuperAdmin } of participants) {
      const wid = createWid(jid);
      insert(group.participants, new ParticipantModel({ id: wid, contact: contactOf(wid), isAdmin, isSuperAdmin }));
    }
    return insert(GroupMetadataCollection, group);
  }

  function putChat(record) {
    const id = createWid(record.id);
    const contact = contactOf(id);
    const chat = new ChatModel({
      id,
      contact,
      formattedTitle: record.fields.name || (record.group && record.group.fields.subject) || getters.getFormattedName(contact),
      groupMetadata: record.group ? putGroup(record.id, record.group) : undefined,
      ...decodeFields(record.fields),
    });
    insert(ChatCollection, chat);
    return ChatCollection.get(id);
  }

  function modelOf(row, extra) {
    const known = MsgCollection.get(row.id);
    if (known) return known;
    const model = msgModelFromMsgData({ ...database.dataOf(row), ...extra });
    importNamespace('StandInHeldMedia').attach(row, model);
    const sender = model.author || (row.id.fromMe ? undefined : row.id.participant || row.id.remote);
    if (sender) write(model, { senderObj: contactOf(sender) });
    return model;
  }

  // hydrate takes a row into memory without putting it into its chat's list.
  const hydrate = (row) => insert(MsgCollection, modelOf(row));

  // The collection of all messages hears of a message before the list of its chat does.
  function show(chat, row, { extra, position } = {}) {
    const model = insert(MsgCollection, modelOf(row, extra));
    insert(chat.msgs, model, position);
    return model;
  }

  function hide(chat, key) {
    const model = MsgCollection.get(key);
    if (!model) return;
    if (chat) take(chat.msgs, model);
    take(MsgCollection, model);
  }

  function hideEverything() {
    for (const chat of ChatCollection.getModelsArray()) clear(chat.msgs);
    for (const collection of [MsgCollection, ChatCollection, GroupMetadataCollection, ContactCollection]) clear(collection);
  }

  exports.putContact = putContact;
  exports.putChat = putChat;
  exports.hydrate = hydrate;
  exports.show = show;
  exports.hide = hide;
  exports.hideEverything = hideEverything;
}, 98);
