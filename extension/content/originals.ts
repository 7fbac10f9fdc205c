/**
 * The built-ins the page script relies on, taken at document_start. The page, or another
 * extension's script in it, may patch prototypes later; the functions kept here stay the browser's
 * own. Loops in the page script count instead of iterating for the same reason: for...of, spreading
 * and array patterns look up a patchable iterator.
 */

const { apply, defineProperty, ownKeys: reflectOwnKeys } = Reflect;

/** Turns a method into a function of its receiver, without looking the method up again. */
function uncurry<This, Args extends unknown[], Result>(
  method: (this: This, ...args: Args) => Result,
): (self: This, ...args: Args) => Result {
  return (self, ...args) => apply(method, self, args) as Result;
}

const { isArray: arrayIsArray } = Array;
const { create: objectCreate, getOwnPropertyDescriptor, getPrototypeOf } = Object;
const { hasOwn: objectHasOwn, setPrototypeOf } = Object;
const { parse, stringify } = JSON;
const { isFinite: numberIsFinite } = Number;
const { trunc: mathTrunc } = Math;
const regExpExec = uncurry(RegExp.prototype.exec);
const arraySort = Array.prototype.sort;
const nativeWellFormed = uncurry(String.prototype.toWellFormed);
const clock = performance;
const performanceNow = Performance.prototype.now;
const nativeSetTimeout = window.setTimeout;
const nativeMicrotask = window.queueMicrotask;
const NativePromise = Promise;
const NativeBytes = Uint8Array;
const nativeCrypto = crypto;
const { getRandomValues } = nativeCrypto;
const nativeScheduler = (window as { scheduler?: { postTask?: unknown } }).scheduler;
const nativePostTask = nativeScheduler?.postTask;
const nativeDocument = (window as { document?: object }).document;
const nativeVisibility = inheritedGetter(nativeDocument, "visibilityState");
const nativeTarget = (window as { EventTarget?: { prototype: EventTarget } }).EventTarget;
const { addEventListener, removeEventListener } = nativeTarget?.prototype ?? {};

/** The getter of a property, wherever on the prototype chain it is. */
function inheritedGetter(target: object | undefined, name: string): unknown {
  let holder: object | null = target ?? null;
  while (holder !== null) {
    const descriptor = getOwnPropertyDescriptor(holder, name);
    if (descriptor !== undefined) {
      return descriptor.get;
    }
    holder = getPrototypeOf(holder) as object | null;
  }
  return undefined;
}

/** Calls fn on self with args. */
export const call = apply as (fn: unknown, self: unknown, args: ArrayLike<unknown>) => unknown;
/** String.prototype.charCodeAt. */
export const charCodeAt = uncurry(String.prototype.charCodeAt);
/** String.prototype.slice. */
export const sliceText = uncurry(String.prototype.slice);
/** String.prototype.indexOf. */
export const indexOfText = uncurry(String.prototype.indexOf);
/** String.prototype.trim. */
export const trimText = uncurry(String.prototype.trim);
/** Object.hasOwn. */
export const hasOwn = objectHasOwn as (target: object, name: string) => boolean;
/** JSON.parse. */
export const parseJSON = parse as (text: string) => unknown;
/** String.prototype.toWellFormed: lone surrogates become U+FFFD. */
export const wellFormed = nativeWellFormed as (text: string) => string;

/** Array.isArray. */
export function isArray(value: unknown): value is unknown[] {
  return arrayIsArray(value);
}

/** The names of an object's own properties, symbols left out. */
export function ownNames(target: object): string[] {
  const keys = reflectOwnKeys(target);
  const names: string[] = [];
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (typeof key === "string") {
      append(names, key);
    }
  }
  return names;
}

/** Adds an entry to the end of a list. */
export function append<T>(list: T[], entry: T): void {
  list[list.length] = entry;
}

/** Whether an entry is in a list. */
export function includes<T>(list: readonly T[], entry: T): boolean {
  for (let i = 0; i < list.length; i++) {
    if (list[i] === entry) {
      return true;
    }
  }
  return false;
}

/** Sorts a list in place. */
export function sort<T>(list: T[], order: (a: T, b: T) => number): void {
  apply(arraySort, list, [order]);
}

/** Runs a pattern without the global or sticky flag over text. */
export function match(pattern: RegExp, text: string): RegExpExecArray | null {
  return regExpExec(pattern, text);
}

