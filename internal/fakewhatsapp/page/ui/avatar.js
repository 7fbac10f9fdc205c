// A round picture of a chat: initials on a colour that follows from the title.
__d('StandInAvatar', ['StandInElement'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { element } = importNamespace('StandInElement');

  exports.avatar = (title) => {
    const words = title.replace(/[^\p{L}\p{N} ]/gu, '').trim().split(/\s+/);
    const initials = words.slice(0, 2).map((word) => Array.from(word)[0] || '').join('').toUpperCase() || '·';
    const hue = Array.from(title).reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);
    return element('div', { class: 'avatar', 'aria-hidden': 'true', style: `--hue:${hue}` }, initials);
  };
}, 98);
