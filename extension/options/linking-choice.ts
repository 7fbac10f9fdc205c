import { html, nothing, type TemplateResult } from "lit";
import type { Linking } from "../shared/contract";
import { t } from "../shared/i18n";

const choices: readonly Linking[] = ["certain", "ask"];

/**
 * Draws the choice of what happens to a chat whose number certainly matches. Nothing is chosen
 * beforehand for somebody who was never asked.
 */
export function linkingChoice(
  chosen: Linking | undefined,
  error: string | undefined,
  choose: (linking: Linking) => void,
): TemplateResult {
  return html`<fieldset
    class="choice"
    aria-describedby=${error ? "linking-error" : nothing}
  >
    <legend>${t("linking_title")}</legend>
    ${choices.map(
      (linking) => html`<label>
        <input
          id="linking-${linking}"
          type="radio"
          name="linking"
          value=${linking}
          .checked=${chosen === linking}
          aria-invalid=${error ? "true" : "false"}
          @change=${() => choose(linking)}
        />
        <span>
          <span class="choice-title">${t(`linking_${linking}`)}</span>
          <span class="help">${t(`linking_about_${linking}`)}</span>
        </span>
      </label>`,
    )}
    ${error ? html`<p class="error" id="linking-error">${error}</p>` : nothing}
  </fieldset>`;
}
