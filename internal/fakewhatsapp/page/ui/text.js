// Message text as nodes: emphasis, emoji as pictures, mentions by name, and a cut after a long stretch.
__d('StandInText', ['StandInElement', 'StandInNames'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { element } = importNamespace('StandInElement');
  const { userName } = importNamespace('StandInNames');

  const READ_MORE_AFTER = 768;
  const TOKEN = /(\*[^*\n]+\*|_[^_\n]+_|~[^~\n]+~|```[^`]+```|@\d{5,20}|\p{RGI_Emoji})/v;
  const EMPHASIS = { '*': 'strong', _: 'em', '~': 'del' };

  // The picture of an emoji is drawn by the system's own font; the character itself is only in `alt`.
  function emoji(text) {
    const drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">'
      + `<text x="10" y="16" font-size="16" text-anchor="middle">${text}</text></svg>`;
    const src = `data:image/svg+xml,${encodeURIComponent(drawing)}`;
    return element('img', { class: 'emoji', alt: text, 'data-plain-text': text, draggable: 'false', src });
  }

  function mention(token, mentioned) {
    const wid = (mentioned || []).find((one) => one.user === token.slice(1));
    if (!wid) return token;
    const name = `@${userName(wid)}`;
    return element('span', { class: 'mention', dir: 'auto', 'data-plain-text': name }, name);
  }

  function nodesOf(text, mentioned) {
    return text.split(TOKEN).filter((part) => part !== '').map((part) => {
      if (part[0] === '@' && /^@\d{5,20}$/.test(part)) return mention(part, mentioned);
      if (part.startsWith('```') && part.length > 6) {
        return element('code', { 'data-app-text-template': '```${appText}```' }, part.slice(3, -3));
      }
      const tag = part.length > 2 && part.at(-1) === part[0] ? EMPHASIS[part[0]] : undefined;
      if (tag) return element(tag, { 'data-app-text-template': `${part[0]}\${appText}${part[0]}` }, part.slice(1, -1));
      return /^\p{RGI_Emoji}$/v.test(part) ? emoji(part) : part;
    });
  }

  // The cut falls between code points, never inside one.
  function messageText(text, mentioned) {
    const points = Array.from(text);
    const span = element('span', { dir: 'auto', class: 'selectable-text copyable-text', 'data-testid': 'selectable-text' });
    const show = (whole) => span.replaceChildren(...nodesOf(whole ? text : `${points.slice(0, READ_MORE_AFTER).join('')}…`, mentioned));
    if (points.length <= READ_MORE_AFTER) {
      show(true);
      return [span];
    }
    show(false);
    const more = element('button', { class: 'read-more', click: () => { show(true); more.remove(); } }, 'Read more');
    return [span, more];
  }

  exports.messageText = messageText;
  exports.nodesOf = nodesOf;
}, 98);
