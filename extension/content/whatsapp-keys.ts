import { isArray, match, ownNames, quietly } from "./originals";
import { LIMITS } from "./limits";
import { field } from "./whatsapp-fields";
import { jidText } from "./whatsapp-jid";

/**
 * A message key's text: [fromMe, remote, id, self?, participant?] joined by "_" (WAWebMsgKey, client
 * revision 1044822804). "self" is "in" or "out" and only there in the chat with oneself.
 */
export const KEY_PATTERN = /^(true|false)_[^_\s]+@[a-z.]+_[^_\s]+(_\S+)?$/;

const KEY_PARTS = /^(true|false)_([^_\s]+@[a-z.]+)_(\S+?)(?:_(in|out))?(?:_([^_\s]+@[a-z.]+))?$/;

/** How the text of a message key was found. */
export type KeyVariant = "text" | "toString" | "_serialized" | "property" | "parts";

/** The text of a message key and how it was found. */
export interface KeyText {
  key: string;
  variant: KeyVariant;
}

/** A message key taken apart. */
export interface KeyParts {
  fromMe: boolean;
  remote: string;
  id: string;
  self?: string;
  participant?: string;
}

/**
 * The text of a message key, or undefined when value is none. The own property that holds it was
 * "_serialized" before build 2.3000.1042401057 and is "$1" since; toString has stayed. So the method
 * is asked first, then the old name, then any own property of the right shape, and at last the text is put
 * together from the parts.
 */
export function keyText(value: unknown): KeyText | undefined {
  if (isKeyText(value)) {
    return { key: value, variant: "text" };
  }
  if (typeof value !== "object" || value === null || isArray(value)) {
    return undefined;
  }
  const said = quietly(() => `${value as object}`);
  if (isKeyText(said)) {
    return { key: said, variant: "toString" };
  }
  const serialized = quietly(() => field(value, "_serialized"));
  if (isKeyText(serialized)) {
    return { key: serialized, variant: "_serialized" };
  }
  const names = quietly(() => ownNames(value)) ?? [];
  for (let i = 0; i < names.length; i++) {
    const own = quietly(() => (value as Record<string, unknown>)[names[i] as string]);
    if (isKeyText(own)) {
      return { key: own, variant: "property" };
    }
  }
  const joined = quietly(() => joinParts(value));
  return isKeyText(joined) ? { key: joined, variant: "parts" } : undefined;
}

function joinParts(value: object): string {
  const fromMe = field(value, "fromMe");
  const id = field(value, "id");
  if (typeof fromMe !== "boolean" || typeof id !== "string") {
    return "";
  }
  let text = `${fromMe}_${jidText(field(value, "remote"))}_${id}`;
  const self = field(value, "self");
  if (self === "in" || self === "out") {
    text += `_${self}`;
  }
  const participant = jidText(field(value, "participant"));
  return participant === "" ? text : `${text}_${participant}`;
}

function isKeyText(value: unknown): value is string {
  return typeof value === "string" && value.length <= LIMITS.id && match(KEY_PATTERN, value) !== null;
}

/** The parts of a key's text; ids with an underscore in them stay whole. */
export function keyParts(key: string): KeyParts | undefined {
  const found = match(KEY_PARTS, key);
  if (found === null) {
    return undefined;
  }
  const parts: KeyParts = {
    fromMe: found[1] === "true",
    remote: jidText(found[2]),
    id: found[3] as string,
  };
  if (found[4] !== undefined) {
    parts.self = found[4];
  }
  if (found[5] !== undefined) {
    parts.participant = jidText(found[5]);
  }
  return parts.remote === "" ? undefined : parts;
}
