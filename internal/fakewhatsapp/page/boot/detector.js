// Looks for extensions the way WAWebExternalInjectedSources does (client revision 1044822804): every
// <script src> and <link href> that points at an extension or at a foreign host, also when the tag is
// taken out again at once. What the content security policy stops is told as well.
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

  document.addEventListener('securitypolicyviolation', (event) => {
    standIn.violation('csp', `${event.effectiveDirective} ${event.blockedURI.split('?')[0]}`);
  });
})(window);
