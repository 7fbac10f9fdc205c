import { html, nothing, type TemplateResult } from "lit";
import { t } from "./i18n";
import { icon } from "./icons";

/** Draws a link that leaves for another site in a new tab. Only https addresses become links. */
export function siteLink(
  url: string | undefined,
  words: string,
  id: string | typeof nothing = nothing,
): TemplateResult | typeof nothing {
  if (!url?.startsWith("https://")) {
    return nothing;
  }
  return html`<a class="site" id=${id} href=${url} target="_blank" rel="noopener noreferrer"
    ><span>${words}</span>${icon("external")}<span class="unseen">${t("new_tab")}</span></a
  >`;
}

/** CHECK is the id of the check of WhatsApp Web on the settings page. */
export const CHECK = "whatsapp-check";

/** Opens the settings page at the check of WhatsApp Web: in its own tab when there is one already. */
export async function openCheck(): Promise<void> {
  const page = chrome.runtime.getURL("options/options.html");
  const url = `${page}#${CHECK}`;
  const tabs = await chrome.runtime.getContexts({ contextTypes: ["TAB"] });
  const open = tabs.find(({ documentUrl }) => documentUrl?.split("#")[0] === page);
  if (!open) {
    await chrome.tabs.create({ url });
    return;
  }
  // An address that is there already would load the page anew, and what was typed would be gone.
  const go = open.documentUrl === url ? {} : { url };
  await chrome.tabs.update(open.tabId, { ...go, active: true });
  await chrome.windows.update(open.windowId, { focused: true });
}

/** Opens the settings page in its own tab. */
export function openSettings(): void {
  void chrome.runtime.openOptionsPage();
}
