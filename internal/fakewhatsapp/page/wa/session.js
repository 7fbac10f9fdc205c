// The state of the WhatsApp session: WAWebStreamModel, WAWebSocketModel and WAWebBuildConstants.
__d('WAWebStreamModel', ['StandInModel'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const Stream = importNamespace('StandInModel').defineModel('WAWebStreamModel', {
    get displayInfo() { return this.info; },
  });
  exports.Stream = new Stream({});
}, 98);

__d('WAWebSocketModel', ['StandInModel'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const Socket = importNamespace('StandInModel').defineModel('WAWebSocketModel', {});
  exports.Socket = new Socket({ state: 'OPENING', stream: 'DISCONNECTED', hasSynced: false });
}, 98);

__d('WAWebBuildConstants', ['StandInBoot'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { version } = importNamespace('StandInBoot').payload.profile;
  exports.VERSION_STR = version;
  exports.VERSION_PRIMARY = Number(version.split('.')[0]);
  exports.VERSION_SECONDARY = Number(version.split('.')[1]);
  exports.VERSION_TERTIARY = Number(version.split('.')[2]);
}, 98);

__d('SiteData', ['StandInBoot'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  module.exports = { client_revision: importNamespace('StandInBoot').payload.profile.clientRevision };
}, 98);

__d('StandInDebug', ['WAWebBuildConstants'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  module.exports = { VERSION: importNamespace('WAWebBuildConstants').VERSION_STR };
}, 98);

// Sets window.Debug, later than `require` exists.
__d('WAWebDebugSetup', ['StandInDebug', 'StandInGuard', 'StandInOutside'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  exports.setup = () => {
    const { guard } = importNamespace('StandInGuard');
    global.Debug = importNamespace('StandInOutside').outside(guard(importNamespace('StandInDebug'), 'Debug'), 'Debug');
  };
}, 98);
