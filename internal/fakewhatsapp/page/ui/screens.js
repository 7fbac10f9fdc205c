// What stands in place of the two panes while WhatsApp Web is not ready.
__d('StandInScreens', ['StandInElement', 'StandInIcons'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { element, svg } = importNamespace('StandInElement');
  const { icon } = importNamespace('StandInIcons');

  // A drawing that looks like a code and holds nothing: squares by a fixed rule, corners as usual.
  function code() {
    const squares = [];
    const corner = (x, y) => [[0, 0], [14, 0], [0, 14]].some(([left, top]) => x >= left && x < left + 7 && y >= top && y < top + 7);
    for (let y = 0; y < 21; y++) {
      for (let x = 0; x < 21; x++) {
        const inner = Math.max(Math.abs((x % 14) - 3), Math.abs((y % 14) - 3));
        const filled = corner(x, y) ? inner !== 2 : ((x * x * 7 + y * 13 + x * y * y * 5) % 11) < 5;
        if (filled) squares.push(svg('rect', { x, y, width: 1, height: 1 }));
      }
    }
    return svg('svg', { viewBox: '0 0 21 21', class: 'code' }, ...squares);
  }

  const screen = (testid, mark, title, text, action) => element('div', { class: 'screen', 'data-testid': testid },
    mark, element('h1', {}, title), element('p', {}, text), action || null,
    element('small', { class: 'label' }, 'Stand-in WhatsApp Web'));

  // What WhatsApp says when it refuses to run, by the mode of the stream.
  const BLOCKS = new Map([
    ['TOS_BLOCK', 'Your account may not use WhatsApp.'],
    ['SMB_TOS_BLOCK', 'Your business account may not use WhatsApp.'],
    ['PROXYBLOCK', 'Your network blocks WhatsApp.'],
    ['DEPRECATED_VERSION', 'This version is out of date. Load the page anew.'],
  ]);

  const password = () => element('input', { type: 'password', 'aria-label': 'Password', autocomplete: 'off' });
  const bar = () => element('div', { class: 'bar' });

  exports.screenFor = ({ mode, state, info }) => {
    if (state === 'SCREEN_LOCKED') {
      return screen('lock-screen', icon('lock'), 'Locked', 'Enter your password to unlock your chats.', password());
    }
    if (mode === 'CONFLICT') {
      const text = 'WhatsApp is open in another window. Use it there, or here instead.';
      return screen('popup-contents', icon('lock'), 'Open in another window', text);
    }
    if (BLOCKS.has(mode)) return screen('blocked', icon('lock'), 'WhatsApp cannot be used here', BLOCKS.get(mode));
    if (mode === 'QR' && info === 'PAIRING') return screen('pairing', bar(), 'Linking', 'Keep your phone connected.');
    if (mode === 'QR') return screen('qrcode', code(), 'Link this browser', 'Scan this code with WhatsApp on your phone.');
    if (mode === 'SYNCING') return screen('wa-web-loading-screen', bar(), 'Loading your chats', 'End-to-end encrypted');
    return null;
  };
}, 98);
