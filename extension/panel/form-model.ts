import type {
  CreateContact,
  FieldChoice,
  FormField,
  Forms,
  ModuleForm,
  Problem,
  ProblemCode,
} from "../shared/contract";
import { t } from "../shared/i18n";
import type { Draft } from "./drafts";

/** The API names of the fields that take a person's name, in Contacts and in Leads. */
export const FIRST_NAME = "First_Name";
export const LAST_NAME = "Last_Name";

/** The longest names Chatkeep writes, in characters, as CreateContact says. */
const LONGEST: Readonly<Record<string, number>> = { [FIRST_NAME]: 40, [LAST_NAME]: 80 };

/** The problems that may name a field of the form. */
const atFields: readonly ProblemCode[] = ["field_required", "field_refused"];

/**
 * Returns the form that a draft fills in: that of the module chosen, else the first one; undefined
 * when the user may create nothing. While no forms were read it asks for the names alone.
 */
export function formOf(forms: Forms | undefined, draft: Draft): ModuleForm | undefined {
  if (!forms) {
    return namesOnly();
  }
  return forms.modules.find(({ module }) => module === draft.module) ?? forms.modules[0];
}

function namesOnly(): ModuleForm {
  const field = (name: string, label: string, required: boolean): FormField => ({
    name,
    label,
    type: "text",
    required,
  });
  return {
    module: "Contacts",
    fields: [
      field(FIRST_NAME, t("form_first_name"), false),
      field(LAST_NAME, t("form_last_name"), true),
    ],
    phones: [],
    createUrl: "",
  };
}

/** Returns whether a field is one of the two names. */
export function isName({ name }: FormField): boolean {
  return name === FIRST_NAME || name === LAST_NAME;
}

/** Returns whether a field must be filled in; Zoho knows no record of a person without a last name. */
export function isRequired({ name, required }: FormField): boolean {
  return required || name === LAST_NAME;
}

/** Returns how many characters a field takes, 0 when that is not known. */
export function longest({ name, length = 0 }: FormField): number {
  const ours = LONGEST[name];
  return ours === undefined ? length : length > 0 ? Math.min(ours, length) : ours;
}

/** Returns what stands in a field: what was typed, else what the layout fills in by itself. */
export function valueOf(form: ModuleForm, field: FormField, { values }: Draft): string {
  if (field.name === LAST_NAME && !hasFirstName(form)) {
    return [values[FIRST_NAME], values[LAST_NAME]].filter(Boolean).join(" ");
  }
  return values[field.name] ?? field.default ?? "";
}

/** Returns a draft with another value in a field. */
export function withValue(form: ModuleForm, field: FormField, draft: Draft, value: string): Draft {
  // A form without a first name has taken it into the last one.
  const first = field.name === LAST_NAME && !hasFirstName(form) ? { [FIRST_NAME]: "" } : {};
  return { ...draft, values: { ...draft.values, ...first, [field.name]: value } };
}

function hasFirstName(form: ModuleForm): boolean {
  return form.fields.some(({ name }) => name === FIRST_NAME);
}

/** Returns the phone field that takes the number: the one chosen, else the preferred one. */
export function phoneFieldOf(form: ModuleForm, draft: Draft): FieldChoice | undefined {
  return form.phones.find(({ name }) => name === draft.phoneField) ?? form.phones[0];
}

/** Returns the field of a form that a problem names, by its API name or its label. */
export function fieldNamed(form: ModuleForm, problem: Problem | undefined): FormField | undefined {
  if (!problem?.detail || !atFields.includes(problem.code)) {
    return undefined;
  }
  return form.fields.find(({ name, label }) => name === problem.detail || label === problem.detail);
}

/** Returns the request for a new record. */
export function requestOf(chat: string, form: ModuleForm, draft: Draft): CreateContact {
  const filled = form.fields.map((field) => [field.name, valueOf(form, field, draft).trim()] as const);
  const { [FIRST_NAME]: firstName = "", [LAST_NAME]: lastName = "", ...others } = Object.fromEntries(
    filled.filter(([, value]) => value !== ""),
  );
  return {
    chat,
    module: form.module,
    firstName,
    lastName,
    ...(form.phones.length > 0 && { phoneField: phoneFieldOf(form, draft)?.name ?? "" }),
    ...(Object.keys(others).length > 0 && { values: others }),
  };
}
