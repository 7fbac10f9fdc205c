import { html, nothing, type TemplateResult } from "lit";
import { t } from "./i18n";

/** FieldText is what stands around a form control. */
export interface FieldText {
  label: string;
  /** required marks the label; the control itself says so to screen readers. */
  required?: boolean | undefined;
  /** help stands below the control at all times. */
  help?: string | undefined;
  /** error stands below the control while its value is refused. */
  error?: string | undefined;
  /** note stands below the control after somebody else has refused its value. */
  note?: TemplateResult | undefined;
}

/** Draws a labelled form control with its help and what is wrong with it. The control's id is id. */
export function field(id: string, text: FieldText, control: TemplateResult): TemplateResult {
  return html`<div class="field">
    <label for=${id}
      >${text.label}${text.required
        ? html` <span class="required" aria-hidden="true">${t("form_required")}</span>`
        : nothing}</label
    >
    ${control}
    ${text.help ? html`<p class="help" id="${id}-help">${text.help}</p>` : nothing}
    ${text.error ? html`<p class="error" id="${id}-error">${text.error}</p>` : nothing}
    ${text.note ? html`<div id="${id}-note">${text.note}</div>` : nothing}
  </div>`;
}

/** Returns the ids that describe a control of a field, for aria-describedby. */
export function describedBy(id: string, text: FieldText): string | typeof nothing {
  const ids = [
    text.error && `${id}-error`,
    text.note && `${id}-note`,
    text.help && `${id}-help`,
  ].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : nothing;
}

/** Returns whether a control's value is refused, for aria-invalid. */
export function invalid(text: FieldText): "true" | "false" {
  return text.error || text.note ? "true" : "false";
}

/** Puts the focus on the first control below root whose value is refused. */
export function focusFirstError(root: ParentNode): void {
  root.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
}
