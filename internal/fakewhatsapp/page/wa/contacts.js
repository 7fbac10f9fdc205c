// WAWebContactCollection and the getters over contacts (client revision 1044822804).
__d('WAWebContactCollection', ['StandInModel', 'StandInCollection'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { BaseCollection } = importNamespace('StandInCollection');
  exports.ContactModel = importNamespace('StandInModel').defineModel('WAWebContactModel', {});
  exports.ContactCollection = new BaseCollection('WAWebContactCollection');
}, 98);

__d('WAWebContactGetters', ['WAWebUserPrefsMeUser'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { isMeAccount } = importNamespace('WAWebUserPrefsMeUser');
  exports.getName = (contact) => contact.name;
  exports.getShortName = (contact) => contact.shortName;
  exports.getPushname = (contact) => contact.pushname;
  exports.getVerifiedName = (contact) => contact.verifiedName;
  exports.getNotifyName = (contact) => contact.verifiedName || contact.pushname;
  exports.getIsMe = (contact) => isMeAccount(contact.id);
  exports.getIsUser = (contact) => contact.id.isUser();
  exports.getIsGroup = (contact) => contact.id.isGroup();
  exports.getUserid = (contact) => contact.id.user;
}, 98);

// The display getters. What they give for an unknown number is a masked or formatted text for people to
// read and must not be taken for a number.
__d('WAWebFrontendContactGetters', ['WAWebApiContact', 'WAWebContactGetters', 'WAWebUserPrefsMeUser'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { lidPnCache } = importNamespace('WAWebApiContact');

  function getPnForLid(contact) {
    if (!contact.id.isLid()) return undefined;
    return contact.phoneNumber || (lidPnCache.getLidEntry(contact.id) || {}).phoneNumber;
  }

  function getPhoneNumber(contact) {
    return contact.id.isLid() ? getPnForLid(contact) : contact.id;
  }

  // Groups of three from the right, spaced; the real page formats by country.
  function format(user) {
    return `+${user.replace(/\B(?=(\d{3})+$)/g, ' ')}`;
  }

  function getMaskedPhoneLid(contact) {
    return `+${contact.id.user.slice(0, 2)}∙∙∙∙∙∙∙∙${contact.id.user.slice(-2)}`;
  }

  function getFormattedPhone(contact) {
    const number = getPhoneNumber(contact);
    return number ? format(number.user) : getMaskedPhoneLid(contact);
  }

  function getFormattedName(contact) {
    if (contact.name) return contact.name;
    if (contact.verifiedName) return contact.verifiedName;
    if (contact.username) return `@${contact.username}`;
    return getFormattedPhone(contact);
  }

  exports.getPnForLid = getPnForLid;
  exports.getPhoneNumber = getPhoneNumber;
  exports.getFormattedPhone = getFormattedPhone;
  exports.getFormattedUser = getFormattedPhone;
  exports.getFormattedName = getFormattedName;
  exports.getDisplayName = (contact) => (importNamespace('WAWebContactGetters').getIsMe(contact) ? 'You' : getFormattedName(contact));
  exports.getIsMyContact = (contact) => Boolean(contact.name) && contact.type === 'in';
  exports.getUsername = (contact) => contact.username;
  exports.getMaskedPhoneLid = getMaskedPhoneLid;
}, 98);
