// Names as the page shows them. The stand-in shows no number: whoever has no name is an unknown user.
__d('StandInNames', ['WAWebContactCollection', 'WAWebUserPrefsMeUser', 'WAWebConnModel'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { ContactCollection } = importNamespace('WAWebContactCollection');
  const { isMeAccount } = importNamespace('WAWebUserPrefsMeUser');
  const { Conn } = importNamespace('WAWebConnModel');
  const { getAlternateUserWid } = importNamespace('WAWebApiContact');

  // A person may be saved under the number and write under the LID, or the other way round. A saved name
  // under either goes before what the person calls himself.
  function userName(wid) {
    if (isMeAccount(wid)) return Conn.pushname || 'You';
    const other = wid.server === 'lid' || wid.server === 'c.us' ? getAlternateUserWid(wid) : undefined;
    const contacts = [wid, other].map((id) => ContactCollection.get(id)).filter(Boolean);
    const first = (field, prefix) => contacts.filter((contact) => contact[field]).map((contact) => prefix + contact[field])[0];
    return first('name', '') || first('verifiedName', '') || first('username', '@') || first('pushname', '~ ') || 'Unknown user';
  }

  function titleOf(chat) {
    if (isMeAccount(chat.id)) return `${Conn.pushname || 'You'} (You)`;
    return chat.name || (chat.groupMetadata && chat.groupMetadata.subject) || (chat.id.isUser() ? userName(chat.id) : 'Unnamed list');
  }

  function senderOf(msg) {
    if (msg.id.fromMe) return Conn.pushname || 'You';
    const wid = msg.author || msg.id.participant || msg.id.remote;
    const name = wid.isUser() ? userName(wid) : undefined;
    return name === 'Unknown user' && msg.notifyName ? `~ ${msg.notifyName}` : name || msg.notifyName || 'Unknown user';
  }

  exports.userName = userName;
  exports.titleOf = titleOf;
  exports.senderOf = senderOf;
}, 98);
