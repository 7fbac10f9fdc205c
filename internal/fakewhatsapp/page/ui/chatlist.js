// The left pane: search and the list of chats, newest first.
__d('StandInChatList', ['StandInElement', 'StandInIcons', 'StandInNames', 'StandInKinds', 'StandInClock', 'StandInAvatar', 'StandInUser', 'StandInEvents'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { element } = importNamespace('StandInElement');
  const { icon } = importNamespace('StandInIcons');
  const { titleOf, senderOf } = importNamespace('StandInNames');
  const { lineOf, isHidden } = importNamespace('StandInKinds');
  const { nodesOf, withNames } = importNamespace('StandInText');
  const { listTime } = importNamespace('StandInClock');
  const { avatar } = importNamespace('StandInAvatar');
  const { openChat } = importNamespace('StandInUser');
  const { ChatCollection } = importNamespace('WAWebChatCollection');
  const { MsgCollection } = importNamespace('WAWebMsgCollection');
  const { listen } = importNamespace('StandInEvents');
  const PREVIEW = 80;

  function preview(chat) {
    const last = chat.msgs.filter((msg) => !isHidden(msg)).at(-1);
    if (!last) return '';
    const author = chat.id.isGroup() && !last.id.fromMe && last.type !== 'e2e_notification' ? `${senderOf(last)}: ` : '';
    const text = withNames(lineOf(last).replace(/\s+/g, ' '), last);
    return nodesOf(author + Array.from(text).slice(0, PREVIEW).join(''));
  }

  function cell(chat) {
    const title = titleOf(chat);
    const traits = {
      class: 'cell', role: 'listitem', 'data-testid': 'cell-frame-container',
      'aria-selected': String(Boolean(chat.active)), click: () => openChat(chat),
    };
    const badge = chat.unreadCount > 0 ? element('span', {
      class: 'unread', 'data-testid': 'icon-unread-count', 'aria-label': `${chat.unreadCount} unread`,
    }, String(chat.unreadCount)) : null;
    return element('div', traits,
      avatar(title),
      element('div', { class: 'text' },
        element('div', { class: 'line' },
          element('div', { class: 'title', 'data-testid': 'cell-frame-title', dir: 'auto' }, title),
          element('div', { class: 'time', 'data-testid': 'cell-frame-primary-detail' }, chat.t ? listTime(chat.t) : '')),
        element('div', { class: 'line' },
          element('div', { class: 'preview', 'data-testid': 'cell-frame-secondary', dir: 'auto' }, ...preview(chat)),
          badge)));
  }

  function chatList() {
    const search = element('input', {
      type: 'search', 'data-tab': '3', placeholder: 'Search', 'aria-label': 'Search', autocomplete: 'off', spellcheck: 'false',
    });
    const pane = element('div', { id: 'pane-side', role: 'list' });
    const side = element('div', { id: 'side' },
      element('header', {}, element('h1', {}, 'Chats'), element('small', { class: 'label' }, 'Stand-in WhatsApp Web')),
      element('div', { class: 'search' }, icon('search'), search), pane);

    let pending = false;
    const refresh = () => {
      pending = false;
      const wanted = search.value.trim().toLocaleLowerCase();
      const chats = ChatCollection.filter((chat) => !chat.archive && titleOf(chat).toLocaleLowerCase().includes(wanted));
      chats.sort((a, b) => (b.pin || 0) - (a.pin || 0) || (b.t || 0) - (a.t || 0));
      pane.replaceChildren(...chats.map(cell));
    };
    const later = () => {
      if (pending) return;
      pending = true;
      queueMicrotask(refresh);
    };
    search.addEventListener('input', later);
    listen(ChatCollection, 'add remove change', later);
    listen(MsgCollection, 'add remove change', later);
    later();
    return side;
  }

  exports.chatList = chatList;
}, 98);
