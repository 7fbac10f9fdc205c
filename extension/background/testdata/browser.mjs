// As much of Chrome as the worker's shell uses: tabs whose documents have two worlds each, the
// scripting API with its refusals, messages to tabs, storage.session, and the worker's events.
// https://developer.chrome.com/docs/extensions/reference/api
import { readFileSync } from 'node:fs';
import vm from 'node:vm';

const manifest = JSON.parse(readFileSync(new URL('../../../manifest.json', import.meta.url), 'utf8'));

export const WHATSAPP = 'https://web.whatsapp.com/';

/** Makes a browser; its chrome is what the worker finds. */
export function createBrowser() {
  const tabs = new Map();
  const stored = {};
  let documents = 0;

  const browser = {
    /** What the scripting API ran: {tab, world, what}, what being a file's name or "func". */
    ran: [],
    stored,
    /** Opens a tab. bridge says whether a bridge lives in its document. */
    open(id, { url = WHATSAPP, bridge = false, ...more } = {}) {
      const tab = { id, url, discarded: false, active: true, errorPage: false, frozen: false, ...more };
      tabs.set(id, tab);
      browser.load(id, { bridge });
      return tab;
    },
    /** Loads a new document in a tab. */
    load(id, { url, bridge = true } = {}) {
      const tab = tabs.get(id);
      tab.url = url ?? tab.url;
      const { origin } = new URL(tab.url);
      tab.document = {
        id: `DOC${++documents}`, origin, bridge, hides: false,
        worlds: Object.fromEntries(['MAIN', 'ISOLATED'].map((name) => [name, world({ location: { origin } })])),
      };
    },
    close: (id) => tabs.delete(id),
    tab: (id) => tabs.get(id),
    /** Called before each call of the scripting API. */
    beforeScript: undefined,
    global: (id, world, expression) => vm.runInContext(expression, tabs.get(id).document.worlds[world]),
    files: () => browser.ran.filter(({ what }) => what !== 'func').map(({ tab, world, what }) => `${tab} ${world} ${what}`),
  };

  /** Runs one of the content scripts: as much of it as matters to whoever runs it. */
  function runFile(document, world, file) {
    const global = document.worlds[world];
    if (file === 'content/page.js' && world === 'MAIN') {
      document.waits = undefined;
      global.dispatch({ type: 'chatkeep-late', stopImmediatePropagation() {}, detail: (name) => { document.waits = name; } });
    } else if (file === 'content/bridge.js' && world === 'ISOLATED') {
      const name = vm.runInContext('const n = globalThis.chatkeepLate; delete globalThis.chatkeepLate; n', global);
      document.bridge = name !== undefined && name === document.waits;
    } else {
      throw new Error(`Could not load file: '${file}'.`);
    }
  }

  async function executeScript({ target, world = 'ISOLATED', func, files, args = [] }) {
    if (!manifest.permissions.includes('scripting')) throw new Error('chrome.scripting is not available');
    if ((func === undefined) === (files === undefined)) throw new Error("Exactly one of 'func' and 'files' must be specified");
    await browser.beforeScript?.({ target, world, func, files });
    const tab = tabs.get(target.tabId);
    if (tab === undefined) throw new Error(`No tab with id: ${target.tabId}`);
    const { document } = tab;
    if (target.documentIds?.some((id) => id !== document.id)) throw new Error(`No document with id ${target.documentIds} in tab with id ${tab.id}`);
    if (tab.errorPage) throw new Error('Frame with ID 0 is showing error page');
    if (!tab.url.startsWith(WHATSAPP) && !tab.granted) throw new Error('Cannot access contents of the page. Extension manifest must request permission to access the respective host.');
    if (tab.frozen) await new Promise(() => {});
    let result;
    if (func === undefined) {
      for (const file of files) {
        browser.ran.push({ tab: tab.id, world, what: file });
        runFile(document, world, file);
      }
    } else {
      browser.ran.push({ tab: tab.id, world, what: 'func' });
      // A function arrives as its text, with copies of its arguments.
      result = vm.runInContext(`(${func})(...${JSON.stringify(args)})`, document.worlds[world]);
    }
    return [{ frameId: 0, documentId: document.id, result }];
  }

  async function sendMessage(id, message, { frameId, documentId } = {}) {
    const tab = tabs.get(id);
    const there = tab !== undefined && !tab.discarded && (frameId === 0 || documentId === tab.document.id);
    if (there && tab.frozen) await new Promise(() => {});
    if (there && tab.document.hides) throw new Error('A listener indicated an asynchronous response by returning true, but the message channel closed before a response was received');
    if (!there || !tab.document.bridge) throw new Error('Could not establish connection. Receiving end does not exist.');
    // A bridge refuses what is no question of the core.
    return JSON.parse(JSON.stringify(typeof message.op === 'string' ? { error: { code: 'invalid' } } : null)) ?? undefined;
  }

  const event = () => {
    const listeners = [];
    return { addListener: (listener) => listeners.push(listener), fire: (...args) => listeners.map((listener) => listener(...args)) };
  };
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  browser.chrome = {
    runtime: {
      id: 'chatkeep',
      getManifest: () => structuredClone(manifest),
      getURL: (path) => new URL(path, 'chrome-extension://chatkeep/').href,
      openOptionsPage: async () => {},
      onMessage: event(), onInstalled: event(), onStartup: event(),
    },
    alarms: { get: async () => ({ periodInMinutes: 3 }), onAlarm: event() },
    commands: { onCommand: event() },
    tabs: {
      async get(id) {
        const tab = tabs.get(id);
        if (tab === undefined) throw new Error(`No tab with id: ${id}.`);
        const { frozen, ...rest } = tab;
        // Before Chrome 132 a tab does not say whether it is frozen.
        return browser.tellsFrozen === false ? rest : { ...rest, frozen };
      },
      query: async ({ url }) => [...tabs.values()].filter((tab) => url.some((pattern) => tab.url.startsWith(pattern.replace(/\*$/, '')))),
      sendMessage,
    },
    scripting: { executeScript },
    storage: {
      local: { setAccessLevel: async () => {} },
      session: {
        async get(key) {
          await turn();
          const found = key in stored ? { [key]: structuredClone(stored[key]) } : {};
          await turn();
          return found;
        },
        async set(values) {
          await turn();
          if (browser.full) throw new Error('Session storage quota bytes exceeded. Values were not stored.');
          Object.assign(stored, structuredClone(values));
          await turn();
        },
      },
    },
  };
  globalThis.chrome = browser.chrome;
  createLocks();
  return browser;
}

