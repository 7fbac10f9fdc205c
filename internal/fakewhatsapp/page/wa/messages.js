// WAWebMsgCollection and WAWebMsgModelFromData (client revision 1044822804).
__d('StandInMsgModel', ['StandInModel', 'StandInTripwires'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { tripwire } = importNamespace('StandInTripwires');
  exports.MsgModel = importNamespace('StandInModel').defineModel('WAWebMsgModel', {
    downloadMedia: tripwire('WAWebMsgModel.downloadMedia'),
    markPlayed: tripwire('WAWebMsgModel.markPlayed'),
    waitForPrep: tripwire('WAWebMsgModel.waitForPrep'),
  });
}, 98);

__d('WAWebMsgModelFromData', ['StandInMsgModel'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { MsgModel } = importNamespace('StandInMsgModel');
  exports.msgModelFromMsgData = (row) => new MsgModel(row);
}, 98);

__d('WAWebMsgCollection', ['StandInCollection', 'StandInDatabase', 'WAWebMsgModelFromData'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { BaseCollection } = importNamespace('StandInCollection');
  const database = importNamespace('StandInDatabase');

  class MsgCollection extends BaseCollection {
    // Messages by key from memory, else from the database. An undefined key fails as IndexedDB does.
    async getMessagesById(keys) {
      const messages = [];
      for (const key of keys) {
        if (key === undefined || key === null) {
          throw new DOMException("Failed to execute 'get' on 'IDBObjectStore': No key or key range specified.", 'DataError');
        }
        const place = database.place(String(key));
        if (place) importNamespace('StandInReads').noteRead('getMessagesById', place.chat);
        const known = this.get(key);
        const row = known ? null : database.rowByKey(String(key));
        if (known) messages.push(known);
        else if (row) messages.push(importNamespace('WAWebMsgModelFromData').msgModelFromMsgData(row));
      }
      return { messages };
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

// WAWebReactionsCollection: one entry per message, its reactions grouped by emoji.
__d('WAWebReactionsCollection', ['StandInCollection', 'StandInDatabase', 'StandInModel', 'WAWebUserPrefsMeUser'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { BaseCollection } = importNamespace('StandInCollection');
  const database = importNamespace('StandInDatabase');
  const { isMeAccount } = importNamespace('WAWebUserPrefsMeUser');

  function grouped(entries) {
    const groups = new Map();
    for (const entry of entries) {
      if (!groups.has(entry.reactionText)) groups.set(entry.reactionText, []);
      groups.get(entry.reactionText).push(entry);
    }
    return Array.from(groups, ([aggregateEmoji, senders]) => ({
      aggregateEmoji,
      hasReactionByMe: senders.some((sender) => isMeAccount(sender.senderUserJid)),
      senders: senders.map((sender) => ({ ...sender })),
    }));
  }

  class ReactionsCollection extends BaseCollection {
    async find(key) {
      const entries = database.reactionsTo(String(key));
      return entries.length === 0 ? undefined : { id: String(key), reactions: grouped(entries) };
    }
  }

  exports.ReactionsCollection = new ReactionsCollection('WAWebReactionsCollection');
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
