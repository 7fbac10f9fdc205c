// Tabs whose page script lies to the bridge.
import { openTab } from './tab.mjs';
import { ANNA } from './whatsapp.mjs';

/** Answers the handshake in the page script's place; gives what it needs to lie. */
function forgedPage(tab, answer) {
  const { window } = tab;
  window.addEventListener('chatkeep-bus', (event) => {
    const bus = event.relatedTarget;
    const post = (text) => bus.dispatchEvent(new window.CustomEvent('chatkeep-to-bridge', { detail: text }));
    bus.addEventListener('chatkeep-to-page', ({ detail }) => answer(JSON.parse(detail), post));
    post('{"kind":"here"}');
    tab.post = post;
  }, true);
}

/** A tab whose page script is replaced by one that answers every question with make(question). */
export function lyingTab(make, options) {
  const page = {};
  const tab = openTab({ ...options, withPage: false, before(window) {
    page.window = window;
    forgedPage(page, (question, post) => {
      const answer = make?.(question);
      if (answer !== undefined) post(typeof answer === 'string' ? answer : JSON.stringify(answer));
    });
  } });
  tab.post = (text) => page.post(text);
  return tab;
}

/** A snapshot, a page and a message that are in order. */
export const snapshot = (more) => ({ v: 1, session: 'ready', me: {}, chats: [], tab: {}, ...more });
export const page = (messages, more) => ({ v: 1, chat: ANNA, me: {}, messages, start: false, source: 'store', variant: 'x', ...more });
export const record = (more) => ({ key: `false_${ANNA}_A`, id: 'A', fromMe: false, t: 5, type: 'chat', ...more });
