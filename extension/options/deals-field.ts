import { html, type TemplateResult } from "lit";
import type { DealsMode, Problem, ProblemCode, Settings } from "../shared/contract";
import { describedBy, field, type FieldText } from "../shared/field";
import { t } from "../shared/i18n";
import { problemNote } from "../shared/problem";
import type { Edit } from "./rhythm-fields";

const modes: readonly DealsMode[] = ["off", "open", "latest"];

/** Problems that say that the profile may not see deals. */
const hidden: readonly ProblemCode[] = ["module_hidden", "permission"];

/** Draws the choice of deals that get a note, and what keeps them from getting it. */
export function dealsField(
  values: Settings,
  problem: Problem | undefined,
  edit: Edit,
): TemplateResult {
  const text: FieldText = { label: t("deals_label"), help: t("deals_help") };
  const chosen = values.deals || "off";
  return html`${field(
    "deals",
    text,
    html`<select
      id="deals"
      aria-describedby=${describedBy("deals", text)}
      @change=${(event: Event) => {
        const value = (event.target as HTMLSelectElement).value;
        const mode = modes.find((known) => known === value);
        if (mode) {
          edit({ deals: mode });
        }
      }}
    >
      ${modes.map(
        (mode) =>
          html`<option value=${mode} .selected=${chosen === mode}>${t(`deals_${mode}`)}</option>`,
      )}
    </select>`,
  )}
  ${problem
    ? html`<div id="deals-problem">
        <p>${t("deals_stopped")}</p>
        ${problemNote(problem, hidden.includes(problem.code) ? "deals_hidden_help" : undefined)}
      </div>`
    : ""}`;
}
