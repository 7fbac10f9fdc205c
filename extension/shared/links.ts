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

/** Opens the settings page in its own tab. */
export function openSettings(): void {
  void chrome.runtime.openOptionsPage();
}
