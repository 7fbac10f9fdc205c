import type messages from "../_locales/en/messages.json";

/** MessageKey is the name of a text in extension/_locales/en/messages.json. */
export type MessageKey = keyof typeof messages;

/**
 * Returns the text of a key in the language Chrome chose among extension/_locales, with
 * substitutions put in for $1, $2 and so on. A key that does not exist does not compile, also
 * when it is built from a prefix and a contract union, as in t(`problem_${code}`).
 */
export function t(key: MessageKey, ...substitutions: string[]): string {
  return chrome.i18n.getMessage(key, substitutions);
}

/** Returns a number that keeps its direction within a sentence of the other one (Unicode LRI, PDI). */
export function leftToRight(number: string): string {
  return `\u2066${number}\u2069`;
}

/**
 * Returns the locale in which times, numbers and country names are written: the browser's own when
 * it is of the same language as the texts, otherwise the language of the texts, so that one line
 * never mixes two languages.
 */
export function locale(): string {
  const browser = chrome.i18n.getUILanguage();
  const texts = t("language");
  return new Intl.Locale(browser).language === new Intl.Locale(texts).language ? browser : texts;
}

/** Gives the document its language, its direction and its title. */
export function preparePage(title: string): void {
  document.documentElement.lang = t("language");
  document.documentElement.dir = t("direction");
  document.title = title;
}
