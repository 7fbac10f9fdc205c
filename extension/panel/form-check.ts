import type { FormField, ModuleForm } from "../shared/contract";
import { t } from "../shared/i18n";
import { count } from "../shared/time";
import type { Draft } from "./drafts";
import { isRequired, LAST_NAME, longest, valueOf } from "./form-model";

/** An address has something before and after its sign; whether it exists only a letter tells. */
const EMAIL = /^[^\s@]+@[^\s@]+$/;

/** A number as people write it in any digits, with the marks of any country between them. */
const NUMBER = /^[+\-−]?[\p{Nd}\s.,'’٫٬]*\p{Nd}[\s%]*$/u;

/** Faults are the texts for the fields whose values cannot be sent, by API name. */
export type Faults = Readonly<Record<string, string>>;

/** Returns what cannot be sent of a draft. */
export function faultsOf(form: ModuleForm, draft: Draft): Faults {
  const found: Record<string, string> = {};
  for (const field of form.fields) {
    const fault = faultOf(field, valueOf(form, field, draft).trim());
    if (fault) {
      found[field.name] = fault;
    }
  }
  return found;
}

/** Returns why a field's value cannot be sent. Lengths are in characters, that is in code points. */
function faultOf(field: FormField, value: string): string | undefined {
  if (value === "") {
    // A box that is not ticked says no, which is a value too.
    return isRequired(field) && field.type !== "checkbox" ? missing(field) : undefined;
  }
  const most = longest(field);
  if (isText(field) && most > 0 && [...value].length > most) {
    return t("form_too_long", count(most));
  }
  if (field.type === "email" && !EMAIL.test(value)) {
    return t("form_email_wrong");
  }
  return field.type === "number" && !NUMBER.test(value) ? t("form_number_wrong") : undefined;
}

function missing({ name }: FormField): string {
  return name === LAST_NAME ? t("form_last_name_missing") : t("form_missing");
}

function isText({ type }: FormField): boolean {
  return type === "text" || type === "long_text" || type === "email" || type === "url" || type === "number";
}
