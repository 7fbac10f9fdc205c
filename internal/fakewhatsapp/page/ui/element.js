// Building DOM without HTML strings, so that the page also runs with Trusted Types enforced. Classes get the
// build's own names; only the few that WhatsApp's scripts use themselves are the same in every build.
__d('StandInElement', ['StandInBoot'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { classes } = importNamespace('StandInBoot').payload.profile;
  const SVG = 'http://www.w3.org/2000/svg';
  const KEPT = new Set(['copyable-text', 'selectable-text', 'focusable-list-item', 'quoted-mention', 'message-in', 'message-out']);

  // A class the stylesheet does not know is left out.
  const classNames = (names) => names.split(' ').map((name) => (KEPT.has(name) ? name : classes[name])).filter(Boolean).join(' ');

  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === undefined || value === null || value === false) continue;
      if (typeof value === 'function') element.addEventListener(name, value);
      else if (name !== 'class') element.setAttribute(name, value === true ? '' : value);
      else if (classNames(value) !== '') element.setAttribute('class', classNames(value));
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return element;
  }

  // element makes an element: a function as attribute is a handler of that event, children are nodes or text.
  exports.element = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
  exports.svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
}, 98);
