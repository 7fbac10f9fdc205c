// Message text as nodes: emphasis, emoji as pictures, mentions by name, and a cut after a long stretch.
__d('StandInText', ['StandInElement', 'StandInNames', 'StandInBlocks'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { element } = importNamespace('StandInElement');
  const { userName } = importNamespace('StandInNames');
  const { blocksOf } = importNamespace('StandInBlocks');

  const READ_MORE_AFTER = 768;
  const TOKEN = /(\*[^*\n]+\*|_[^_\n]+_|~[^~\n]+~|```[^`]+```|`[^`\n]+`|@\d{5,20}(?:@g\.us)?|\p{RGI_Emoji})/v;
  const MENTION = /^@\d{5,20}(?:@g\.us)?$/;
  const EMPHASIS = { '*': 'strong', _: 'em', '~': 'del', '```': 'code', '`': 'code' };

  // The picture of an emoji is drawn by the system's own font; the character itself is only in `alt`.
  function emoji(text) {
    const drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">'
      + `<text x="10" y="16" font-size="16" text-anchor="middle">${text}</text></svg>`;
    const src = `data:image/svg+xml,${encodeURIComponent(drawing)}`;
    return element('img', { class: 'emoji', alt: text, 'data-plain-text': text, draggable: 'false', src });
  }

  // Whom a token names, as {wid, name}: a person by the digits of the id, a group by the whole of it.
  function mentioned(token, msg) {
    const group = (msg.groupMentions || []).find((one) => `@${one.groupJid}` === token);
    if (group) return { wid: group.groupJid, name: `@${group.groupSubject}` };
    const wid = (msg.mentionedJidList || []).find((one) => `@${one.user}` === token);
    return wid && { wid, name: `@${userName(wid).replace(/^~ /, '')}` };
  }

  // The text of a mention is a name; whose it is stands in the template.
  function mention(token, msg) {
    const { wid, name } = mentioned(token, msg) || {};
    if (!wid) return token;
    return element('span', {
      class: 'mention', dir: 'auto', 'data-plain-text': name, 'data-app-text-template': `\u200b${wid}\u200b`,
    }, name);
  }

  function emphasis(part) {
    const mark = ['```', part[0]].find((one) => part.startsWith(one) && part.endsWith(one) && part.length > 2 * one.length);
    if (!mark || !EMPHASIS[mark]) return null;
    return element(EMPHASIS[mark], { 'data-app-text-template': `${mark}\${appText}${mark}` }, part.slice(mark.length, -mark.length));
  }

  // nodesOf gives the nodes of a line; msg tells whom it mentions.
  function nodesOf(text, msg) {
    return text.split(TOKEN).filter((part) => part !== '').map((part) => {
      if (MENTION.test(part)) return msg ? mention(part, msg) : part;
      return emphasis(part) || (/^\p{RGI_Emoji}$/v.test(part) ? emoji(part) : part);
    });
  }

  // The cut falls between code points, never inside one. What is cut off is not in the document.
  function messageText(text, msg) {
    const points = Array.from(text);
    const span = element('span', { dir: 'auto', class: 'selectable-text copyable-text', 'data-testid': 'selectable-text' });
    const show = (whole) => span.replaceChildren(...blocksOf(whole ? text : `${points.slice(0, READ_MORE_AFTER).join('')}…`,
      (part) => nodesOf(part, msg)));
    if (points.length <= READ_MORE_AFTER) {
      show(true);
      return [span];
    }
    show(false);
    const more = element('button', { class: 'read-more', click: () => { show(true); more.remove(); } }, 'Read more');
    return [span, more];
  }

  exports.messageText = messageText;
  // withNames is a text for the list of chats, where a mention is nothing but a name.
  exports.withNames = (text, msg) => text.replace(/@\d{5,20}(?:@g\.us)?/g, (token) => (mentioned(token, msg) || { name: token }).name);
  exports.nodesOf = nodesOf;
}, 98);
