// Icons: a span named twice, as the page of 2026 does it, around an SVG with a title.
__d('StandInIcons', ['StandInElement'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { element, svg } = importNamespace('StandInElement');

  const PATHS = {
    'msg-time': 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M8 5v3.2l2.2 1.6',
    'msg-check': 'M3.5 8.5l3 3 6-7',
    'msg-dblcheck': 'M1.5 8.5l3 3 6-7M7.5 11.3l.4.2 6-7',
    'tail-in': 'M14 3H4l6 6',
    'tail-out': 'M2 3h10l-6 6',
    search: 'M7 3a4 4 0 1 0 0 8 4 4 0 0 0 0-8M10 10l3.5 3.5',
    'default-contact': 'M8 3a2.6 2.6 0 1 0 0 5.2A2.6 2.6 0 0 0 8 3M3 13.5c.6-2.6 2.5-4 5-4s4.4 1.4 5 4',
    document: 'M4 2.5h5l3 3v8H4zM9 2.5v3h3',
    'audio-play': 'M5 3.5l7 4.5-7 4.5z',
    recalled: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M4.2 4.2l7.6 7.6',
    call: 'M4 3l2 .5.8 2.5-1.2 1c.7 1.6 1.8 2.7 3.4 3.4l1-1.2 2.5.8.5 2C9 14 2 8 4 3z',
    location: 'M8 2.5a4 4 0 0 1 4 4c0 3-4 7-4 7s-4-4-4-7a4 4 0 0 1 4-4M8 5.2a1.3 1.3 0 1 0 0 2.6 1.3 1.3 0 0 0 0-2.6',
    'view-once': 'M8 2.5a5.5 5.5 0 1 0 5.5 5.5M7 6l1.3-.8V11',
    lock: 'M4.5 7.5h7v6h-7zM6 7.5V5.5a2 2 0 0 1 4 0v2',
    send: 'M2.5 3l11 5-11 5 2-5z',
  };

  exports.icon = (name, title, mood) => element('span', { 'data-icon': name, 'data-testid': name, class: `icon ${mood || ''}`, 'aria-label': title },
    svg('svg', { viewBox: '0 0 16 16', width: 16, height: 16 }, svg('title', {}, name), svg('path', { d: PATHS[name] || '' })));
}, 98);
