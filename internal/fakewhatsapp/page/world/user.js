// What the person in front of the page does. Opening a chat marks it read, as it does in the real page:
// that is the user's act, and it is told to the server as such.
__d('StandInUser', ['StandInBoot', 'StandInModel', 'StandInLoading', 'StandInEvents', 'WAWebCollections'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { act } = importNamespace('StandInBoot');
  const { write } = importNamespace('StandInModel');
  const { listen } = importNamespace('StandInEvents');
  const { activating } = importNamespace('StandInHeader');
  const { loadEarlier } = importNamespace('StandInLoading');
  const { ChatCollection } = importNamespace('WAWebChatCollection');
  const { MsgCollection } = importNamespace('WAWebMsgCollection');

  function markRead(chat) {
    if (!(chat.unreadCount > 0) || document.visibilityState !== 'visible') return;
    write(chat, { unreadCount: 0 });
    act('read', String(chat.id));
  }

  // The chat being left changes first; between the two events no chat is active.
  function openChat(chat) {
    if (ChatCollection.getActive() === chat) return;
    activating(chat, () => {
      const left = ChatCollection.getActive();
      if (left) write(left, { active: false });
      write(chat, { active: true, hasChatBeenOpened: true });
      act('open', String(chat.id));
      if (chat.msgs.length < 50) loadEarlier(chat);
      markRead(chat);
    });
  }

  function closeChat() {
    const left = ChatCollection.getActive();
    if (left) write(left, { active: false });
  }

  function start() {
    listen(MsgCollection, 'add', (msg) => {
      const active = ChatCollection.getActive();
      if (msg.isNewMsg && active && active.id.equals(msg.id.remote)) queueMicrotask(() => markRead(active));
    });
    document.addEventListener('visibilitychange', () => {
      const active = ChatCollection.getActive();
      if (active) markRead(active);
    });
  }

  exports.start = start;
  exports.openChat = openChat;
  exports.closeChat = closeChat;
  exports.send = (chat, text) => act('send', String(chat.id), text);
}, 98);
