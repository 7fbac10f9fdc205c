// WAWebMsgCollection and WAWebMsgModelFromData (client revision 1044822804).
__d('StandInMsgModel', ['StandInModel', 'StandInTripwires'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { tripwire } = importNamespace('StandInTripwires');
  exports.MsgModel = importNamespace('StandInModel').defineModel('WAWebMsgModel', {
    downloadMedia: tripwire('WAWebMsgModel.downloadMedia'),
    forceDownloadMediaEvenIfExpensive: tripwire('WAWebMsgModel.forceDownloadMediaEvenIfExpensive'),
    markPlayed: tripwire('WAWebMsgModel.markPlayed'),
    waitForPrep: tripwire('WAWebMsgModel.waitForPrep'),
  });
}, 98);

__d('WAWebMsgModelFromData', ['StandInMsgModel', 'StandInMediaData'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { MsgModel } = importNamespace('StandInMsgModel');
  const { mediaDataOf } = importNamespace('StandInMediaData');
  exports.msgModelFromMsgData = (row) => new MsgModel({ ...row, mediaData: mediaDataOf(row) });
}, 98);

__d('WAWebMsgCollection', ['StandInCollection', 'StandInDatabase', 'WAWebMsgModelFromData'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { BaseCollection } = importNamespace('StandInCollection');
  const database = importNamespace('StandInDatabase');

  class MsgCollection extends BaseCollection {
    // Messages by key. What is in the database only is taken into memory, as history and not as news. An
    // undefined key fails as IndexedDB does.
    async getMessagesById(keys) {
      for (const key of keys) {
        if (key === undefined || key === null) {
          throw new DOMException("Failed to execute 'get' on 'IDBObjectStore': No key or key range specified.", 'DataError');
        }
        const place = database.place(String(key));
        if (place) importNamespace('StandInReads').noteRead('getMessagesById', place.chat);
      }
      await null;
      const rows = keys.map((key) => database.place(String(key))).filter(Boolean).map(({ rows: all, place }) => all[place]);
      return { messages: rows.map(importNamespace('StandInModels').hydrate), eof: true, canceled: false };
    }

    async hydrateOrGetMessages(keys) {
      const missing = keys.filter((key) => !this.get(key));
      if (missing.length > 0) {
        const { messages } = await this.getMessagesById(missing);
        if (messages.length !== missing.length) {
          throw Object.assign(new Error('No message found for one or more ids'), { name: 'CollectionSilentQueryError' });
        }
      }
      return keys.map((key) => this.get(key));
    }
  }

  exports.MsgCollection = new MsgCollection('WAWebMsgCollection');
}, 98);

__d('WAWebMsgGetters', [], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  exports.getIsEdited = (msg) => msg.latestEditMsgKey !== null && msg.latestEditMsgKey !== undefined;
  exports.getIsSentByMe = (msg) => msg.id.fromMe;
  exports.getType = (msg) => msg.type;
}, 98);

__d('WAWebCollections', ['WAWebChatCollection', 'WAWebContactCollection', 'WAWebMsgCollection', 'WAWebGroupMetadataCollection', 'WAWebReactionsCollection'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { guard } = importNamespace('StandInGuard');
  const { BaseCollection } = importNamespace('StandInCollection');
  const collections = {
    Chat: importNamespace('WAWebChatCollection').ChatCollection,
    Contact: importNamespace('WAWebContactCollection').ContactCollection,
    Msg: importNamespace('WAWebMsgCollection').MsgCollection,
    WAWebGroupMetadataCollection: importDefault('WAWebGroupMetadataCollection'),
    Reactions: importNamespace('WAWebReactionsCollection').ReactionsCollection,
    Presence: importNamespace('StandInTripwires').presence,
  };
  for (const name of ['MsgInfo', 'Label', 'ProfilePicThumb', 'BusinessProfile', 'Blocklist', 'WAWebNewsletterCollection',
    'Status', 'PollVote', 'Mute', 'StarredMsg', 'QuickReply', 'PinInChat', 'WAWebCallCollection']) {
    collections[name] = new BaseCollection(`WAWebCollections.${name}`);
  }
  exports.default = guard(collections, 'WAWebCollections');
}, 98);
