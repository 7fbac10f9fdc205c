import { locale } from "./i18n";

/** Returns the name of a country or territory by its ISO 3166 code, or the code when it has none. */
export function regionName(code: string): string {
  return new Intl.DisplayNames(locale(), { type: "region" }).of(code) ?? code;
}
