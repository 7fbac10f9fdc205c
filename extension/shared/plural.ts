import { locale, t, type MessageKey } from "./i18n";
import { count } from "./time";

/** PluralKeys name the two texts of a sentence about a count, which stands in them as $1. */
export interface PluralKeys {
  one: MessageKey;
  other: MessageKey;
}

/** Returns the sentence about n things, in the singular or the plural as the language counts. */
export function plural(n: number, keys: PluralKeys): string {
  const form = new Intl.PluralRules(locale()).select(n);
  return t(form === "one" ? keys.one : keys.other, count(n));
}
