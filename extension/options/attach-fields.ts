import { html, nothing, type TemplateResult } from "lit";
import type { Settings, ZohoCheck } from "../shared/contract";
import { t } from "../shared/i18n";
import { icon } from "../shared/icons";
import type { Edit } from "./rhythm-fields";

/** Draws the choice whether files are attached, and what it means. */
export function attachField(values: Settings, edit: Edit): TemplateResult {
  return html`<div class="check">
    <input
      id="attach-media"
      type="checkbox"
      .checked=${values.attachMedia}
      aria-describedby="attach-media-help"
      @change=${(event: Event) => edit({ attachMedia: (event.target as HTMLInputElement).checked })}
    />
    <label for="attach-media">${t("attach_label")}</label>
    <p class="help" id="attach-media-help">${t("attach_help")}</p>
  </div>`;
}

/** Draws what to do when the sign-in does not allow what was chosen. */
export function attachNote(
  stored: Settings,
  checks: readonly ZohoCheck[],
): TemplateResult | typeof nothing {
  const barred = checks.some(
    ({ name, problem }) => name === "attach" && problem?.code === "scope_missing",
  );
  return stored.attachMedia && barred
    ? html`<div id="attach-barred" class="note wait" role="status">
        ${icon("info")}
        <div>
          <p class="note-title">${t("attach_barred")}</p>
          <p>${t("attach_barred_about")}</p>
        </div>
      </div>`
    : nothing;
}
