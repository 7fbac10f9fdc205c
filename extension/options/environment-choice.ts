import { html, nothing, type TemplateResult } from "lit";
import type { Environment } from "../shared/contract";
import { t } from "../shared/i18n";

const environments: readonly Environment[] = ["production", "sandbox", "developer"];

/** What stands around the choice of the kind of organisation. */
export interface EnvironmentText {
  /** open unfolds the choice. */
  open: boolean;
  /** note says why the kind was refused. */
  note: TemplateResult | undefined;
}

/**
 * Draws the choice of the kind of organisation, folded away because most people have one. What is
 * chosen stands in its summary unless it is the usual kind.
 */
export function environmentChoice(
  chosen: Environment,
  { open, note }: EnvironmentText,
  choose: (environment: Environment) => void,
): TemplateResult {
  return html`<details id="environment" ?open=${open}>
    <summary>
      ${t("environment_other")}
      ${chosen === "production"
        ? nothing
        : html`<strong id="environment-chosen">${t(`environment_${chosen}`)}</strong>`}
    </summary>
    <fieldset class="choice" aria-describedby=${note ? "environment-note" : nothing}>
      <legend>${t("environment_title")}</legend>
      ${environments.map(
        (environment) => html`<label>
          <input
            id="environment-${environment}"
            type="radio"
            name="environment"
            value=${environment}
            .checked=${chosen === environment}
            aria-invalid=${note && chosen === environment ? "true" : "false"}
            @change=${() => choose(environment)}
          />
          <span>
            <span class="choice-title">${t(`environment_${environment}`)}</span>
            <span class="help">${t(`environment_about_${environment}`)}</span>
          </span>
        </label>`,
      )}
      ${note ? html`<div id="environment-note">${note}</div>` : nothing}
    </fieldset>
  </details>`;
}
