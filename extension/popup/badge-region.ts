import { html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { Clock } from "../shared/clock";
import type { View } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { t } from "../shared/i18n";
import { overallStatus, statusLine } from "../shared/status";
import { ago, moment, timeTag } from "../shared/time";

/** BadgeRegion is the last sync, large, under the one word for everything. */
@customElement("chatkeep-badge")
export class BadgeRegion extends FaceElement {
  @property({ attribute: false }) view: View | undefined;
  /** lastSyncAt is in Unix milliseconds, 0 for never. */
  @property({ attribute: false }) lastSyncAt = 0;

  constructor() {
    super();
    new Clock(this);
  }

  protected override render() {
    const status = overallStatus(this.view);
    const at = this.lastSyncAt;
    return html`<section class="badge ${status.tone}" aria-label=${t("last_sync")}>
      <p id="overall" role="status">${statusLine(status)}</p>
      <p id="last-sync">
        ${at > 0
          ? html`<strong>${t("last_sync")} ${timeTag(at, moment(at))}</strong>
              <span>${ago(at)}</span>`
          : html`<strong>${t("last_sync_never")}</strong>`}
      </p>
    </section>`;
  }
}
