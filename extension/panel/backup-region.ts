import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { call } from "../shared/call";
import "../shared/command";
import type { BackupView, Card } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { t } from "../shared/i18n";
import { openSettings } from "../shared/links";

/** BackupRegion holds "Sync now" and, folded away, what is rarely needed. */
@customElement("chatkeep-backup")
export class BackupRegion extends FaceElement {
  @property({ attribute: false }) backup: BackupView | undefined;
  @property({ attribute: false }) card: Card | undefined;

  protected override render() {
    return html`<section class="rare" aria-label=${t("backup")}>
      <chatkeep-command
        name="sync-now"
        .label=${t("sync_now")}
        .busyLabel=${t("syncing")}
        .running=${this.backup?.state === "running"}
        .command=${() => call("panel/backup.syncNow", {})}
      ></chatkeep-command>
      <details id="more">
        <summary>${t("more")}</summary>
        ${this.card?.state === "linked" ? keyed(this.card.chat, pause(this.card)) : nothing}
        <button id="settings" type="button" class="link" @click=${openSettings}>
          ${t("settings")}
        </button>
      </details>
    </section>`;
  }
}

function pause(card: Card): TemplateResult {
  return html`<p class="muted">${t("about_linked")}</p>
    <chatkeep-command
      name="pause-chat"
      .label=${t("pause")}
      .busyLabel=${t("pausing")}
      .command=${() => call("panel/chat.pause", { chat: card.chat, paused: true })}
    ></chatkeep-command>`;
}
