import type { Sender } from "../shared/contract";

/** The origin of WhatsApp Web, the one site in which content scripts run. */
export const whatsAppOrigin = "https://web.whatsapp.com";

/** The extension's own pages that may send requests, by path. */
const faces: Readonly<Record<string, Sender>> = {
  "/panel/panel.html": "panel",
  "/popup/popup.html": "popup",
  "/options/options.html": "options",
};

/**
 * Says which context sent a message, from what Chrome vouches for; undefined
 * for any other. The bridge is our content script in the top frame of WhatsApp
 * Web: it may report and answer, and no kind of its own leads to a write in
 * Zoho.
 */
export function senderOf(sender: chrome.runtime.MessageSender): Sender | undefined {
  if (sender.id !== chrome.runtime.id || sender.url === undefined) return undefined;
  const url = new URL(sender.url);
  if (url.origin === new URL(chrome.runtime.getURL("/")).origin) return faces[url.pathname];
  if (sender.tab !== undefined && sender.frameId === 0 && url.origin === whatsAppOrigin) return "bridge";
  return undefined;
}
