/*
 * Putting the content scripts into WhatsApp Web tabs that are open already. Chrome runs them by itself
 * only in pages that load after the extension was installed, updated or switched on; the scripts of an
 * earlier life still run in such a tab, but nobody hears them any more.
 *
 * What is run, and in which order, is what the manifest lists. Scripts of a page that is running cannot
 * meet unseen, so both worlds are given the same one-time name to meet under: a listener hands it to the
 * page script when that asks by the event "chatkeep-late", and the bridge finds it as chatkeepLate in its own
 * world. Nothing of it lies among the page's globals.
 *
 * See https://developer.chrome.com/docs/extensions/reference/api/scripting.
 */
import { VERSION } from "../shared/contract";
import { whatsAppOrigin } from "./policy";

/** The text of Chrome's error when no content script of ours listens in a page. */
const nobodyListens = "Receiving end does not exist";

/** A message that every bridge hears and refuses at once, without asking the page. */
const knock = { v: VERSION, op: "worker/bridge.knock" } as const;

/** A group of content scripts, as the manifest lists it. */
interface ManifestScripts {
  matches: string[];
  js: string[];
  world: "MAIN" | "ISOLATED";
}

/** The attachments that have not ended, by tab. */
const underWay = new Map<number, Promise<boolean>>();

/**
 * Sees to it that a bridge answers in a tab of WhatsApp Web, and says whether one does. Where one
 * answers already, nothing is run. Two calls for one tab are one attachment. It is tried once: a tab
 * that refuses, because it sleeps, has gone, shows an error page or is another site by now, is no
 * error and stays as it was.
 *
 * A tab that is frozen meanwhile keeps the attachment open until it goes on, so whoever must not wait
 * for that long bounds the waiting.
 */
export function attach(tabId: number): Promise<boolean> {
  let attachment = underWay.get(tabId);
  if (attachment === undefined) {
    attachment = attachOnce(tabId).finally(() => underWay.delete(tabId));
    underWay.set(tabId, attachment);
  }
  return attachment;
}

/** Attaches to every open tab of WhatsApp Web in which no bridge answers. */
export async function attachToOpenTabs(): Promise<void> {
  const url = [...new Set(scriptsOfManifest().flatMap(({ matches }) => matches))];
  const tabs = await chrome.tabs.query({ url });
  await Promise.all(tabs.map(({ id }) => (id === undefined ? false : attach(id))));
}

async function attachOnce(tabId: number): Promise<boolean> {
  try {
    const { discarded, frozen } = await chrome.tabs.get(tabId);
    // Chrome tells of frozen tabs since version 132.
    if (discarded || frozen) return false;
    if (await answers(tabId, { frameId: 0 })) return true;
    const page = await pageOf(tabId);
    if (page === undefined) return false;
    // The tab may have loaded anew since the first look, and Chrome has run the scripts there.
    if (await answers(tabId, page)) return true;
    await run(tabId, page.documentId);
    return true;
  } catch {
    // Chrome refuses with many texts; each says that this page cannot be scripted, or is gone.
    return false;
  }
}

/**
 * Says whether a bridge hears. Rejects when that cannot be told, so that nothing is run beside a bridge
 * that may be there.
 */
async function answers(tabId: number, page: { frameId: 0 } | { documentId: string }): Promise<boolean> {
  try {
    await chrome.tabs.sendMessage(tabId, knock, page);
    return true;
  } catch (fault) {
    if (String(fault).includes(nobodyListens)) return false;
    throw fault;
  }
}

/**
 * Names the document in the top frame of a tab once it has been parsed, or undefined when it is not
 * WhatsApp Web's. Everything else is done in that one document: should the tab load another, Chrome
 * refuses.
 */
async function pageOf(tabId: number): Promise<{ documentId: string } | undefined> {
  const [found] = await chrome.scripting.executeScript({ target: { tabId }, func: () => location.origin });
  return found?.result === whatsAppOrigin ? { documentId: found.documentId } : undefined;
}

async function run(tabId: number, documentId: string): Promise<void> {
  const target = { tabId, documentIds: [documentId] };
  const name = crypto.randomUUID();
  await handOver("MAIN", nameForPage);
  await handOver("ISOLATED", nameForBridge);
  for (const { js, world } of scriptsOfManifest()) {
    await chrome.scripting.executeScript({ target, world, files: js });
  }

  async function handOver(world: ManifestScripts["world"], func: (name: string) => void): Promise<void> {
    // The typings know no function with arguments.
    await chrome.scripting.executeScript({ target, world, func: func as () => void, args: [name] });
  }
}

/** Runs in the page's world, as text, so it uses nothing from outside. */
function nameForPage(name: string): void {
  const hand = (event: Event): void => {
    event.stopImmediatePropagation();
    (event as CustomEvent<(name: string) => void>).detail(name);
  };
  window.addEventListener("chatkeep-late", hand, { capture: true, once: true });
}

/** Runs in the bridge's world, as text, so it uses nothing from outside. */
function nameForBridge(name: string): void {
  (globalThis as { chatkeepLate?: string }).chatkeepLate = name;
}

function scriptsOfManifest(): ManifestScripts[] {
  return (chrome.runtime.getManifest() as { content_scripts: ManifestScripts[] }).content_scripts;
}
