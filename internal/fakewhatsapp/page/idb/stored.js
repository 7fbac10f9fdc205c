// What stands in the database and nowhere else in the page.
__d('StandInStored', ['StandInBoot', 'StandInDecode', 'WAWebWidFactory'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { decodeKey } = importNamespace('StandInDecode');
  const storedNumbers = importNamespace('StandInBoot').payload.snapshot.database.numbers;

  // Reactions taken back since the page was loaded, by the key of their message.
  const takenBack = new Map();

  function noteReaction({ parent, sender, text, timestamp, key }) {
    const others = (takenBack.get(parent) || []).filter((entry) => entry.senderUserJid !== sender);
    if (text === '') others.push({ senderUserJid: sender, msgKey: decodeKey(key), reactionText: '', timestamp });
    takenBack.set(parent, others);
  }

  exports.storedNumbers = storedNumbers;
  exports.takenBack = takenBack;
  exports.note = (op, data) => {
    if (op === 'databaseNumber') storedNumbers.push(data);
    if (op === 'reaction') noteReaction(data);
    if (op === 'reset') {
      storedNumbers.length = 0;
      takenBack.clear();
    }
    if (op !== 'migrate') return;
    for (const { before, record } of data.rows) {
      if (takenBack.has(before)) takenBack.set(String(decodeKey(record.key)), takenBack.get(before));
      takenBack.delete(before);
    }
  };
}, 98);
