// What differs between the two layouts of the page's DOM. In 2025 the whole key of a message stands in data-id,
// there and on a spacer inside, and classes tell the direction; since 2026 there is only the bare id.
__d('StandInLayout', ['StandInBoot', 'StandInElement'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { element } = importNamespace('StandInElement');
  const old = importNamespace('StandInBoot').payload.profile.layout === '2025';

  const idOf = (msg) => (old ? String(msg.id) : msg.id.id);

  // holder is the element that carries the id: of a message, or of a row that stands for several. Its testid is
  // as new as the bare id.
  function holder(id, testid, ...children) {
    return element('div', { 'data-id': id, 'data-testid': old ? undefined : testid, tabindex: '-1' }, ...children);
  }

  // The spacer keeps the place of the time below the last line of a text.
  const spacer = (msg) => element('span', { class: 'spacer', 'aria-hidden': 'true', 'data-id': old ? idOf(msg) : undefined });

  const direction = (msg) => (old ? ` message-${msg.id.fromMe ? 'out' : 'in'}` : '');

  function title(text) {
    return old
      ? element('span', { dir: 'auto', class: 'title', title: text }, text)
      : element('div', { 'data-testid': 'conversation-info-header-chat-title', dir: 'auto', class: 'title' }, text);
  }

  exports.idOf = idOf;
  exports.holder = holder;
  exports.spacer = spacer;
  exports.direction = direction;
  exports.title = title;
}, 98);
