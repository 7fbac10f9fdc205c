// WAWebChatCollection and WAWebGroupMetadataCollection (client revision 1044822804).
__d('StandInChatModel', ['StandInModel', 'StandInCollection', 'StandInTripwires'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { defineModel } = importNamespace('StandInModel');
  const { BaseCollection } = importNamespace('StandInCollection');
  const { tripwire } = importNamespace('StandInTripwires');
  const { guard, rawOf } = importNamespace('StandInGuard');
  const listOf = new WeakMap();

  // What the interface has loaded of a chat. It has a gap when the user jumped to an old message.
  class MessageList extends BaseCollection {
    constructor() {
      super('WAWebMsgCollection.ChatMsgs');
      rawOf(this).msgLoadState = guard({
        noEarlierMsgs: false,
        isLoadingEarlierMsgs: false,
        isLoadingRecentMsgs: false,
        isLoadingAroundMsgs: false,
        contextLoaded: false,
        isRepairingMsgHistory: false,
      }, 'msgLoadState');
    }
  }

  exports.ChatModel = defineModel('WAWebChatModel', {
    get msgs() {
      const raw = rawOf(this);
      if (!listOf.has(raw)) listOf.set(raw, new MessageList());
      return listOf.get(raw);
    },
    sendSeen: tripwire('WAWebChatModel.sendSeen'),
    markUnread: tripwire('WAWebChatModel.markUnread'),
    sendMessage: tripwire('WAWebChatModel.sendMessage'),
    presenceSubscribe: tripwire('WAWebChatModel.presenceSubscribe'),
  });
}, 98);

__d('WAWebChatCollection', ['StandInCollection', 'WAWebWid', 'WAWebApiContact'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { BaseCollection } = importNamespace('StandInCollection');
  const { lidPnCache } = importNamespace('WAWebApiContact');

  class ChatCollection extends BaseCollection {
    // The first active chat; two at a time are an error of the page and said to be one.
    getActive() {
      const active = this.filter((chat) => chat.active);
      if (active.length > 1) console.error('ChatCollection.getActive: more than one active chat');
      return active[0];
    }

    getChatByAccountLid(lid) {
      return this.findFirst((chat) => chat.accountLid && chat.accountLid.equals(lid));
    }

    // A person may have had a chat under the phone number and another one under the LID.
    getLatestChatForWid(wid) {
      const candidates = [this.get(wid)];
      if (wid.isLid()) {
        const number = lidPnCache.getPhoneNumber(wid);
        candidates.push(this.getChatByAccountLid(wid), number && this.get(number));
      } else if (wid.server === 'c.us') {
        const lid = lidPnCache.getCurrentLid(wid);
        candidates.push(lid && this.get(lid));
      }
      return candidates.filter(Boolean).sort((a, b) => (b.t || 0) - (a.t || 0))[0];
    }

    getUnreadCount() {
      return this.map((chat) => Math.max(chat.unreadCount || 0, 0)).reduce((sum, count) => sum + count, 0);
    }
  }

  exports.ChatCollection = new ChatCollection('WAWebChatCollection');
}, 98);

__d('WAWebGroupMetadataCollection', ['StandInModel', 'StandInCollection'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { defineModel } = importNamespace('StandInModel');
  const { BaseCollection } = importNamespace('StandInCollection');
  const { rawOf } = importNamespace('StandInGuard');
  const participantsOf = new WeakMap();

  exports.ParticipantModel = defineModel('WAWebGroupParticipantModel', {});
  exports.GroupMetadataModel = defineModel('WAWebGroupMetadataModel', {
    get participants() {
      const raw = rawOf(this);
      if (!participantsOf.has(raw)) participantsOf.set(raw, new BaseCollection('WAWebGroupParticipantCollection'));
      return participantsOf.get(raw);
    },
  });
  exports.default = new BaseCollection('WAWebGroupMetadataCollection');
}, 98);
