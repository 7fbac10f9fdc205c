/** WHATSAPP is the address of WhatsApp Web. */
export const WHATSAPP = "https://web.whatsapp.com/";

/**
 * Reloads the WhatsApp Web tab the user looked at last. The extension's permission for this site
 * is what lets tabs.query see its address.
 */
export async function reloadWhatsApp(): Promise<void> {
  const tabs = await chrome.tabs.query({ url: `${WHATSAPP}*` });
  const latest = tabs.sort((a, b) => (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0))[0];
  if (latest?.id !== undefined) {
    await chrome.tabs.reload(latest.id);
  }
}
