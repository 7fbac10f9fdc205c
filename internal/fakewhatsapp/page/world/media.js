// The bytes of attachments that the page holds. Where they are (see the server's MediaPlace) and what a hostile
// page gives in their place (MediaTrick) the server says.
__d('StandInHeldMedia', ['StandInModel', 'StandInMediaCache', 'StandInOpaqueData'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { write } = importNamespace('StandInModel');
  const { entries } = importNamespace('StandInMediaCache');
  const { make, release } = importNamespace('StandInOpaqueData');
  const HUGE = 100;

  // Looked up, as a hostile page that has replaced charCodeAt would be asked for every byte.
  const CODES = Object.fromEntries(Array.from({ length: 256 }, (none, code) => [String.fromCharCode(code), code]));
  function bytesOf({ bytes }) {
    const text = atob(bytes || '');
    const made = new Uint8Array(text.length);
    for (let at = 0; at < made.length; at++) made[at] = CODES[text[at]];
    return made;
  }
  const blobOf = (row) => new Blob([bytesOf(row.media)], { type: row.fields.mimetype });
  const answersLike = (size, byte) => ({
    size, type: 'text/html', slice: () => answersLike(size, byte), arrayBuffer: async () => new Uint8Array(size).fill(byte).buffer,
  });

  const tricks = {
    '': (blob) => blob,
    throws() { throw new Error('OpaqueData:forceToBlob no b64 or blob'); },
    never: () => new Promise(() => {}),
    fake: () => answersLike(7, 88),
    inherits: (blob) => Object.create(blob),
    lies: (blob) => Object.defineProperties(blob, Object.fromEntries(Object.entries(answersLike(7, 88)).map(([name, value]) => [name, { value, configurable: true }]))),
    huge: () => new Blob(new Array(HUGE).fill(new Uint8Array(1 << 20)), { type: 'video/mp4' }),
  };

  function put(row) {
    entries.set(row.fields.filehash, { blob: blobOf(row), chat: row.chat, give: tricks[row.media.trick] });
  }

  // A row is told of its bytes once; the cache holds what belongs there whether the message is in memory or not.
  exports.learn = (row, media) => {
    if (!media || row.media) return;
    row.media = { ...media };
    if (media.held && media.place === 'cached') put(row);
  };

  // attach gives a model in memory what is held of its attachment.
  exports.attach = (row, model) => {
    if (!row.media || !row.media.held || row.media.place === 'cached' || !model.mediaData) return;
    const state = { chat: row.chat, give: tricks[row.media.trick] };
    if (row.media.place === 'opaque-text') state.text = () => blobOf(row);
    else state.blob = blobOf(row);
    write(model.mediaData, { mediaBlob: make(state), mediaStage: 'RESOLVED' });
  };

  exports.hold = (place, model, held) => {
    const row = place.rows[place.place];
    row.media.held = held;
    if (row.media.place === 'cached') {
      if (held) put(row);
      else entries.delete(row.fields.filehash);
    } else if (model && held) {
      exports.attach(row, model);
    } else if (model && model.mediaData.mediaBlob) {
      release(model.mediaData.mediaBlob);
      write(model.mediaData, { mediaBlob: undefined, mediaStage: 'NEED_POKE' });
    }
  };

  exports.clear = () => entries.clear();
}, 98);
