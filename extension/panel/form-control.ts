import { html, nothing, type TemplateResult } from "lit";
import type { FormField } from "../shared/contract";
import { describedBy, field, invalid, type FieldText } from "../shared/field";
import { t } from "../shared/i18n";
import { FIRST_NAME, isRequired, LAST_NAME } from "./form-model";

/** Control is how a field of the form stands at the moment. */
export interface Control {
  field: FormField;
  value: string;
  /** error stands below the field while its value cannot be sent. */
  error: string | undefined;
  /** note stands below the field after Zoho has refused its value. */
  note: TemplateResult | undefined;
  /** busy is true while nothing can be changed. */
  busy: boolean;
  change: (value: string) => void;
}

/** What separates the values of a picklist that takes several, as CreateContact says. */
const SEVERAL = ";";

const ids: Readonly<Record<string, string>> = {
  [FIRST_NAME]: "first-name",
  [LAST_NAME]: "last-name",
};

/** Draws a field of the form with its label and what is wrong with it. */
export function formControl(control: Control): TemplateResult {
  const id = ids[control.field.name] ?? `field-${control.field.name}`;
  const text: FieldText = {
    label: control.field.label,
    required: isRequired(control.field) && control.field.type !== "checkbox",
    error: control.error,
    note: control.note,
  };
  switch (control.field.type) {
    case "checkbox":
      return checkbox(id, text, control);
    case "multi_picklist":
      return boxes(id, text, control);
    case "picklist":
      return field(id, text, list(id, text, control));
    case "long_text":
      return field(id, text, area(id, text, control));
    default:
      return field(id, text, line(id, text, control));
  }
}

/** The input of each type; people write numbers with the marks of their own country. */
const inputs: Record<string, { type: string; dir: string; mode?: string }> = {
  email: { type: "email", dir: "ltr" },
  url: { type: "url", dir: "ltr" },
  date: { type: "date", dir: "auto" },
  number: { type: "text", dir: "ltr", mode: "decimal" },
};

function line(id: string, text: FieldText, { field, value, busy, change }: Control): TemplateResult {
  const { type, dir, mode } = inputs[field.type] ?? { type: "text", dir: "auto" };
  return html`<input
    id=${id}
    type=${type}
    dir=${dir}
    inputmode=${mode ?? nothing}
    autocomplete="off"
    spellcheck="false"
    .value=${value}
    ?required=${text.required}
    ?readonly=${busy}
    aria-invalid=${invalid(text)}
    aria-describedby=${describedBy(id, text)}
    @input=${(event: Event) => change(typed(event))}
  />`;
}

function area(id: string, text: FieldText, { value, busy, change }: Control): TemplateResult {
  return html`<textarea
    id=${id}
    rows="3"
    dir="auto"
    .value=${value}
    ?required=${text.required}
    ?readonly=${busy}
    aria-invalid=${invalid(text)}
    aria-describedby=${describedBy(id, text)}
    @input=${(event: Event) => change(typed(event))}
  ></textarea>`;
}

function list(id: string, text: FieldText, { field, value, busy, change }: Control): TemplateResult {
  const { options = [] } = field;
  const known = options.some((option) => option.value === value);
  return html`<select
    id=${id}
    ?required=${text.required}
    ?disabled=${busy}
    aria-invalid=${invalid(text)}
    aria-describedby=${describedBy(id, text)}
    @change=${(event: Event) => change(typed(event))}
  >
    <option value="" .selected=${!known}>${t("form_none")}</option>
    ${options.map(
      (option) =>
        html`<option value=${option.value} .selected=${option.value === value}>
          ${option.label}
        </option>`,
    )}
  </select>`;
}

function checkbox(id: string, text: FieldText, { value, busy, change }: Control): TemplateResult {
  return html`<div class="field">
    <label class="tick">
      <input
        id=${id}
        type="checkbox"
        .checked=${value === "true"}
        ?disabled=${busy}
        aria-invalid=${invalid(text)}
        aria-describedby=${describedBy(id, text)}
        @change=${(event: Event) => change(String((event.target as HTMLInputElement).checked))}
      />
      <span>${text.label}</span>
    </label>
    ${text.note ? html`<div id="${id}-note">${text.note}</div>` : nothing}
  </div>`;
}

function boxes(id: string, text: FieldText, control: Control): TemplateResult {
  const { field, value, busy, change } = control;
  const chosen = value === "" ? [] : value.split(SEVERAL);
  const turn = (option: string, on: boolean) =>
    (field.options ?? [])
      .map((one) => one.value)
      .filter((one) => (one === option ? on : chosen.includes(one)))
      .join(SEVERAL);
  return html`<fieldset id=${id} class="field boxes" aria-describedby=${describedBy(id, text)}>
    <legend>${text.label}${text.required ? requiredMark() : nothing}</legend>
    ${field.options?.map(
      (option, i) => html`<label class="tick">
        <input
          id="${id}-${i}"
          type="checkbox"
          .checked=${chosen.includes(option.value)}
          ?disabled=${busy}
          aria-invalid=${invalid(text)}
          @change=${(event: Event) =>
            change(turn(option.value, (event.target as HTMLInputElement).checked))}
        />
        <span>${option.label}</span>
      </label>`,
    )}
    ${text.error ? html`<p class="error" id="${id}-error">${text.error}</p>` : nothing}
    ${text.note ? html`<div id="${id}-note">${text.note}</div>` : nothing}
  </fieldset>`;
}

/** A group has no attribute that says it is required, so that the mark is read out here. */
function requiredMark(): TemplateResult {
  return html` <span class="required">${t("form_required")}</span>`;
}

function typed(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement).value;
}
