import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { SyncCard } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { t } from "../shared/i18n";
import { count } from "../shared/time";

/** SyncRegion counts what of a linked chat is in Zoho, what waits and what was left out. */
@customElement("chatkeep-sync")
export class SyncRegion extends FaceElement {
  @property({ attribute: false }) sync: SyncCard | undefined;

  protected override render() {
    if (!this.sync) {
      return nothing;
    }
    const { saved, waiting, skipped = 0 } = this.sync;
    return html`<dl class="counts" id="counts">
        ${figure("saved", t("count_saved"), saved)}
        ${figure("waiting", t("count_waiting"), waiting)}
        ${skipped > 0 ? figure("skipped", t("count_skipped"), skipped) : nothing}
      </dl>
      ${skipped > 0 ? html`<p class="muted">${t("skipped_about")}</p>` : nothing}`;
  }
}

function figure(id: string, label: string, n: number): TemplateResult {
  return html`<div>
    <dt>${label}</dt>
    <dd id="count-${id}">${count(n)}</dd>
  </div>`;
}
