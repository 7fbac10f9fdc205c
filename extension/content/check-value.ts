/** A check of one value from the page: the value made anew, or Malformed thrown. */
export type Check<T> = (value: unknown) => T;

/** A value from the page that is not what it has to be. Says where, never what. */
export class Malformed extends Error {
  override name = "Malformed";
}

type OptionalKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T];

/** The checks of every field of T that must be there. */
export type RequiredChecks<T> = { [K in Exclude<keyof T, OptionalKeys<T>>]: Check<T[K]> };

/** The checks of every field of T that may be missing. */
export type OptionalChecks<T> = { [K in OptionalKeys<T>]-?: Check<Exclude<T[K], undefined>> };

/** Whether value is an object that is no list. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An own field of an object; names such as "__proto__" or "constructor" reach nothing inherited. */
export function own(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

/** A text of at most max UTF-16 units; lone surrogates are replaced. */
export function text(max: number, pattern?: RegExp): Check<string> {
  return (value) => {
    if (typeof value !== "string" || value.length > max || (pattern !== undefined && !pattern.test(value))) {
      throw new Malformed("text");
    }
    return value.toWellFormed();
  };
}

/** A whole number from min to max. */
export function integer(min: number, max: number): Check<number> {
  return (value) => {
    if (!Number.isSafeInteger(value) || (value as number) < min || (value as number) > max) {
      throw new Malformed("integer");
    }
    return value as number;
  };
}

/** A finite number from min to max. */
export function number(min: number, max: number): Check<number> {
  return (value) => {
    if (!Number.isFinite(value) || (value as number) < min || (value as number) > max) {
      throw new Malformed("number");
    }
    return value as number;
  };
}

/** True or false. */
export const flag: Check<boolean> = (value) => {
  if (typeof value !== "boolean") {
    throw new Malformed("flag");
  }
  return value;
};

/** One of a closed set of words. */
export function oneOf<T extends string | number>(...values: readonly T[]): Check<T> {
  return (value) => {
    if (!values.includes(value as T)) {
      throw new Malformed("word");
    }
    return value as T;
  };
}

/** A list of at most max entries. */
export function list<T>(entry: Check<T>, max: number): Check<T[]> {
  return (value) => {
    if (!Array.isArray(value) || value.length > max) {
      throw new Malformed("list");
    }
    return value.map((item: unknown) => entry(item));
  };
}

/**
 * An object of exactly the fields of T, made anew: fields the page added are dropped, and the compiler
 * insists on a check for every field the contract has.
 */
export function shape<T extends object>(required: RequiredChecks<T>, optional: OptionalChecks<T>): Check<T> {
  const must = Object.entries(required) as [string, Check<unknown>][];
  const may = Object.entries(optional) as [string, Check<unknown>][];
  return (value) => {
    if (!isObject(value)) {
      throw new Malformed("object");
    }
    const made: Record<string, unknown> = {};
    for (const [name, check] of must) {
      made[name] = check(own(value, name));
    }
    for (const [name, check] of may) {
      const given = own(value, name);
      if (given !== undefined) {
        made[name] = check(given);
      }
    }
    return made as T;
  };
}
