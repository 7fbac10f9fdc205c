import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { SyncCard } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { t } from "../shared/i18n";
import { plural } from "../shared/plural";
import { statusLine, type Status } from "../shared/status";
import { count } from "../shared/time";

/**
 * SyncRegion counts what of a linked chat is in Zoho, what waits and what was left out, its files
 * besides, and says which messages could not be had.
 */
@customElement("chatkeep-sync")
export class SyncRegion extends FaceElement {
  @property({ attribute: false }) sync: SyncCard | undefined;

  protected override render() {
    if (!this.sync) {
      return nothing;
    }
    const { saved, waiting, skipped = 0, unread = 0, encrypted = 0, problem } = this.sync;
    const { attached = 0, filesWaiting = 0, unattached = 0 } = this.sync;
    return html`<dl class="counts" id="counts">
        ${figure("saved", t("count_saved"), saved)}
        ${figure("waiting", t("count_waiting"), waiting)}
        ${skipped > 0 ? figure("skipped", t("count_skipped"), skipped) : nothing}
        ${attached > 0 ? figure("attached", t("count_attached"), attached) : nothing}
        ${filesWaiting > 0 ? figure("files-waiting", t("count_files_waiting"), filesWaiting) : nothing}
        ${unattached > 0 ? figure("unattached", t("count_unattached"), unattached) : nothing}
      </dl>
      ${unattached > 0 ? html`<p class="muted">${t("unattached_about")}</p>` : nothing}
      ${skipped > 0 ? html`<p class="muted">${t("skipped_about")}</p>` : nothing}
      ${unread > 0
        ? lack(
            "unread",
            {
              tone: "bad",
              icon: "alert",
              word: plural(unread, { one: "unread_one", other: "unread_other" }),
            },
            // The problem says at greater length what the line would.
            problem?.code === "messages_unread" ? nothing : t("unread_about"),
          )
        : nothing}
      ${encrypted > 0
        ? lack(
            "encrypted",
            {
              tone: "wait",
              icon: "clock",
              word: plural(encrypted, { one: "encrypted_one", other: "encrypted_other" }),
            },
            t("encrypted_about"),
          )
        : nothing}`;
  }
}

function figure(id: string, label: string, n: number): TemplateResult {
  return html`<div>
    <dt>${label}</dt>
    <dd id="count-${id}">${count(n)}</dd>
  </div>`;
}

function lack(id: string, status: Status, about: string | typeof nothing): TemplateResult {
  return html`<div id=${id} class="lack">
    ${statusLine(status)} ${about === nothing ? nothing : html`<p class="muted">${about}</p>`}
  </div>`;
}
