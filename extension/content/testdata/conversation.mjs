// The open conversation as WhatsApp Web lays it out: "2026" by client revision 1044822804, "2025" by the
// pages of that year. What is asked of a row is what that build would show of it.
import { h } from './tree.mjs';

const icon = (name) => h('span', { 'data-icon': name, 'data-testid': name }, h('svg', {}, h('title', {}, name)));
const emoji = (text) => h('img', { class: 'emoji', alt: text, 'data-plain-text': text });
const stamp = (name) => `[14:03, 5.3.2026] ${name}: `;

/** Parts of a text. */
export const parts = {
  emoji,
  bold: (...children) => h('strong', { 'data-app-text-template': '*${appText}*' }, ...children),
  code: (...children) => h('code', { 'data-app-text-template': '```${appText}```' }, ...children),
  mention: (name, jid) => h('span', { role: 'button', 'data-plain-text': `@${name}`, 'data-app-text-template': `\u200b${jid}\u200b` }, h('span', {}, '@'), name),
  quoteBlock: (...children) => h('blockquote', { 'data-pre-plain-text': '> ' }, ...children),
  item: (...children) => h('li', { 'data-pre-plain-text': '• ' }, ...children),
  list: (...children) => h('ul', {}, ...children),
  br: () => h('br'),
};

const words = (text) => h('span', { dir: 'auto', class: 'selectable-text copyable-text', 'data-testid': 'selectable-text' }, ...[text].flat());

/** What a message answers, inside its bubble. */
export const quoted = (text, ...more) => h('div', { 'data-testid': 'quoted-message', 'data-pre-plain-text': '[1:00, 1.1.2026] Quoted: ' },
  h('span', { class: 'quoted-mention' }, text), words(text), ...more);

/**
 * A row of 2026. state is the mark beside the time, tail the mark of the first bubble of a run; stamped is
 * false for what writes no stamp; after comes behind the words.
 */
export function row2026(id, { text, state, tail, name = 'Anna', stamped = true, quote, media, after } = {}) {
  return h('div', { role: 'row' }, h('div', { 'data-id': id, 'data-testid': `conv-msg-${id}`, tabindex: '-1' },
    h('div', { class: 'focusable-list-item' }, h('div', { 'data-testid': 'msg-container' }, tail && icon(`tail-${tail}`),
      h('div', stamped ? { class: 'copyable-text', 'data-pre-plain-text': stamp(name) } : {}, quote, media, text === undefined ? null : words(text), after),
      h('div', { 'data-testid': 'msg-meta' }, h('span', { dir: 'auto' }, '14:03'), state && icon(state))))));
}

/** A row of 2025: the whole key, and classes for the direction. */
export function row2025(key, { text, quote } = {}) {
  return h('div', { role: 'row' }, h('div', { 'data-id': key }, h('div', { class: key.startsWith('true') ? 'message-out' : 'message-in' },
    h('div', { class: 'copyable-text', 'data-pre-plain-text': stamp('Anna') }, quote && h('div', { 'aria-label': 'Quoted message' }, h('span', { class: 'quoted-mention' }, quote)),
      text === undefined ? null : h('div', {}, h('span', { class: '_ao3e selectable-text copyable-text' }, h('span', {}, ...[text].flat())))))));
}

/** Named parts of a message. */
export const media = (testid, ...children) => h('div', { 'data-testid': testid, role: 'button' }, ...children);
export const readMore = () => h('div', { role: 'button', class: 'x1n2onr6', tabindex: '0' }, 'Read more');

/** Opens a conversation of 2026 in the page; whatever was open before is gone. */
export function open2026(page, title, ...rows) {
  return show(page, h('div', { id: 'main', 'data-testid': 'conversation-panel-wrapper' },
    h('header', { 'data-testid': 'conversation-header' }, h('div', { 'data-testid': 'conversation-info-header' },
      h('div', { 'data-testid': 'conversation-info-header-chat-title', dir: 'auto' }, ...[title].flat()), h('span', { title: 'online' }, 'online'))),
    h('div', { 'data-testid': 'conversation-panel-body' }, h('div', { 'data-testid': 'conversation-panel-messages', tabindex: '0' }, ...rows)),
    h('footer', {}, words('a draft'))));
}

/** Opens a conversation of 2025 in the page. */
export function open2025(page, title, ...rows) {
  return show(page, h('div', { id: 'main' }, h('header', {}, h('div', {}, h('span', { dir: 'auto', title }, title), h('span', { title: 'online' }, 'online'))),
    h('div', { role: 'application' }, ...rows)));
}

function show(page, pane) {
  page.body.children = [];
  page.body.append(h('div', { id: 'app' }, pane));
  return pane;
}
