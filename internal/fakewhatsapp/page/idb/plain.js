// What the page stores instead of its objects: a key is its string form, and what has no value is left out.
__d('StandInPlain', ['StandInDecode'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { decodeKey } = importNamespace('StandInDecode');

  const isKey = (value) => typeof value === 'object' && 'fromMe' in value && 'remote' in value && 'id' in value;

  exports.plain = (row) => Object.fromEntries(Object.entries(row)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => [name, isKey(value) ? String(decodeKey(value)) : value]));
}, 98);
