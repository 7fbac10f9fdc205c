// Building DOM without HTML strings, so that the page also runs with Trusted Types enforced.
__d('StandInElement', [], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const SVG = 'http://www.w3.org/2000/svg';

  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === undefined || value === null || value === false) continue;
      if (typeof value === 'function') element.addEventListener(name, value);
      else element.setAttribute(name, value === true ? '' : value);
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return element;
  }

  // element makes an element: a function as attribute is a handler of that event, children are nodes or text.
  exports.element = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
  exports.svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
}, 98);
