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

__d('WAWebApiContact', ['StandInGuard', 'StandInNumbers', 'WAWebWid'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { guard } = importNamespace('StandInGuard');
  const Wid = importDefault('WAWebWid');
  const { byLid, lidByNumber } = importNamespace('StandInNumbers');

  // Only a Wid without a device of the named server is looked up; anything else is the caller's mistake.
  function check(wid, server) {
    if (!(wid instanceof Wid) || wid.server !== server || wid.device !== undefined) {
      throw new Error(`[LidPnCache] expected a ${server === 'lid' ? 'user lid' : 'user phone number'} wid`);
    }
  }

  const lidPnCache = {
    getLidEntry(wid) {
      check(wid, 'lid');
      return byLid.get(String(wid));
    },
    getPhoneNumber(wid) {
      check(wid, 'lid');
      return (byLid.get(String(wid)) || {}).phoneNumber;
    },
    getCurrentLid(wid) {
      check(wid, 'c.us');
      return lidByNumber.get(String(wid));
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
