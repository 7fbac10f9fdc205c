import { html, nothing, type TemplateResult } from "lit";
import type { View } from "../shared/contract";
import { t } from "../shared/i18n";
import { statusLine, tabStatus, zohoStatus, type Status } from "../shared/status";
import { count } from "../shared/time";

/**
 * Draws the counts of all chats, and one line each for Zoho and WhatsApp. Before anybody signed in
 * there is nothing to count, and what Chatkeep does is said instead.
 */
export function stateLines(view: View): TemplateResult {
  if (view.zoho.state === "not_connected") {
    return html`<p class="muted">${t("connect_what")}</p>`;
  }
  const { linked, waiting, paused } = view.backup;
  return html`<dl class="counts">
      ${figure("linked", t("count_linked"), linked)}
      ${figure("waiting", t("count_waiting"), waiting)}
      ${figure("paused", t("count_paused"), paused)}
    </dl>
    <dl class="lines">
      ${line("zoho", t("zoho"), zohoStatus(view.zoho), view.zoho.org)}
      ${line("whatsapp", t("whatsapp"), tabStatus(view.whatsapp.state), view.whatsapp.account)}
    </dl>`;
}

function figure(id: string, label: string, n: number): TemplateResult {
  return html`<div>
    <dt>${label}</dt>
    <dd id="count-${id}">${count(n)}</dd>
  </div>`;
}

function line(id: string, label: string, status: Status, name: string | undefined): TemplateResult {
  return html`<div>
    <dt>${label}</dt>
    <dd id="${id}-state">
      ${statusLine(status)}
      ${name ? html`<bdi class="muted" title=${name}>${name}</bdi>` : nothing}
    </dd>
  </div>`;
}
