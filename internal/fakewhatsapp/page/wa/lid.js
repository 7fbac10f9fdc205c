// LIDs and phone numbers. The cache knows what this device has learned; everything here is local.
// (WAWebApiContact, WAWebLidMigrationUtils, WAWebLid1X1MigrationGating of client revision 1044822804.)
__d('StandInNumbers', [], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const byLid = new Map();
  const lidByNumber = new Map();
  exports.byLid = byLid;
  exports.lidByNumber = lidByNumber;
  exports.learn = (lid, phoneNumber, phoneNumberCreatedAt) => {
    byLid.set(String(lid), Object.freeze({ lid, phoneNumber, phoneNumberCreatedAt }));
    lidByNumber.set(String(phoneNumber), lid);
  };
  exports.forget = () => {
    byLid.clear();
    lidByNumber.clear();
  };
}, 98);

__d('WAWebApiContact', ['StandInGuard', 'StandInNumbers'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { guard } = importNamespace('StandInGuard');
  const { byLid, lidByNumber } = importNamespace('StandInNumbers');

  // Whatever is no Wid fails for want of a Wid's methods, and a Wid of anything but a user's LID by rule.
  const lidPnCache = {
    getLidEntry(wid) {
      if (!wid.isUser()) throw new Error('WaWebLidPnCache - Invalid get call (not user)');
      if (!wid.isLid()) throw new Error('WaWebLidPnCache - Invalid get call (not lid)');
      return byLid.get(String(wid));
    },
    getPhoneNumber(wid) {
      return (lidPnCache.getLidEntry(wid) || {}).phoneNumber;
    },
    getCurrentLid(wid) {
      return wid.isLid() ? wid : lidByNumber.get(String(wid));
    },
  };

  exports.lidPnCache = guard(lidPnCache, 'WAWebApiContact.lidPnCache');
  exports.getPhoneNumber = (wid) => lidPnCache.getPhoneNumber(wid);
  exports.getCurrentLid = (wid) => lidPnCache.getCurrentLid(wid);
  exports.getAlternateUserWid = (wid) => (wid.isLid() ? lidPnCache.getPhoneNumber(wid) : lidPnCache.getCurrentLid(wid));
}, 98);

__d('WAWebLidMigrationUtils', ['WAWebApiContact', 'WAWebMsgKey'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { getPhoneNumber, getCurrentLid, getAlternateUserWid } = importNamespace('WAWebApiContact');
  const MsgKey = importDefault('WAWebMsgKey');

  const toPn = (wid) => (wid.isLid() ? getPhoneNumber(wid) : wid);
  const toUserLid = (wid) => (wid.isLid() ? wid : getCurrentLid(wid));
  function orThrow(convert, what) {
    return (wid) => {
      const converted = convert(wid);
      if (!converted) throw new Error(`no ${what} for wid`);
      return converted;
    };
  }

  function getAlternateMsgKey(key) {
    const remote = key.remote.isUser() ? getAlternateUserWid(key.remote) : undefined;
    if (!remote) return undefined;
    return new MsgKey({ fromMe: key.fromMe, remote, id: key.id, participant: key.participant, self: key.self });
  }

  exports.toPn = toPn;
  exports.toUserLid = toUserLid;
  exports.toPnOrThrow = orThrow(toPn, 'phone number');
  exports.toUserLidOrThrow = orThrow(toUserLid, 'lid');
  exports.getAlternateMsgKey = getAlternateMsgKey;
}, 98);

__d('WAWebLid1X1MigrationGating', ['StandInBoot'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { lidMigrated } = importNamespace('StandInBoot').payload.profile;
  exports.Lid1X1MigrationUtils = { isLidMigrated: () => lidMigrated };
}, 98);
