import { match, quietly } from "./originals";
import { field, textField } from "./whatsapp-fields";

/** Why the content of a message is not read; "" when it is. */
export type Withheld = "" | "view_once" | "disappearing" | "protected" | "phone_only";

/**
 * The end of the subtypes of an encrypted message that no browser ever gets to read: view-once
 * messages and some of hosted businesses.
 */
const ONLY_ON_PHONE = /_unavailable_fanout$/;

/**
 * Why the content of a message is not read, "" when it is. WhatsApp's own export leaves out the same
 * messages (WAWebExportChatAction, client revision 1044822804): the person who wrote them expected
 * them not to be kept.
 */
export function withheldBecause(message: unknown, limited: boolean): Withheld {
  if (field(message, "isViewOnce") === true) {
    return "view_once";
  }
  if (
    isPositive(field(message, "ephemeralDuration")) ||
    isPositive(field(message, "expiredTimestamp")) ||
    isPositive(field(message, "afterReadDuration"))
  ) {
    return "disappearing";
  }
  if (limited || isSharingLimited(field(message, "limitSharing"))) {
    return "protected";
  }
  const encrypted = textField(message, "type") === "ciphertext";
  return encrypted && match(ONLY_ON_PHONE, textField(message, "subtype")) !== null ? "phone_only" : "";
}

function isPositive(value: unknown): boolean {
  return typeof value === "number" ? value !== 0 : typeof value === "string" && value !== "" && value !== "0";
}

/**
 * Whether WhatsApp's advanced chat privacy is on. The field is a flag on chats and may be the setting
 * itself, {sharingLimited, …}, elsewhere; a setting of unknown shape counts as on.
 */
export function isSharingLimited(setting: unknown): boolean {
  if (typeof setting === "object" && setting !== null) {
    return quietly(() => field(setting, "sharingLimited")) !== false;
  }
  return setting === true;
}

/** Whether a chat is under WhatsApp's advanced chat privacy; true when that cannot be read. */
export function isChatLimited(chat: unknown): boolean {
  return quietly(() => isSharingLimited(field(chat, "limitSharing"))) !== false;
}
