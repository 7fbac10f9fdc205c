import { html, nothing, type TemplateResult } from "lit";
import type { BackupView } from "../shared/contract";
import { t } from "../shared/i18n";
import { count, moment, timeTag } from "../shared/time";

/**
 * Draws one line about when notes are written, while that is not at every cycle: until when it is
 * quiet, or how often. A problem that says the same is not repeated.
 */
export function paceLine({ pace, problem }: BackupView): TemplateResult | typeof nothing {
  if (!pace || problem?.code === "quiet_hours") {
    return nothing;
  }
  const { quietUntil = 0, everyMinutes } = pace;
  return html`<p id="pace" class="muted">
    ${quietUntil > Date.now()
      ? html`${t("pace_quiet")} ${timeTag(quietUntil, moment(quietUntil))}`
      : t(pace.stretched ? "pace_stretched" : "pace_every", count(everyMinutes))}
  </p>`;
}
