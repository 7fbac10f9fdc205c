// Session and account as the server sets them, carried into WhatsApp's own models.
__d('StandInSession', ['StandInAccount', 'StandInModel', 'WAWebStreamModel', 'WAWebSocketModel', 'WAWebConnModel'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { write } = importNamespace('StandInModel');
  const { createWid } = importNamespace('WAWebWidFactory');
  const account = importNamespace('StandInAccount');
  const { Stream } = importNamespace('WAWebStreamModel');
  const { Socket } = importNamespace('WAWebSocketModel');
  const { Conn } = importNamespace('WAWebConnModel');
  let state = null;
  let holder = null;

  // The own ids are known from the moment an account is signed in until it is signed out.
  function show() {
    const present = Boolean(state && state.signedIn && holder);
    account.pn = present && holder.pn ? createWid(holder.pn) : undefined;
    account.lid = present && holder.lid ? createWid(holder.lid) : undefined;
    account.device = present ? holder.device : undefined;
    write(Conn, {
      wid: account.pn || account.lid,
      pushname: present ? holder.pushname : undefined,
      platform: present ? holder.platform : undefined,
      is24h: present ? holder.is24h : undefined,
    });
  }

  exports.signedIn = () => Boolean(state && state.signedIn);
  exports.locked = () => Boolean(state && state.state === 'SCREEN_LOCKED');
  exports.applySession = (next) => {
    state = next;
    show();
    write(Stream, { mode: next.mode, info: next.info });
    write(Socket, { state: next.state, stream: next.stream, hasSynced: next.hasSynced });
  };
  exports.applyAccount = (next) => {
    holder = next;
    show();
  };
  exports.applyHistorySync = (complete) => { account.historySyncComplete = complete; };
}, 98);
