// The message an answer refers to, drawn inside the answer with a stamp of its own.
__d('StandInQuote', ['StandInElement', 'StandInText', 'StandInKinds', 'StandInNames', 'StandInStamp', 'StandInDatabase'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { element } = importNamespace('StandInElement');
  const { nodesOf } = importNamespace('StandInText');
  const { lineOf } = importNamespace('StandInKinds');
  const { userName } = importNamespace('StandInNames');
  const { stamp } = importNamespace('StandInStamp');
  const { isMeAccount } = importNamespace('WAWebUserPrefsMeUser');
  const { rowsOf } = importNamespace('StandInDatabase');

  // The time of a message that is no longer there is not known.
  function stampOf(msg) {
    const row = rowsOf(msg.id.remote).find((one) => one.id.id === msg.quotedStanzaID);
    if (!row || !msg.quotedParticipant) return undefined;
    return stamp(row.fields.t, isMeAccount(msg.quotedParticipant) ? null : msg.quotedParticipant);
  }

  exports.quoteOf = (msg) => {
    if (!msg.quotedMsg) return null;
    const by = msg.quotedParticipant ? userName(msg.quotedParticipant) : '';
    const text = nodesOf(lineOf(msg.quotedMsg), msg.quotedMsg);
    return element('div', { class: 'quote', role: 'button', 'aria-label': 'Quoted message', 'data-testid': 'quoted-message' },
      element('span', { class: 'by', dir: 'auto' }, by),
      element('div', { class: 'copyable-text', 'data-pre-plain-text': stampOf(msg) },
        element('span', { class: 'quoted-mention selectable-text copyable-text', dir: 'auto' }, ...text)));
  };
}, 98);
