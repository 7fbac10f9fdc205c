// The right pane: header, messages, composer of the active chat.
__d('StandInConversation', ['StandInElement', 'StandInBubble', 'StandInRuns', 'StandInVirtualList', 'StandInComposer', 'StandInAvatar', 'StandInLayout', 'StandInEvents'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { element } = importNamespace('StandInElement');
  const { rowOf } = importNamespace('StandInBubble');
  const { itemsOf } = importNamespace('StandInRuns');
  const { VirtualList } = importNamespace('StandInVirtualList');
  const { composer } = importNamespace('StandInComposer');
  const { avatar } = importNamespace('StandInAvatar');
  const { title } = importNamespace('StandInLayout');
  const { titleOf, userName } = importNamespace('StandInNames');
  const { loadEarlier } = importNamespace('StandInLoading');
  const { listen } = importNamespace('StandInEvents');

  function row(item, inGroup) {
    if (item.kind === 'day') return element('div', { class: 'day', role: 'separator' }, element('span', {}, item.day));
    return rowOf(item, inGroup);
  }

  // The line below the title is a title to the mouse as well, so the attribute alone names no chat.
  function subtitle(chat) {
    if (!chat.groupMetadata) return null;
    const names = chat.groupMetadata.participants.map((one) => userName(one.id)).join(', ');
    return element('div', { class: 'subtitle' }, element('span', { dir: 'auto', title: names }, names));
  }

  function header(chat) {
    const text = titleOf(chat);
    return element('header', { 'data-testid': 'conversation-header' }, avatar(text),
      element('div', { class: 'info', 'data-testid': 'conversation-info-header' }, title(text), subtitle(chat)));
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
      list.setItems(itemsOf(chat.msgs.filter(() => true)), { toEnd: !shown });
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
