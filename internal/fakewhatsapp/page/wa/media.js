// Where WhatsApp Web keeps attachments that it has loaded (WAWebMediaOpaqueData, WAWebMediaInMemoryBlobCache and
// WAWebFileSaverDownloadData, client revision 1044822804). What loads one is a tripwire.
__d('StandInMediaData', ['StandInModel'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const TYPES = new Set(['image', 'video', 'ptv', 'audio', 'ptt', 'document', 'sticker']);
  const MediaData = importNamespace('StandInModel').defineModel('WAWebMediaData', {}, {
    prop: ['id', 'type', 'mimetype', 'filehash', 'size', 'isViewOnce'], session: ['mediaBlob', 'mediaStage', 'renderableUrl'], defaults: {},
  });

  exports.mediaDataOf = ({ type, mimetype, filehash, size, isViewOnce }) => (TYPES.has(type)
    ? new MediaData({ type, mimetype, filehash, size, isViewOnce, mediaStage: 'NEED_POKE' }) : undefined);
}, 98);

__d('StandInOpaqueData', ['StandInGuard', 'StandInTripwires', 'StandInReads'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { guard, rawOf } = importNamespace('StandInGuard');
  const { tripwire } = importNamespace('StandInTripwires');
  const { noteRead } = importNamespace('StandInReads');
  // chat, and give for what is to come in place of the Blob; of blob and text one is there until it is let go of.
  const stateOf = new WeakMap();

  class OpaqueData {
    forceToBlob() {
      const state = stateOf.get(rawOf(this));
      noteRead('forceToBlob', state.chat);
      if (state.released) throw new Error('OpaqueData:forceToBlob called on released data');
      if (state.text !== undefined) {
        state.blob = state.text();
        state.text = undefined;
      }
      return state.give(state.blob);
    }
  }
  OpaqueData.prototype.url = tripwire('WAWebMediaOpaqueData.url');
  OpaqueData.prototype.autorelease = tripwire('WAWebMediaOpaqueData.autorelease');

  exports.OpaqueData = OpaqueData;
  exports.make = (state) => {
    const raw = new OpaqueData();
    stateOf.set(raw, state);
    return guard(raw, 'WAWebMediaOpaqueData');
  };
  exports.release = (opaque) => { stateOf.get(rawOf(opaque)).released = true; };
}, 98);

__d('WAWebMediaOpaqueData', ['StandInOpaqueData'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  exports.default = importNamespace('StandInOpaqueData').OpaqueData;
}, 98);

__d('WAWebMediaInMemoryBlobCache', ['StandInMediaCache', 'StandInGuard', 'StandInTripwires', 'StandInReads'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { guard } = importNamespace('StandInGuard');
  const { tripwire } = importNamespace('StandInTripwires');
  const { noteRead } = importNamespace('StandInReads');
  const entries = importNamespace('StandInMediaCache').entries;
  const label = 'WAWebMediaInMemoryBlobCache.InMemoryMediaBlobCache';

  exports.InMemoryMediaBlobCache = guard({
    get(hash) {
      const entry = entries.get(hash);
      if (!entry) return undefined;
      noteRead('InMemoryMediaBlobCache.get', entry.chat);
      return entry.give(entry.blob);
    },
    has: (hash) => entries.has(hash),
    put: tripwire(`${label}.put`),
    getOrCreateURL: tripwire(`${label}.getOrCreateURL`),
  }, label);
}, 98);

// The inner side of the cache: the hash of a file → {blob, chat, give}.
__d('StandInMediaCache', [], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  exports.entries = new Map();
}, 98);

__d('WAWebFileSaverDownloadData', ['StandInOpaqueData', 'StandInMediaCache', 'StandInTripwires', 'StandInGuard'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { tripwire } = importNamespace('StandInTripwires');
  const { rawOf } = importNamespace('StandInGuard');
  const { entries } = importNamespace('StandInMediaCache');
  const { OpaqueData } = importNamespace('StandInOpaqueData');

  exports.isMsgMediaAvailableLocally = ({ mediaData }) => {
    if (mediaData === undefined || mediaData === null) return false;
    return rawOf(mediaData.mediaBlob) instanceof OpaqueData || entries.has(mediaData.filehash);
  };
  // Both load what is not here.
  exports.getMsgDownloadData = tripwire('WAWebFileSaverDownloadData.getMsgDownloadData');
  exports.getMultiMsgDownloadData = tripwire('WAWebFileSaverDownloadData.getMultiMsgDownloadData');
}, 98);
