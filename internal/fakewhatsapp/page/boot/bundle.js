// Asks for the external bundle once the document is parsed. Until it has run there is no `require`.
(function (global) {
  'use strict';
  const standIn = global.__standIn;
  const policy = global.trustedTypes
    ? global.trustedTypes.createPolicy('bootloader', { createScriptURL: (address) => address })
    : { createScriptURL: (address) => address };

  document.addEventListener('DOMContentLoaded', () => {
    const script = document.createElement('script');
    script.async = true;
    script.crossOrigin = 'anonymous';
    script.src = policy.createScriptURL(standIn.payload.bundle);
    document.head.append(script);
  });
})(window);
