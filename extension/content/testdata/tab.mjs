// One WhatsApp Web tab with the two content scripts in it, each in a world (realm) of its own, as
// Chrome runs them: page.js first, then bridge.js, then the page's own scripts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { createClock } from './clock.mjs';
import { createDocument } from './dom.mjs';
import { createIndexedDB } from './indexeddb.mjs';
import { NAME, tables } from './model-storage.mjs';
import { ME, createWhatsApp } from './whatsapp.mjs';

const bundles = process.env.CHATKEEP_BUNDLES;
const pageScript = readFileSync(join(bundles, 'page.js'), 'utf8');
const bridgeScript = readFileSync(join(bundles, 'bridge.js'), 'utf8');

export const EXTENSION_ID = 'abcdefghijklmnopabcdefghijklmnop';

/** A browser whose WhatsApp has its database, with nothing in it. */
export function emptyDatabase() {
  const database = createIndexedDB();
  database.define(NAME, tables());
  return database;
}

/** Opens a tab. before and between run with the page's globals before and between the content scripts. */
export function openTab({ wa = createWhatsApp(), database = emptyDatabase(), pageFirst = true, withPage = true, withBridge = true, before, between } = {}) {
  const clock = createClock();
  const document = createDocument();
  const main = realm({ ...document.world(), ...database.globals() }, clock);
  const isolated = realm({ ...document.world(), ...database.globals() }, clock);
  const hints = [];
  const { runtime, listeners } = createRuntime((request) => hints.push(plain(request)));
  isolated.window.chrome = { runtime };
  wa.globals = main.window;
  before?.(main.window);
  const run = [() => withPage && main.run(pageScript), () => withBridge && isolated.run(bridgeScript)];
  const [first, second] = pageFirst ? run : run.reverse();
  first();
  between?.(main.window);
  second();

  const tab = {
    wa, database, clock, document, page: document.page, main, isolated, runtime, listeners, hints,
    /** Asks as the worker does; resolves with the answer, or undefined when the bridge does not answer. */
    ask: (message, sender) => askIn(listeners, message, sender),
    read: () => tab.ask({ v: 1, op: 'core/page.read' }),
    messages: (chat, count = 50, before = undefined, after = undefined) =>
      tab.ask({ v: 1, op: 'core/messages.read', messages: { chat, count, ...(before && { before }), ...(after && { after }) } }),
    witness: (chat, keys = [], count = 50) => tab.ask({ v: 1, op: 'core/witness.read', witness: { chat, keys, count } }),
    count: (chat, more) => tab.ask({ v: 1, op: 'core/history.count', history: { chat, from: 0, until: 0, perNote: 450, ...more } }),
    visible: (chat) => tab.ask({ v: 1, op: 'core/visible.read', ...(chat !== undefined && { visible: { chat } }) }),
    media: (key, { chat = remoteOf(key), offset = 0, count = 524_288, most = 15 * 1024 * 1024 } = {}) =>
      tab.ask({ v: 1, op: 'core/media.read', media: { chat, key, offset, count, most } }),
    /** Runs the content scripts once more, as the worker does in a page that is running; in a new world after an update. */
    inject({ name = crypto.randomUUID(), updated = false } = {}) {
      const world = updated ? realm({ ...document.world(), ...database.globals() }, clock) : isolated;
      const later = updated ? createRuntime((request) => hints.push(plain(request))) : { runtime, listeners };
      if (updated) {
        runtime.id = undefined;
        world.window.chrome = { runtime: later.runtime };
      }
      main.run(`window.addEventListener('chatkeep-late', (event) => { event.stopImmediatePropagation(); event.detail(${JSON.stringify(name)}); }, { capture: true, once: true })`);
      world.window.chatkeepLate = name;
      main.run(pageScript);
      world.run(bridgeScript);
      return { world, listeners: later.listeners, read: () => askIn(later.listeners, { v: 1, op: 'core/page.read' }) };
    },
    /** Runs the content scripts as Chrome does when a page loads. */
    run() {
      main.run(pageScript);
      isolated.run(bridgeScript);
    },
    reasons: () => hints.map((hint) => hint.data.reason),
  };
  return tab;
}

const remoteOf = (key) => key.split('_')[1];

function createRuntime(heard) {
  const listeners = [];
  const runtime = {
    id: EXTENSION_ID,
    onMessage: {
      addListener: (listener) => listeners.push(listener),
      removeListener: (listener) => listeners.splice(listeners.indexOf(listener), 1),
    },
    sendMessage: async (request) => { heard(request); return { ok: null }; },
  };
  return { runtime, listeners };
}

function askIn(listeners, message, sender = { id: EXTENSION_ID }) {
  return new Promise((resolve) => {
    const kept = listeners.map((listener) => listener(message, sender, (answer) => resolve(plain(answer))));
    if (!kept.includes(true)) resolve(undefined);
  });
}

/** How long the search of the database and the table of reactions are waited for where there is none, in milliseconds. */
export const BETTER_MS = 10_000;

/** A tab whose WhatsApp is signed in and synced, as long afterwards as it takes until it may be read. */
export async function openReadyTab(options) {
  const tab = openTab(options);
  tab.wa.me = { ...ME };
  tab.wa.conn.__x_pushname = 'Me Myself';
  tab.wa.arrive();
  tab.wa.start();
  const { WAWebDBMessageFindLocal: search, WAWebDBGetReactions: reactions } = tab.wa.modules;
  const better = reactions && ['msgFindBefore', 'msgFindByDirection', 'msgFindQuery'].some((name) => search?.[name] ?? search?.default?.[name]);
  await tab.clock.advance(better ? 300 : BETTER_MS + 500);
  return tab;
}

function realm(world, clock) {
  const { errors, adoptWindow, ...globals } = world;
  const context = vm.createContext({
    ...globals,
    Blob,
    TextDecoder,
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