/** Gives the worker locks as https://w3c.github.io/web-locks/ has them, as far as it uses them. */
export function createLocks() {
  const tails = new Map();
  const locks = {
    /** An error that every request is refused with. */
    refuse: undefined,
    request(name, hold) {
      if (locks.refuse) return Promise.reject(locks.refuse);
      const turn = (tails.get(name) ?? Promise.resolve()).then(() => hold({ name, mode: 'exclusive' }));
      tails.set(name, turn.catch(() => {}));
      return turn;
    },
  };
  Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true });
  return locks;
}

let imports = 0;

/** Imports a bundled module anew, with its state as a new worker finds it. */
export const load = (name) => import(`file://${process.env.CHATKEEP_BUNDLES}/${name}.mjs?${++imports}`);

/** Lets everything that waits for nothing but its turn run. */
export async function settle() {
  for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** A realm whose window takes listeners; dispatch raises an event as a script in it does. */
function world(globals) {
  const listeners = [];
  const realm = vm.createContext({
    ...globals,
    window: {
      addEventListener: (type, hear, options) => listeners.push({ type, hear, options }),
    },
  });
  realm.listening = listeners;
  realm.dispatch = (event) => {
    const at = listeners.findIndex(({ type }) => type === event.type);
    const [found] = at < 0 ? [] : listeners.splice(at, listeners[at].options.once ? 1 : 0);
    found?.hear(event);
  };
  return realm;
}
