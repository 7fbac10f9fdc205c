// An encrypted column: what a row shows of it is a buffer that nobody outside can read (AES-CBC-128, so its
// length is the text's, rounded up to whole blocks). Here it is noise of that length.
__d('StandInOpaque', [], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const BLOCK = 16;
  const NOISE = 65536; // The most that getRandomValues gives at once, in bytes.

  function noise(length) {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += NOISE) global.crypto.getRandomValues(bytes.subarray(at, at + NOISE));
    return bytes.buffer;
  }

  exports.opaque = (text) => ({
    _data: noise((Math.floor(new TextEncoder().encode(text).length / BLOCK) + 1) * BLOCK), iv: noise(BLOCK), _keyId: 1, _scheme: 1,
  });
}, 98);
