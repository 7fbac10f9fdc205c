import { html, nothing, type TemplateResult } from "lit";
import type { Forms, Module } from "../shared/contract";
import { locale, t } from "../shared/i18n";
import { siteLink } from "../shared/links";

/** Draws the choice between a contact and a lead, when there is one. */
export function moduleChoice(
  forms: Forms | undefined,
  chosen: Module,
  busy: boolean,
  choose: (module: Module) => void,
): TemplateResult | typeof nothing {
  if (!forms || forms.modules.length < 2) {
    return nothing;
  }
  return html`<fieldset class="segments">
    <legend>${t("form_module")}</legend>
    ${forms.modules.map(
      ({ module }) => html`<label>
        <input
          id="module-${module}"
          type="radio"
          name="module"
          value=${module}
          .checked=${module === chosen}
          ?disabled=${busy}
          @change=${() => choose(module)}
        />
        <span>${t(`module_${module}`)}</span>
      </label>`,
    )}
  </fieldset>`;
}

/** Draws which fields only Zoho's own form can fill in, and the way there. */
export function elsewhereNote(labels: readonly string[], url: string): TemplateResult {
  const words = new Intl.ListFormat(locale(), { type: "conjunction" }).format(labels);
  return html`<p id="form-elsewhere">${t("form_elsewhere", words)}</p>
    ${siteLink(url, t("form_open"), "create-in-zoho")}`;
}

/** Draws that the user may create no record. */
export function noModuleNote(): TemplateResult {
  return html`<p id="form-no-module">${t("form_no_module")}</p>`;
}
