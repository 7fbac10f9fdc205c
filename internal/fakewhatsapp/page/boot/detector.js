// Looks for extensions the way WAWebExternalInjectedSources does (client revision 1044822804): every
// <script src> and <link href> that points at an extension or at a foreign host, also when the tag is
// taken out again at once. What the content security policy stops and what nobody catches is told as well.
(function (global) {
  'use strict';
  const standIn = global.__standIn;
  const known = new Set(['https://web.whatsapp.com', 'https://static.whatsapp.net', 'data:', 'blob:']);

  function originOf(address) {
    try {
      const url = new URL(address, 'https://web.whatsapp.com/');
      return url.protocol === 'data:' || url.protocol === 'blob:' ? url.protocol : `${url.protocol}//${url.host}`;
    } catch {
      return 'unparsable address';
    }
  }

  function inspect(node) {
    if (node.nodeType !== 1) return;
    const address = node.tagName === 'SCRIPT' ? node.getAttribute('src')
      : node.tagName === 'LINK' ? node.getAttribute('href') : null;
    if (address && !known.has(originOf(address))) {
      standIn.violation('tag', `${node.tagName.toLowerCase()} ${originOf(address)}`);
    }
    for (const child of node.children) inspect(child);
  }

  inspect(document.documentElement);
  new MutationObserver((records) => {
    for (const record of records) {
      if (record.type === 'attributes') inspect(record.target);
      for (const node of record.addedNodes) inspect(node);
    }
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['src', 'href'] });

  // Exceptions nobody caught. An event without an error is the browser's own remark, not an exception.
  global.addEventListener('error', (event) => {
    if (event.error) standIn.violation('error', `uncaught ${event.error.name} at ${originOf(event.filename)}`);
  });
  global.addEventListener('unhandledrejection', (event) => {
    standIn.violation('error', `unhandled rejection with ${(event.reason && event.reason.name) || typeof event.reason}`);
  });

  document.addEventListener('securitypolicyviolation', (event) => {
    standIn.violation('csp', `${event.effectiveDirective} ${event.blockedURI.split('?')[0]}`);
  });
})(window);
