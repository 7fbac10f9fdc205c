import { isObject, own } from "./check-value";
import { LIMITS } from "./limits";
import { cutText } from "./text";
import { isLID, isPhoneJID, jidText, JID_PATTERN } from "./whatsapp-jid";
import { keyParts, KEY_PATTERN, type KeyParts } from "./whatsapp-keys";
import { isSharingLimited } from "./whatsapp-privacy";

/*
 * Values of WhatsApp's database. The page owns it, so what is read is believed no more than what the
 * page tells: each column is taken by type and bound, and what makes no sense counts as not there.
 */

/** The JID in a value: text, or the plain object that a Wid becomes in the database; "" when there is none. */
export function jidOf(value: unknown): string {
  if (typeof value === "string") {
    return value.length <= LIMITS.id ? jidText(value) : "";
  }
  if (!isObject(value)) {
    return "";
  }
  const user = own(value, "user");
  const server = own(value, "server");
  return (
    jidOf(textIn(own(value, "_serialized"))) ||
    (typeof user === "string" && typeof server === "string" ? jidOf(`${user}@${server}`) : "")
  );
}

/** The JID in a column, "" when there is none. */
export function jidColumn(row: object | undefined, column: string): string {
  return row === undefined ? "" : jidOf(own(row, column));
}

/** The phone JID in a column; a LID is never one. */
export function phoneColumn(row: object | undefined, column: string): string {
  const jid = jidColumn(row, column);
  return isPhoneJID(jid) ? jid : "";
}

/** The LID in a column. */
export function lidColumn(row: object | undefined, column: string): string {
  const jid = jidColumn(row, column);
  return isLID(jid) ? jid : "";
}

/** A short text, trimmed and cut to the bound of names; "" when there is none. */
export function nameColumn(row: object | undefined, column: string): string {
  const name = row === undefined ? "" : textIn(own(row, column));
  return cutText(name.slice(0, 4 * LIMITS.name).trim(), LIMITS.name).text;
}

/** A word such as a type; "" when the column holds none. */
export function wordColumn(row: object, column: string): string {
  const word = textIn(own(row, column));
  return /^[A-Za-z0-9_-]{1,64}$/.test(word) ? word : "";
}

/** A whole number that is not negative; undefined when the column holds none. */
export function countColumn(row: object | undefined, column: string): number | undefined {
  const value = row === undefined ? undefined : own(row, column);
  const count = typeof value === "string" && /^[0-9]{1,15}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(count) && (count as number) >= 0 ? (count as number) : undefined;
}

/** Whether a column is true, or 1: IndexedDB cannot index true and false, so indexed flags are numbers. */
export function flagColumn(row: object | undefined, column: string): boolean {
  const value = row === undefined ? undefined : own(row, column);
  return value === true || value === 1;
}

/** Whether a row is under WhatsApp's advanced chat privacy. */
export function limitedColumn(row: object): boolean {
  return flagColumn(row, "limitSharing") || isSharingLimited(own(row, "limitSharing"));
}

/** The text of a message's key in a primary key; undefined when it is none. */
export function messageKey(value: unknown): string | undefined {
  return typeof value === "string" && value.length <= LIMITS.id && KEY_PATTERN.test(value) ? value : undefined;
}

/** A primary key of the table of messages taken apart; undefined when it is no message key. */
export function partsOfKey(value: unknown): KeyParts | undefined {
  const key = messageKey(value);
  const parts = key === undefined ? undefined : keyParts(key);
  return parts !== undefined && JID_PATTERN.test(parts.remote) ? parts : undefined;
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}
