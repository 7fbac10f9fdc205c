import { locale } from "../shared/i18n";

/** Region is a country or territory in which numbers are written without a country code. */
export interface Region {
  /** code is in ISO 3166-1 alpha-2. */
  code: string;
  name: string;
}

/** Codes Intl has names for, but which are no places with telephone numbers. */
const notPlaces = new Set(["EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"]);

/** Returns all regions in the alphabetical order of the language. */
export function regions(): Region[] {
  const names = new Intl.DisplayNames(locale(), { type: "region", fallback: "none" });
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const found = letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !notPlaces.has(code) && isCurrent(code))
    .map((code) => ({ code, name: names.of(code) ?? "" }))
    .filter((region) => region.name !== "");
  return found.sort((a, b) => a.name.localeCompare(b.name, locale()));
}

/** Returns false for a code that stands for another one today, such as DD or UK. */
function isCurrent(code: string): boolean {
  return Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;
}
