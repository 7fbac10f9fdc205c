import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { call } from "../shared/call";
import "../shared/command";
import type { BackupView, Card } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { KeptFocus } from "../shared/focus";
import { t } from "../shared/i18n";
import { openSettings } from "../shared/links";

/** BackupRegion is the foot of the sidebar: "Sync now", the settings and, folded away, the pause. */
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
      ${this.card?.state === "linked" ? keyed(this.card.chat, pause(this.card)) : nothing}
    </section>`;
  }
}

function pause(card: Card): TemplateResult {
  return html`<details id="more">
    <summary>${t("more")}</summary>
    <p class="muted">${t("about_linked")}</p>
    <chatkeep-command
      name="pause-chat"
      .label=${t("pause")}
      .busyLabel=${t("pausing")}
      .command=${() => call("panel/chat.pause", { chat: card.chat, paused: true })}
    ></chatkeep-command>
  </details>`;
}
