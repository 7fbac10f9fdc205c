// WAWebChatCollection and WAWebGroupMetadataCollection (client revision 1044822804).
__d('StandInChatModel', ['StandInModel', 'StandInCollection', 'StandInTripwires'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { defineModel } = importNamespace('StandInModel');
  const { BaseCollection } = importNamespace('StandInCollection');
  const { tripwire } = importNamespace('StandInTripwires');
  const { guard, rawOf } = importNamespace('StandInGuard');
  const { isMissingField, brokenCall } = importNamespace('StandInBreakages');
  const listOf = new WeakMap();
  const chatOf = new WeakMap();

  // What the interface has loaded of a chat. It has a gap when the user jumped to an old message. Whole lists
  // are for guests: the page itself uses the other members.
  class MessageList extends BaseCollection {
    constructor(chat) {
      super('WAWebMsgCollection.ChatMsgs');
      chatOf.set(rawOf(this), chat);
      rawOf(this).msgLoadState = guard({
        noEarlierMsgs: false,
        isLoadingEarlierMsgs: false,
        isLoadingRecentMsgs: false,
        isLoadingAroundMsgs: false,
        contextLoaded: false,
        isRepairingMsgHistory: false,
      }, 'msgLoadState');
    }

    getModelsArray() { return lent(this, super.getModelsArray()); }
    toArray() { return lent(this, super.toArray()); }
  }

  function lent(list, models) {
    if (isMissingField('WAWebChatModel', 'msgs')) return brokenCall('throws', false);
    importNamespace('StandInReads').noteRead('chat.msgs', String(chatOf.get(rawOf(list)).id));
    return models;
  }

  exports.ChatModel = defineModel('WAWebChatModel', {
    get msgs() {
      const raw = rawOf(this);
      if (!listOf.has(raw)) listOf.set(raw, new MessageList(raw));
      return listOf.get(raw);
    },
    waitForChatLoading: async () => {},
    sendSeen: tripwire('WAWebChatModel.sendSeen'),
    markUnread: tripwire('WAWebChatModel.markUnread'),
    sendMessage: tripwire('WAWebChatModel.sendMessage'),
    presenceSubscribe: tripwire('WAWebChatModel.presenceSubscribe'),
  });
}, 98);

__d('WAWebChatCollection', ['StandInCollection', 'WAWebLidMigrationUtils'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { BaseCollection } = importNamespace('StandInCollection');
  const { toPn, toUserLid } = importNamespace('WAWebLidMigrationUtils');

  class ChatCollection extends BaseCollection {
    // The first active chat; two at a time are an error of the page and said to be one.
    getActive() {
      const active = this.filter((chat) => chat.active);
      if (active.length > 1) console.error('ChatCollection.getActive: more than one active chat');
      return active[0];
    }

    // The chat kept under the LID, else the one kept under its number when that says it has this LID.
    getChatByAccountLid(lid) {
      const kept = this.get(lid);
      if (kept) return kept;
      const number = toPn(lid);
      const chat = number && this.get(number);
      return chat && lid.equals(chat.accountLid) ? chat : null;
    }

    getLatestChatForWid(wid) {
      const lid = wid.isUser() ? toUserLid(wid) : undefined;
      return (lid && this.getChatByAccountLid(lid)) || this.get(wid);
    }

    // How many chats have something unread, not how many messages.
    getUnreadCount() {
      return this.countWhere((chat) => chat.unreadCount > 0 || chat.markedUnread === true);
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
