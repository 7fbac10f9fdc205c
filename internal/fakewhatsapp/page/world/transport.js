// The page's one line to the server: changes come over an EventSource in their order, every applied one is
// acknowledged. An exception that a foreign handler throws ends this change, as it would in the real page,
// but not the line.
__d('StandInTransport', ['StandInBoot', 'StandInApply', 'StandInKeeper'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { payload, applied } = importNamespace('StandInBoot');
  const { apply } = importNamespace('StandInApply');
  const { follow } = importNamespace('StandInKeeper');

  exports.connect = () => {
    const query = new URLSearchParams({ page: payload.page, token: payload.token, after: payload.seq });
    const source = new EventSource(`/_stand-in/events?${query}`);
    source.onmessage = (event) => {
      const { seq, op, data } = JSON.parse(event.data);
      try {
        apply(op, data);
      } finally {
        // A change counts as applied when it stands in the database as well.
        const stored = follow(seq, op, data);
        if (stored) stored.then(() => applied(seq));
        else applied(seq);
      }
    };
    source.addEventListener('open', () => applied(payload.seq), { once: true });
  };
}, 98);
