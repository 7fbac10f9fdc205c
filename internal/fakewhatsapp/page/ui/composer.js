// The composer. What the person types and sends leaves as that person's own message.
__d('StandInComposer', ['StandInElement', 'StandInIcons', 'StandInUser'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { element } = importNamespace('StandInElement');
  const { icon } = importNamespace('StandInIcons');
  const user = importNamespace('StandInUser');

  exports.composer = (chat) => {
    if (chat.id.isNewsletter()) return element('footer', { class: 'read-only' }, 'Only admins can send messages here');
    const field = element('textarea', {
      rows: 1, placeholder: 'Type a message', 'aria-label': 'Type a message', 'data-tab': '10',
      'data-testid': 'conversation-compose-box-input',
    });
    const send = () => {
      const text = field.value.trim();
      if (!text) return;
      field.value = '';
      user.send(chat, text);
    };
    field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey) return;
      event.preventDefault();
      send();
    });
    return element('footer', { 'data-testid': 'conversation-compose-box' }, field,
      element('button', { class: 'send', 'aria-label': 'Send', 'data-testid': 'compose-btn-send', click: send }, icon('send')));
  };
}, 98);
