import { append, call, isArray, quietly, sliceText, trimText, wholeNumber } from "./originals";
import { LIMITS } from "./limits";
import { cutText } from "./text";

/**
 * A field of one of WhatsApp's models or rows. A model's fields are accessors on the prototype, its
 * values own properties named "__x_" and the field (WAWebBaseModel, client revision 1044822804); a
 * row from the database is a plain object. Throws whatever WhatsApp's getter throws.
 */
export function field(model: unknown, name: string): unknown {
  if (model === null || (typeof model !== "object" && typeof model !== "function")) {
    return undefined;
  }
  const fields = model as Record<string, unknown>;
  const value = fields[name];
  return value === undefined ? fields["__x_" + name] : value;
}

/** A text field as it is, or "" when it is not a string. */
export function textField(model: unknown, name: string): string {
  const value = field(model, name);
  return typeof value === "string" ? value : "";
}

/** A text field within the bound of names, or "". */
export function nameField(model: unknown, name: string): string {
  return cutText(trimText(sliceText(textField(model, name), 0, 8 * LIMITS.name)), LIMITS.name).text;
}

/**
 * A count or time that is not negative, 0 when there is none. Durations are numbers in some rows
 * and decimal strings in others.
 */
export function countField(model: unknown, name: string): number {
  const value = field(model, name);
  const count = wholeNumber(typeof value === "string" && value.length <= 16 ? +value : value);
  return count !== undefined && count >= 0 && count <= 9_007_199_254_740_991 ? count : 0;
}

/** The latest time believed, in Unix seconds: the year 5138. */
const LAST_SECOND = 99_999_999_999;

/** A time in Unix seconds, 0 when there is none or it is none. */
export function secondField(model: unknown, name: string): number {
  const second = countField(model, name);
  return second <= LAST_SECOND ? second : 0;
}

/** A time in Unix milliseconds, 0 when there is none or it is none. */
export function millisecondField(model: unknown, name: string): number {
  const millisecond = countField(model, name);
  return millisecond <= LAST_SECOND * 1000 ? millisecond : 0;
}

/** The longest recording or call believed, in seconds: a year. */
const LONGEST = 31_536_000;

/** A length in seconds, 0 when there is none or it is none. */
export function lengthField(model: unknown, name: string): number {
  const length = countField(model, name);
  return length <= LONGEST ? length : 0;
}

/** Whether a field is exactly true. */
export function flagField(model: unknown, name: string): boolean {
  return field(model, name) === true;
}

/** A list field, at most max entries of it; empty when it is not a list. */
export function listField(model: unknown, name: string, max: number = LIMITS.list): unknown[] {
  return entriesOf(field(model, name), max);
}

/**
 * The entries of a list or of one of WhatsApp's collections (WAWebCollection, getModelsArray), at most
 * max of them; empty when value is neither.
 */
export function entriesOf(value: unknown, max: number = LIMITS.list): unknown[] {
  let list = value;
  if (!isArray(list)) {
    const models = quietly(() => field(value, "getModelsArray"));
    list = typeof models === "function" ? quietly(() => call(models, value, [])) : undefined;
  }
  const entries: unknown[] = [];
  if (isArray(list)) {
    for (let i = 0; i < list.length && i < max; i++) {
      append(entries, list[i]);
    }
  }
  return entries;
}

/** Reads something that may throw, with a value to use when it does or when it is undefined. */
export function readOr<T>(task: () => T | undefined, fallback: T): T {
  return quietly(task) ?? fallback;
}
