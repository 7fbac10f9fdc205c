// Looks for extensions the way WAWebExternalInjectedSources does (client revision 1044822804): every
// <script src> and <link href> that points at an extension or at a foreign host, also when the tag is
// taken out again at once. Beyond that, every node that carries an extension's id or address. What the content
// security policy stops and what nobody catches is told as well.
(function (global) {
  'use strict';
  const standIn = global.__standIn;
  const known = new Set(['https://web.whatsapp.com', 'https://static.whatsapp.net', 'data:', 'blob:']);
  // Ids of Chrome's extensions are 32 letters from a to p.
  const TRACE = /(?:chrome|moz)-extension:|(?<![a-z])[a-p]{32}(?![a-z])|chatkeep/i;

  function originOf(address) {
    try {
      const url = new URL(address, 'https://web.whatsapp.com/');
      return url.protocol === 'data:' || url.protocol === 'blob:' ? url.protocol : `${url.protocol}//${url.host}`;
    } catch {
      return 'unparsable address';
    }
  }

  function inspectOne(node) {
    const address = node.tagName === 'SCRIPT' ? node.getAttribute('src')
      : node.tagName === 'LINK' ? node.getAttribute('href') : null;
    if (address && !known.has(originOf(address))) {
      standIn.violation('tag', `${node.tagName.toLowerCase()} ${originOf(address)}`);
      return;
    }
    if (TRACE.test(node.tagName)) standIn.violation('trace', `element ${node.tagName.toLowerCase()}`);
    for (let place = 0; place < node.attributes.length; place++) {
      const { name, value } = node.attributes[place];
      if (!value.startsWith('data:') && TRACE.test(`${name} ${value}`)) standIn.violation('trace', `${node.tagName.toLowerCase()}[${name}]`);
    }
  }

  function inspect(node) {
    if (node.nodeType !== 1) return;
    inspectOne(node);
    for (let place = 0; place < node.children.length; place++) inspect(node.children[place]);
  }

  inspect(document.documentElement);
  const observer = new MutationObserver((records) => look(records));
  function look(records) {
    for (let place = 0; place < records.length; place++) {
      const { type, target, addedNodes } = records[place];
      if (type === 'attributes') inspectOne(target);
      for (let added = 0; added < addedNodes.length; added++) inspect(addedNodes[added]);
    }
  }
  observer.observe(document, { childList: true, subtree: true, attributes: true });
  standIn.inspections.push(() => look(observer.takeRecords()));

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
