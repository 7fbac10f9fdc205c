import { html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { Clock } from "../shared/clock";
import type { View } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { t } from "../shared/i18n";
import { overallStatus, statusLine } from "../shared/status";
import { ago, moment, timeTag } from "../shared/time";

/** HeaderRegion shows the mark, the one word for everything, and when the last sync was. */
@customElement("chatkeep-header")
export class HeaderRegion extends FaceElement {
  @property({ attribute: false }) view: View | undefined;
  /** lastSyncAt is in Unix milliseconds, 0 for never. */
  @property({ attribute: false }) lastSyncAt = 0;

  constructor() {
    super();
    new Clock(this);
  }

  protected override render() {
    return html`<div class="brand">
        <img src="../icons/icon-48.png" alt="" width="20" height="20" />
        <h1>${t("app_name")}</h1>
        <span id="overall" role="status">${statusLine(overallStatus(this.view))}</span>
      </div>
      <p id="last-sync">
        ${this.lastSyncAt > 0
          ? html`${t("last_sync")} ${timeTag(this.lastSyncAt, moment(this.lastSyncAt))} ·
            ${ago(this.lastSyncAt)}`
          : t("last_sync_never")}
      </p>`;
  }
}
