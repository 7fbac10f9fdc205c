// What must never be called from outside: everything that sends, marks as read, opens a chat, shows
// presence, asks WhatsApp's servers or loads media. The members exist under their real names, so that a
// caller finds them; a call is recorded and does nothing.
__d('StandInTripwires', ['StandInBoot'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { violation } = importNamespace('StandInBoot');

  function tripwire(label) {
    return function () {
      violation('call', label);
      return Promise.resolve(undefined);
    };
  }

  function tripwires(label, members) {
    return Object.fromEntries(members.map((member) => [member, tripwire(`${label}.${member}`)]));
  }

  exports.tripwire = tripwire;
  exports.tripwires = tripwires;
  exports.presence = tripwires('WAWebCollections.Presence', ['find', 'get', 'subscribe', 'getModelsArray', 'on']);
}, 98);

(function () {
  'use strict';
  // Module → members. A member "Object.member" sits on an exported object.
  const forbidden = {
    WAWebUpdateUnreadChatAction: ['sendSeen', 'markUnread', 'markConversationSeen'],
    WAWebCmd: ['Cmd.openChatBottom', 'Cmd.openChatAt', 'Cmd.openChatFromUnread', 'Cmd.openDrawerMid', 'Cmd.chatInfoDrawer'],
    WAWebQueryExistsJob: ['queryWidExists', 'queryPhoneExists'],
    WAWebFindChatAction: ['findChat', 'findOrCreateLatestChat'],
    WAWebContactPresenceBridge: ['subscribePresence', 'setPresenceAvailable', 'setPresenceUnavailable'],
    WAWebChatPresence: ['markTyping', 'markRecording', 'markPaused'],
    WAWebSendNonMessageDataRequest: ['sendPeerDataOperationRequest'],
    WAWebDownloadManager: ['downloadManager.downloadAndMaybeDecrypt', 'downloadManager.downloadMedia'],
    WAWebMediaMmsV4Download: ['downloadMedia'],
    WAWebSendMsgChatAction: ['addAndSendMsgToChat', 'addAndSendTextMsg'],
    WAWebSendTextMsgChatAction: ['sendTextMsgToChat', 'createTextMsgData'],
    WAWebSendReactionMsgAction: ['sendReactionToMsg'],
    WAWebSendMessageEditAction: ['sendMessageEdit'],
    WAWebChatSendMessages: ['sendRevokeMsgs', 'sendDeleteMsgs', 'sendStarMsgs'],
    WAWebSetArchiveChatAction: ['setArchive'],
    WAWebSetPinChatAction: ['setPin'],
    WAWebQuotedMsgModelUtils: ['getQuotedMsgObj'],
    WAWebProfilePicFunctions: ['requestProfilePicFromServer', 'profilePicFind'],
  };

  for (const [id, members] of Object.entries(forbidden)) {
    __d(id, ['StandInTripwires', 'StandInGuard'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
      const { tripwire } = importNamespace('StandInTripwires');
      const { guard } = importNamespace('StandInGuard');
      for (const path of members) {
        const [first, member] = path.split('.');
        if (!member) exports[first] = tripwire(`${id}.${path}`);
        else exports[first] = guard({ ...exports[first], [member]: tripwire(`${id}.${path}`) }, `${id}.${first}`);
      }
    }, 98);
  }
})();

// Modules nobody outside has business with. Requiring a module executes it, and one of them fails, as
// WAWebEmojiPanelContentEmojiSearchEmpty.react does in the real page.
(function () {
  'use strict';
  for (let number = 1; number <= 300; number++) {
    const id = `WAWebSurface${String(number).padStart(3, '0')}.react`;
    __d(id, ['StandInBoot'], function (global, require, importDefault, importNamespace) {
      importNamespace('StandInBoot').violation('module', id);
    }, 98);
  }
  __d('WAWebEmojiPanelContentEmojiSearchEmpty.react', ['StandInBoot'], function (global, require, importDefault, importNamespace) {
    importNamespace('StandInBoot').violation('module', 'WAWebEmojiPanelContentEmojiSearchEmpty.react');
    throw new TypeError("Cannot read properties of null (reading 'emoji')");
  }, 98);
})();
