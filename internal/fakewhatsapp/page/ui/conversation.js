// The right pane: header, messages, composer of the active chat.
__d('StandInConversation', ['StandInElement', 'StandInBubble', 'StandInVirtualList', 'StandInComposer', 'StandInAvatar', 'StandInEvents'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { element } = importNamespace('StandInElement');
  const { messageRow } = importNamespace('StandInBubble');
  const { VirtualList } = importNamespace('StandInVirtualList');
  const { composer } = importNamespace('StandInComposer');
  const { avatar } = importNamespace('StandInAvatar');
  const { titleOf, userName } = importNamespace('StandInNames');
  const { isHidden, isSystem } = importNamespace('StandInKinds');
  const { dayOf } = importNamespace('StandInClock');
  const { loadEarlier } = importNamespace('StandInLoading');
  const { listen } = importNamespace('StandInEvents');

  // A run is what one person says without a day or a system line between.
  function itemsOf(chat) {
    const items = [];
    let day = '';
    let run = '';
    for (const msg of chat.msgs.filter((one) => !isHidden(one))) {
      if (dayOf(msg.t) !== day) {
        day = dayOf(msg.t);
        run = '';
        items.push({ key: `day ${day}`, day });
      }
      const speaker = isSystem(msg) ? '' : `${msg.id.fromMe} ${msg.author || ''}`;
      items.push({ key: String(msg.id), msg, first: speaker !== '' && speaker !== run });
      run = speaker;
    }
    return items;
  }

  function row(item, inGroup) {
    if (item.day) return element('div', { class: 'day', role: 'separator' }, element('span', {}, item.day));
    return messageRow(item.msg, { first: item.first, inGroup });
  }

  function subtitle(chat) {
    if (!chat.groupMetadata) return null;
    const names = chat.groupMetadata.participants.map((one) => userName(one.id));
    return element('div', { class: 'subtitle' }, names.join(', '));
  }

  function header(chat) {
    const title = titleOf(chat);
    return element('header', { 'data-testid': 'conversation-header' }, avatar(title),
      element('div', { class: 'info', 'data-testid': 'conversation-info-header' },
        element('div', { 'data-testid': 'conversation-info-header-chat-title', dir: 'auto', class: 'title' }, title), subtitle(chat)));
  }

  // conversation gives the pane and the function that ends its listening.
  function conversation(chat) {
    const scroller = element('div', { class: 'messages', 'data-testid': 'conversation-panel-messages', tabindex: '0' });
    const main = element('div', { id: 'main', 'data-testid': 'conversation-panel-wrapper' },
      header(chat),
      element('div', { class: 'body', 'data-testid': 'conversation-panel-body' }, scroller),
      composer(chat));
    const inGroup = chat.id.isGroup();
    const list = new VirtualList(scroller, (item) => row(item, inGroup), () => {
      const { noEarlierMsgs, isLoadingEarlierMsgs } = chat.msgs.msgLoadState;
      if (!noEarlierMsgs && !isLoadingEarlierMsgs) loadEarlier(chat);
    });
    let pending = false;
    let shown = false;
    const refresh = () => {
      pending = false;
      list.setItems(itemsOf(chat), { toEnd: !shown });
      shown = true;
    };
    const later = () => {
      if (pending) return;
      pending = true;
      queueMicrotask(refresh);
    };
    const stops = [
      listen(chat.msgs, 'add remove change', later),
      listen(chat, 'change:name change:id', () => main.querySelector('header').replaceWith(header(chat))),
    ];
    later();
    return { pane: main, stop: () => stops.forEach((stop) => stop()) };
  }

  exports.conversation = conversation;
}, 98);