/** The whole number in value, or undefined when it is not a finite number. */
export function wholeNumber(value: unknown): number | undefined {
  return typeof value === "number" && numberIsFinite(value) ? mathTrunc(value) : undefined;
}

/** Whether value is a finite number. */
export function isFiniteNumber(value: unknown): value is number {
  return numberIsFinite(value);
}

/** An object without a prototype, so that no name in it can be mistaken for an inherited one. */
export function dictionary<T>(): Record<string, T> {
  return setPrototypeOf({}, null) as Record<string, T>;
}

/** An object without a prototype that has only fields; used for dictionaries the DOM reads. */
export function bare<T extends object>(fields: T): T {
  return setPrototypeOf(fields, null) as T;
}

/**
 * An object that answers like base and has one field more. Nothing is written to base: a class of the
 * page recognises the object as its own, and the field stays ours.
 */
export function extended(base: object, fields: Record<string, unknown>): object {
  const made = objectCreate(base) as Record<string, unknown>;
  const names = ownNames(fields);
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    // The descriptor has no prototype, so that a patched Object.prototype cannot speak for it.
    defineProperty(made, name, bare({ value: fields[name], writable: true, enumerable: true, configurable: true }));
  }
  return made;
}

/**
 * JSON text of plain data of this script's own making. Prototypes are taken off first: a toJSON
 * added to Object.prototype or Array.prototype must not see or change what is told to the bridge.
 */
export function toJSONText(value: unknown): string {
  strip(value);
  return stringify(value);
}

function strip(value: unknown): void {
  if (typeof value !== "object" || value === null) {
    return;
  }
  if (arrayIsArray(value)) {
    for (let i = 0; i < value.length; i++) {
      strip(value[i]);
    }
  } else {
    const names = ownNames(value);
    for (let i = 0; i < names.length; i++) {
      strip((value as Record<string, unknown>)[names[i] as string]);
    }
  }
  setPrototypeOf(value, null);
}

/** Milliseconds on a clock that never runs backwards. */
export function now(): number {
  return apply(performanceNow, clock, []) as number;
}

/** Runs task once after ms milliseconds; a throwing task is contained. */
export function later(task: () => void, ms: number): void {
  apply(nativeSetTimeout, window, [() => quietly(task), ms]);
}

/** Runs task after the current call stack; a throwing task is contained. */
export function microtask(task: () => void): void {
  apply(nativeMicrotask, window, [() => quietly(task)]);
}

/**
 * Lets the page have its turn. A task of the scheduler is used where there is one: timers of a hidden
 * page run once a minute.
 */
export function breathe(): Promise<void> {
  return new NativePromise((resolve) => {
    if (typeof nativePostTask === "function") {
      apply(nativePostTask, nativeScheduler, [() => resolve()]);
    } else {
      later(resolve, 0);
    }
  });
}

/** What task comes to, or undefined when it fails or takes longer than ms milliseconds. */
export function within<T>(task: () => T | Promise<T>, ms: number): Promise<T | undefined> {
  return new NativePromise((resolve) => {
    later(() => resolve(undefined), ms);
    void (async () => {
      try {
        resolve(await task());
      } catch {
        resolve(undefined);
      }
    })();
  });
}

/** A word of 32 hexadecimal digits that nobody can guess. */
export function randomWord(): string {
  const bytes = new NativeBytes(16);
  apply(getRandomValues, nativeCrypto, [bytes]);
  let word = "";
  for (let i = 0; i < 16; i++) {
    const byte = bytes[i] as number;
    word += sliceText(HEX, byte >> 4, (byte >> 4) + 1) + sliceText(HEX, byte & 15, (byte & 15) + 1);
  }
  return word;
}

const HEX = "0123456789abcdef";

/** Document.visibilityState, "" where it cannot be read. */
export function visibility(): string {
  return quietly(() => call(nativeVisibility, nativeDocument, []) as string) ?? "";
}

/** Listens to an event of the document; the result stops it. */
export function onDocument(type: string, handler: () => void): () => void {
  const listener = (): void => void quietly(handler);
  quietly(() => call(addEventListener, nativeDocument, [type, listener]));
  return () => void quietly(() => call(removeEventListener, nativeDocument, [type, listener]));
}

/**
 * The result of task, or undefined when it throws. Reading WhatsApp's objects runs WhatsApp's
 * getters, which may throw at any time; an error of this script's must never surface in the page,
 * where it would carry the extension's address in its stack.
 */
export function quietly<T>(task: () => T): T | undefined {
  try {
    return task();
  } catch {
    return undefined;
  }
}
