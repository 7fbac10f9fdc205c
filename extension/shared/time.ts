import { html, type TemplateResult } from "lit";
import { locale, t } from "./i18n";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Returns whether the browser's own language counts hours to twelve. */
function twelveHours(): boolean {
  const options = new Intl.DateTimeFormat(chrome.i18n.getUILanguage(), { hour: "numeric" });
  return options.resolvedOptions().hour12 ?? false;
}

/**
 * Writes a moment, Unix milliseconds, as people say it: the time alone today, with the day before
 * today, with the year before this year.
 */
export function moment(at: number, now: number = Date.now()): string {
  const then = new Date(at);
  const today = new Date(now);
  const time = { hour: "2-digit", minute: "2-digit", hour12: twelveHours() } as const;
  if (then.toDateString() === today.toDateString()) {
    return new Intl.DateTimeFormat(locale(), time).format(then);
  }
  const day = { day: "numeric", month: "short" } as const;
  const year = then.getFullYear() === today.getFullYear() ? {} : ({ year: "numeric" } as const);
  return new Intl.DateTimeFormat(locale(), { ...year, ...day, ...time }).format(then);
}

/** Writes a day, Unix milliseconds, for example "12 Nov 2026". */
export function day(at: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium" }).format(new Date(at));
}

/**
 * Writes how long ago a moment, Unix milliseconds, was. One that is to come by more than a minute was noted
 * by a clock that has been set back since; it is told as to come, and never as now.
 */
export function ago(at: number, now: number = Date.now()): string {
  const passed = now - at;
  const far = Math.abs(passed);
  if (far < MINUTE) {
    return t("just_now");
  }
  const words = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  const tell = (length: number, unit: Intl.RelativeTimeFormatUnit): string =>
    words.format(-Math.sign(passed) * Math.floor(far / length), unit);
  if (far < HOUR) {
    return tell(MINUTE, "minute");
  }
  return far < DAY ? tell(HOUR, "hour") : tell(DAY, "day");
}

/** Wraps the text of a moment, Unix milliseconds, in a time element. */
export function timeTag(at: number, text: string): TemplateResult {
  const whole = new Intl.DateTimeFormat(locale(), { dateStyle: "full", timeStyle: "medium" });
  const date = new Date(at);
  return html`<time datetime=${date.toISOString()} title=${whole.format(date)}>${text}</time>`;
}

/** Writes a count with the separators of the language. */
export function count(n: number): string {
  return new Intl.NumberFormat(locale()).format(n);
}
