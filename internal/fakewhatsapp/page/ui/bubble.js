// One row of a conversation: a message, or several drawn as one.
__d('StandInBubble', ['StandInElement', 'StandInIcons', 'StandInText', 'StandInMedia', 'StandInKinds', 'StandInNames', 'StandInLayout', 'StandInStamp', 'StandInQuote', 'StandInMeta'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { element } = importNamespace('StandInElement');
  const { icon } = importNamespace('StandInIcons');
  const { messageText } = importNamespace('StandInText');
  const { mediaOf, albumOf, stickersOf } = importNamespace('StandInMedia');
  const { isSystem, lineOf, wordsOf } = importNamespace('StandInKinds');
  const { senderOf } = importNamespace('StandInNames');
  const { stampOf } = importNamespace('StandInStamp');
  const { quoteOf } = importNamespace('StandInQuote');
  const { metaOf, reactionsOf } = importNamespace('StandInMeta');
  const { holder, spacer, direction } = importNamespace('StandInLayout');

  function words(msg) {
    if (msg.type === 'revoked') return [element('span', { class: 'faint' }, icon('recalled'), lineOf(msg))];
    if (msg.isViewOnce) return [element('span', { class: 'faint' }, icon('view-once'), lineOf(msg))];
    const text = wordsOf(msg);
    if (text || msg.type === 'chat') return [...messageText(text, msg), spacer(msg)];
    return mediaOf(msg) ? [] : [element('span', { class: 'faint' }, lineOf(msg))];
  }

  function content(msg) {
    const stamp = stampOf(msg);
    return element('div', { class: stamp ? 'copyable-text' : undefined, 'data-pre-plain-text': stamp },
      quoteOf(msg), mediaOf(msg), ...words(msg));
  }

  // The first bubble of a run has a tail, a label, and in groups the author.
  function container(msg, { first, inGroup }, bare, ...children) {
    const own = msg.id.fromMe;
    const label = first ? (own ? 'You:' : `${senderOf(msg)}:`) : undefined;
    return element('div', { class: `focusable-list-item aligned${own ? ' outgoing' : ''}${direction(msg)}`, 'aria-label': label },
      element('div', { class: `bubble ${own ? 'own' : 'other'}${bare ? ' bare' : ''}`, 'data-testid': 'msg-container' },
        first && !bare ? icon(own ? 'tail-out' : 'tail-in') : null,
        first && inGroup && !own ? element('div', { class: 'author', 'data-testid': 'author' }, senderOf(msg)) : null,
        ...children, metaOf(msg)),
      reactionsOf(msg));
  }

  function systemLine(msg) {
    return element('div', { class: 'focusable-list-item aligned centred' },
      element('div', { class: 'system', 'data-testid': 'msg-notification-container' },
        element('span', { 'data-testid': 'system_message' }, lineOf(msg))));
  }

  function message(item, traits) {
    const [msg] = item.msgs;
    return holder(item.id, `conv-msg-${item.id}`,
      isSystem(msg) ? systemLine(msg) : container(msg, traits, msg.type === 'sticker', content(msg)));
  }

  const drawings = {
    message,
    album: (item, traits) => holder(item.id, 'image-album', container(item.msgs.at(-1), traits, false, albumOf(item.msgs))),
    stickers: (item, traits) => holder(item.id, undefined, container(item.msgs.at(-1), traits, true, stickersOf(item.msgs))),
  };

  exports.rowOf = (item, inGroup) => element('div', { role: 'row', class: item.first ? 'row first' : 'row' },
    drawings[item.kind](item, { first: item.first, inGroup }));
}, 98);
