// The rows of a conversation. A row is a day, a message, or several messages drawn as one: pictures of an
// album and stickers in a row.
__d('StandInRuns', ['StandInKinds', 'StandInClock', 'StandInLayout'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { isHidden, isSystem } = importNamespace('StandInKinds');
  const { dayOf } = importNamespace('StandInClock');
  const { idOf } = importNamespace('StandInLayout');
  const ALBUM = 4; // So many pictures without a word become an album by themselves.

  const speakerOf = (msg) => (isSystem(msg) ? '' : `${msg.id.fromMe} ${msg.author || ''}`);
  const parentOf = (msg) => (msg.associationType && msg.parentMsgKey ? String(msg.parentMsgKey) : '');
  const isPicture = (msg) => (msg.type === 'image' || msg.type === 'video') && !msg.isViewOnce;

  // How many of the messages from a place on belong to one row of the given kind.
  function lengthOf(messages, from, belongs) {
    const head = messages[from];
    const together = (msg) => belongs(msg, head) && speakerOf(msg) === speakerOf(head) && dayOf(msg.t) === dayOf(head.t);
    const end = messages.slice(from).findIndex((msg) => !together(msg));
    return end < 0 ? messages.length - from : end;
  }

  function albumLength(messages, from) {
    const children = lengthOf(messages, from, (msg, head) => isPicture(msg) && parentOf(msg) !== '' && parentOf(msg) === parentOf(head));
    if (children > 1) return children;
    const loose = lengthOf(messages, from, (msg) => isPicture(msg) && !msg.caption && parentOf(msg) === '');
    return loose >= ALBUM ? loose : 0;
  }

  function stickerLength(messages, from) {
    const length = lengthOf(messages, from, (msg) => msg.type === 'sticker');
    return length > 1 ? length : 0;
  }

  // Of an album whose pictures are there, the message that announces them is not drawn.
  function visible(messages) {
    const parents = new Set(messages.map(parentOf));
    return messages.filter((msg) => !isHidden(msg) && !(msg.type === 'album' && parents.has(String(msg.id))));
  }

  function itemAt(messages, from) {
    const album = albumLength(messages, from);
    const stickers = stickerLength(messages, from);
    const msgs = messages.slice(from, from + (album || stickers || 1));
    const ids = msgs.map(idOf);
    if (album) return { kind: 'album', msgs, id: `album-${ids[0]}-${ids.at(-1)}-${album}` };
    if (stickers) return { kind: 'stickers', msgs, id: `grouped-sticker--${ids.join('-')}` };
    return { kind: 'message', msgs, id: ids[0] };
  }

  // A run is what one person says without a day or a system line between; first marks its first row.
  exports.itemsOf = (all) => {
    const messages = visible(all);
    const items = [];
    let day = '';
    let run = '';
    for (let from = 0; from < messages.length;) {
      const item = itemAt(messages, from);
      const [head] = item.msgs;
      if (dayOf(head.t) !== day) {
        day = dayOf(head.t);
        run = '';
        items.push({ kind: 'day', key: `day ${day}`, day });
      }
      const speaker = speakerOf(head);
      items.push({ ...item, key: item.id, first: speaker !== '' && speaker !== run });
      run = speaker;
      from += item.msgs.length;
    }
    return items;
  };
}, 98);
