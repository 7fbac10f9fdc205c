// The own account. WAWebUserPrefsMeUser, WAWebConnModel and WAWebUserPrefsHistorySync of client
// revision 1044822804; the functions getMaybeMeUser and getMeUser of earlier builds are gone there.
__d('StandInAccount', [], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  module.exports = { pn: undefined, lid: undefined, device: undefined, historySyncComplete: false };
}, 98);

__d('WAWebUserPrefsMeUser', ['StandInAccount', 'WAWebWidFactory'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const account = importNamespace('StandInAccount');
  const { createWid } = importNamespace('WAWebWidFactory');

  const deviceOf = (wid) => (wid ? createWid(`${wid.user}:${account.device}@${wid.server}`) : undefined);

  function getMeUserOrThrow() {
    const me = account.pn || account.lid;
    if (!me) throw new Error('getMeUserOrThrow: me user is not set');
    return me;
  }

  exports.getMaybeMePnUser = () => account.pn;
  exports.getMaybeMeLidUser = () => account.lid;
  exports.getMeUserOrThrow = getMeUserOrThrow;
  exports.getMePnUserOrThrow_DO_NOT_USE = () => {
    if (!account.pn) throw new Error('getMePnUserOrThrow: me pn user is not set');
    return account.pn;
  };
  exports.getMaybeMeDevicePn = () => deviceOf(account.pn);
  exports.getMaybeMeDeviceLid = () => deviceOf(account.lid);
  exports.isMeAccount = (wid) => [account.pn, account.lid].some(
    (mine) => mine && mine.user === wid.user && mine.server === wid.server,
  );
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
