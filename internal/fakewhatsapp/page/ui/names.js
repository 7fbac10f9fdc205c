// Names as the page shows them. There are two: what a person is called in full (in titles and stamps), and
// what stands over a bubble in a group, where somebody who is not saved goes by the name given by himself.
__d('StandInNames', ['WAWebContactCollection', 'WAWebFrontendContactGetters', 'WAWebUserPrefsMeUser', 'WAWebConnModel'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { ContactCollection } = importNamespace('WAWebContactCollection');
  const { isMeAccount } = importNamespace('WAWebUserPrefsMeUser');
  const { Conn } = importNamespace('WAWebConnModel');
  const { getAlternateUserWid } = importNamespace('WAWebApiContact');
  const { getPhoneNumber, getFormattedPhone, getFormattedName } = importNamespace('WAWebFrontendContactGetters');
  const UNKNOWN = 'Unknown user';

  // A person may be saved under the number and write under the LID, or the other way round.
  function contactsOf(wid) {
    const other = wid.server === 'lid' || wid.server === 'c.us' ? getAlternateUserWid(wid) : undefined;
    return [wid, other].map((id) => ContactCollection.get(id)).filter(Boolean);
  }

  const first = (contacts, field) => contacts.map((contact) => contact[field]).find(Boolean);
  const ownName = () => Conn.pushname || 'You';

  // phoneOf formats the number of somebody who is not saved, undefined when it is not known.
  function phoneOf(wid) {
    const numbered = contactsOf(wid).find((contact) => getPhoneNumber(contact));
    return numbered && getFormattedPhone(numbered);
  }

  function savedName(wid) {
    const contacts = contactsOf(wid);
    return first(contacts, 'name') || first(contacts, 'verifiedName');
  }

  function fullName(wid) {
    const username = first(contactsOf(wid), 'username');
    return savedName(wid) || phoneOf(wid) || (username ? `@${username}` : UNKNOWN);
  }

  function userName(wid) {
    if (isMeAccount(wid)) return ownName();
    const pushname = first(contactsOf(wid), 'pushname');
    return savedName(wid) || (pushname ? `~ ${pushname}` : fullName(wid));
  }

  function titleOf(chat) {
    if (isMeAccount(chat.id)) return `${ownName()} (You)`;
    const named = chat.name || (chat.groupMetadata && chat.groupMetadata.subject);
    if (named || !chat.id.isUser()) return named || 'Unnamed list';
    return savedName(chat.id) || getFormattedName(chat.contact);
  }

  const speaker = (msg) => msg.author || msg.id.participant || msg.id.remote;

  function senderOf(msg) {
    if (msg.id.fromMe) return ownName();
    const wid = speaker(msg);
    if (!wid.isUser()) return msg.notifyName || UNKNOWN;
    const name = userName(wid);
    return name === UNKNOWN && msg.notifyName ? `~ ${msg.notifyName}` : name;
  }

  exports.userName = userName;
  exports.fullName = (wid) => (isMeAccount(wid) ? ownName() : fullName(wid));
  exports.isPhone = (wid) => !isMeAccount(wid) && wid.isUser() && !savedName(wid) && Boolean(phoneOf(wid));
  exports.titleOf = titleOf;
  exports.senderOf = senderOf;
  exports.speaker = speaker;
}, 98);
