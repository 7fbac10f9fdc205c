import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { call } from "../shared/call";
import "../shared/command";
import type { BackupView, Card } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { KeptFocus } from "../shared/focus";
import { t } from "../shared/i18n";
import { openSettings } from "../shared/links";
import { more } from "./more";

/** BackupRegion is the foot of the sidebar: "Sync now", the settings and, folded away, what is rarely done. */
@customElement("chatkeep-backup")
export class BackupRegion extends FaceElement {
  @property({ attribute: false }) backup: BackupView | undefined;
  @property({ attribute: false }) card: Card | undefined;

  constructor() {
    super();
    new KeptFocus(this, "#sync-now");
  }

  protected override render() {
    return html`<section aria-label=${t("backup")}>
      <div class="row">
        <chatkeep-command
          name="sync-now"
          .label=${t("sync_now")}
          .busyLabel=${t("syncing")}
          .running=${this.backup?.state === "running"}
          .command=${() => call("panel/backup.syncNow", {})}
        ></chatkeep-command>
        <button id="settings" type="button" class="link" @click=${openSettings}>
          ${t("settings")}
        </button>
      </div>
      ${this.card ? more(this.card) : nothing}
    </section>`;
  }
}
