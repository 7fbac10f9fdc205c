/** WHATSAPP is the address of WhatsApp Web. */
export const WHATSAPP = "https://web.whatsapp.com/";

/** Reloads the WhatsApp Web tab the user looked at last. */
export async function reloadWhatsApp(): Promise<void> {
  const tab = await latestTab();
  if (tab?.id !== undefined) {
    await chrome.tabs.reload(tab.id);
  }
}

/**
 * Brings the WhatsApp Web tab the user looked at last to the front, which wakes it: a frozen page
 * goes on, and a discarded one is loaded again. When it was closed meanwhile, a new one is opened.
 */
export async function wakeWhatsApp(): Promise<void> {
  const tab = await latestTab();
  if (tab?.id === undefined) {
    await chrome.tabs.create({ url: WHATSAPP });
    return;
  }
  await chrome.tabs.update(tab.id, { active: true });
  await chrome.windows.update(tab.windowId, { focused: true });
}

/** The extension's permission for this site is what lets tabs.query see its address. */
async function latestTab(): Promise<chrome.tabs.Tab | undefined> {
  const tabs = await chrome.tabs.query({ url: `${WHATSAPP}*` });
  return tabs.sort((a, b) => (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0))[0];
}
