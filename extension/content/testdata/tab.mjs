// One WhatsApp Web tab with the two content scripts in it, each in a world (realm) of its own, as
// Chrome runs them: page.js first, then bridge.js, then the page's own scripts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { createClock } from './clock.mjs';
import { createDocument } from './dom.mjs';
import { ME, createWhatsApp } from './whatsapp.mjs';

const bundles = process.env.CHATKEEP_BUNDLES;
const pageScript = readFileSync(join(bundles, 'page.js'), 'utf8');
const bridgeScript = readFileSync(join(bundles, 'bridge.js'), 'utf8');

export const EXTENSION_ID = 'abcdefghijklmnopabcdefghijklmnop';

/** Opens a tab. before and between run with the page's globals before and between the content scripts. */
export function openTab({ wa = createWhatsApp(), pageFirst = true, withPage = true, before, between } = {}) {
  const clock = createClock();
  const document = createDocument();
  const main = realm(document.world(), clock);
  const isolated = realm(document.world(), clock);
  const hints = [];
  const listeners = [];
  const runtime = {
    id: EXTENSION_ID,
    onMessage: {
      addListener: (listener) => listeners.push(listener),
      removeListener: (listener) => listeners.splice(listeners.indexOf(listener), 1),
    },
    sendMessage: async (request) => { hints.push(plain(request)); return { ok: null }; },
  };
  isolated.window.chrome = { runtime };
  wa.globals = main.window;
  before?.(main.window);
  const run = [() => withPage && main.run(pageScript), () => isolated.run(bridgeScript)];
  const [first, second] = pageFirst ? run : run.reverse();
  first();
  between?.(main.window);
  second();

  const tab = {
    wa, clock, main, isolated, runtime, listeners, hints,
    /** Asks as the worker does; resolves with the answer, or undefined when the bridge does not answer. */
    ask(message, sender = { id: EXTENSION_ID }) {
      return new Promise((resolve) => {
        const kept = listeners.map((listener) => listener(message, sender, (answer) => resolve(plain(answer))));
        if (!kept.includes(true)) resolve(undefined);
      });
    },
    read: () => tab.ask({ v: 1, op: 'core/page.read' }),
    messages: (chat, count = 50, before = undefined) =>
      tab.ask({ v: 1, op: 'core/messages.read', messages: { chat, count, ...(before && { before }) } }),
    reasons: () => hints.map((hint) => hint.data.reason),
  };
  return tab;
}

/** A tab whose WhatsApp is signed in and synced. */
export async function openReadyTab(options) {
  const tab = openTab(options);
  tab.wa.me = { ...ME };
  tab.wa.conn.__x_pushname = 'Me Myself';
  tab.wa.arrive();
  tab.wa.start();
  await tab.clock.advance(300);
  return tab;
}

function realm(world, clock) {
  const { errors, adoptWindow, ...globals } = world;
  const context = vm.createContext({
    ...globals,
    crypto,
    queueMicrotask,
    Performance: clock.Performance,
    performance: clock.performance,
    setTimeout: clock.setTimeout,
    clearTimeout: clock.clearTimeout,
  });
  const window = vm.runInContext('this', context);
  window.window = window;
  adoptWindow(window);
  return { window, errors, run: (source) => vm.runInContext(source, context) };
}

const plain = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
