// The own account. WAWebUserPrefsMeUser, WAWebConnModel and WAWebUserPrefsHistorySync of client
// revision 1044822804; earlier builds had getMaybeMeUser and getMeUser, which knew the phone number only.
__d('StandInAccount', [], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  module.exports = { pn: undefined, lid: undefined, device: undefined, historySyncComplete: false };
}, 98);

__d('WAWebUserPrefsMeUser', ['StandInAccount', 'WAWebWidFactory'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const account = importNamespace('StandInAccount');
  const { createWid } = importNamespace('WAWebWidFactory');
  const { payload } = importNamespace('StandInBoot');
  const Wid = importDefault('WAWebWid');

  const deviceOf = (wid) => (wid ? createWid(`${wid.user}:${account.device}@${wid.server}`) : undefined);

  function getMeUserOrThrow() {
    const me = account.pn || account.lid;
    if (!me) throw new Error('getMeUserOrThrow: me user is not set');
    return me;
  }

  // Neither of an unknown and of something that is no Wid.
  const isMine = (mine, wid) => Boolean(mine) && wid instanceof Wid && mine.user === wid.user && mine.server === wid.server;

  if (payload.profile.meGetters === 'separate') {
    exports.getMaybeMePnUser = () => account.pn;
    exports.getMaybeMeLidUser = () => account.lid || null;
    exports.getMePnUserOrThrow_DO_NOT_USE = () => {
      if (!account.pn) throw new Error('getMePnUserOrThrow: me pn user is not set');
      return account.pn;
    };
  } else {
    exports.getMaybeMeUser = () => account.pn;
    exports.getMeUser = getMeUserOrThrow;
  }
  exports.getMeUserOrThrow = getMeUserOrThrow;
  exports.getMaybeMeDevicePn = () => deviceOf(account.pn);
  exports.getMaybeMeDeviceLid = () => deviceOf(account.lid);
  exports.isMeAccount = (wid) => isMine(account.pn, wid) || isMine(account.lid, wid);
}, 98);

__d('WAWebConnModel', ['StandInModel'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const Conn = importNamespace('StandInModel').defineModel('WAWebConnModel', {
    get isSMB() { return this.platform === 'smba' || this.platform === 'smbi'; },
  });
  exports.Conn = new Conn({});
}, 98);

__d('WAWebUserPrefsHistorySync', ['StandInAccount'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const account = importNamespace('StandInAccount');
  exports.getInitialHistorySyncComplete = () => account.historySyncComplete;
}, 98);
