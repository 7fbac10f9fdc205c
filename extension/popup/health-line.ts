import { html, nothing, type TemplateResult } from "lit";
import type { Verdict, WhatsAppView } from "../shared/contract";
import { t } from "../shared/i18n";
import { openCheck } from "../shared/links";
import { statusLine, verdictStatus } from "../shared/status";

/** The verdicts that somebody should know of who does not look at the check. */
const worthTelling: readonly Verdict[] = ["degraded", "partial", "changed"];

/** Draws how well WhatsApp Web can be read when it is less than well, with the way to the check. */
export function healthLine({ state, verdict }: WhatsAppView): TemplateResult | typeof nothing {
  if (!verdict || !worthTelling.includes(verdict)) {
    return nothing;
  }
  // The line of the tab says it already when the tab's state is called the same.
  return html`<p id="health-line" class="row" data-verdict=${verdict}>
    ${verdict === state ? nothing : statusLine(verdictStatus(verdict))}
    <button id="open-check" type="button" class="link" @click=${() => void openCheck()}>
      ${t("open_check")}
    </button>
  </p>`;
}
