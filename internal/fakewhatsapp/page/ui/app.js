// Puts the panes together and follows the session and the active chat.
__d('StandInApp', ['StandInElement', 'StandInScreens', 'StandInChatList', 'StandInConversation', 'StandInUser', 'StandInEvents'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { element } = importNamespace('StandInElement');
  const { screenFor } = importNamespace('StandInScreens');
  const { chatList } = importNamespace('StandInChatList');
  const { conversation } = importNamespace('StandInConversation');
  const { listen } = importNamespace('StandInEvents');
  const { activated, onShow } = importNamespace('StandInHeader');
  const { onChange } = importNamespace('StandInPhone');
  const user = importNamespace('StandInUser');
  const { ChatCollection } = importNamespace('WAWebChatCollection');
  const { Stream } = importNamespace('WAWebStreamModel');
  const { Socket } = importNamespace('WAWebSocketModel');

  const intro = () => ({
    pane: element('div', { class: 'intro', 'data-testid': 'intro-title' }, element('p', {}, 'Choose a chat to read it.')),
    stop() {},
  });

  function start() {
    const app = document.getElementById('app');
    const panes = element('div', { class: 'panes' });
    let right = intro();
    let shown = null;

    const show = (chat) => {
      shown = chat;
      const next = chat ? conversation(chat) : intro();
      right.stop();
      right.pane.replaceWith(next.pane);
      right = next;
    };
    const showActive = ({ anew } = {}) => {
      const active = ChatCollection.getActive() || null;
      if (active !== shown || anew) show(active);
    };
    // A screen takes the panes out of the document: nothing of a chat is there while it is locked.
    const showSession = () => {
      const screen = screenFor({ mode: Stream.mode, state: Socket.state, info: Stream.info });
      const back = !screen && !panes.isConnected;
      app.replaceChildren(screen || panes);
      if (back) showActive({ anew: true });
    };

    panes.append(chatList(), right.pane);
    listen(ChatCollection, 'change:active remove', () => activated(showActive));
    onShow(show);
    onChange(() => showActive({ anew: true }));
    listen(Stream, 'change', showSession);
    listen(Socket, 'change', showSession);
    document.addEventListener('keydown', (event) => { if (event.key === 'Escape') user.closeChat(); });
    document.getElementById('wa_web_initial_startup')?.remove();
    showSession();
    user.start();
  }

  exports.start = start;
}, 98);
