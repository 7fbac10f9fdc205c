import { html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { Clock } from "../shared/clock";
import type { SyncCard } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { t } from "../shared/i18n";
import { ago, moment, timeTag } from "../shared/time";

/** SavedLine says until when a chat is saved, and when that was last proven. */
@customElement("chatkeep-saved")
export class SavedLine extends FaceElement {
  @property({ attribute: false }) sync: SyncCard | undefined;

  constructor() {
    super();
    new Clock(this);
  }

  protected override render() {
    const parts = [];
    if (this.sync && this.sync.savedUntil > 0) {
      const until = this.sync.savedUntil * 1000;
      parts.push(html`${t("saved_until")} ${timeTag(until, moment(until))}`);
    }
    if (this.sync && this.sync.syncedAt > 0) {
      parts.push(html`${t("checked")} ${timeTag(this.sync.syncedAt, ago(this.sync.syncedAt))}`);
    }
    return parts.map((part, i) => (i > 0 ? html` · ${part}` : part));
  }
}
