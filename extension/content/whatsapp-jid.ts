import { match, quietly } from "./originals";
import { field } from "./whatsapp-fields";

/**
 * A JID as the bridge passes it on: user, optional device, server. The servers are those of WAWebWid
 * (client revision 1044822804), "s.whatsapp.net" being written "c.us" inside the page. The server
 * alone tells a phone number from a LID; both are digits.
 */
export const JID_PATTERN =
  /^([0-9A-Za-z.-]{1,64})(?::([0-9]{1,5}))?@(c\.us|lid|g\.us|broadcast|newsletter|bot|hosted|hosted\.lid|call)$/;

/** A phone JID without a device. The account "0@c.us" is WhatsApp's own and is no phone. */
export const PHONE_JID_PATTERN = /^[1-9][0-9]{3,19}@c\.us$/;

/** A LID without a device. */
export const LID_PATTERN = /^[0-9]{1,20}@lid$/;

const RAW_JID = /^([0-9A-Za-z.-]{1,64})(?::([0-9]{1,5}))?@([a-z.]{1,20})$/;

/**
 * The JID in value, which may be a string, a Wid or the plain object a Wid becomes when it is
 * cloned; "" when there is none. The device is dropped from phone JIDs and LIDs: it names one of a
 * person's devices, not the person.
 */
export function jidText(value: unknown): string {
  if (typeof value === "string") {
    return normalise(value);
  }
  if (typeof value !== "object" || value === null) {
    return "";
  }
  return (
    normalise(quietly(() => `${value as object}`)) ||
    normalise(quietly(() => field(value, "_serialized"))) ||
    normalise(quietly(() => `${field(value, "user") as string}@${field(value, "server") as string}`))
  );
}

function normalise(value: unknown): string {
  if (typeof value !== "string") {
    return "";
  }
  const parts = match(RAW_JID, value);
  if (parts === null) {
    return "";
  }
  const user = parts[1] as string;
  const device = parts[2];
  const server = parts[3] === "s.whatsapp.net" ? "c.us" : (parts[3] as string);
  const person = server === "c.us" || server === "lid";
  const text = device === undefined || person ? `${user}@${server}` : `${user}:${device}@${server}`;
  return match(JID_PATTERN, text) === null ? "" : text;
}

/** The server part of a JID, "" for a text that is none. */
export function serverOf(jid: string): string {
  return match(JID_PATTERN, jid)?.[3] ?? "";
}

/** The user part of a JID, "" for a text that is none. */
export function userOf(jid: string): string {
  return match(JID_PATTERN, jid)?.[1] ?? "";
}

/** Whether jid is the phone JID of a person. */
export function isPhoneJID(jid: string): boolean {
  return match(PHONE_JID_PATTERN, jid) !== null;
}

/** Whether jid is a LID. */
export function isLID(jid: string): boolean {
  return match(LID_PATTERN, jid) !== null;
}

/**
 * The account a JID belongs to. "hosted" and "hosted.lid" name the device in Meta's own data centre that
 * answers for a business (WAWebWid.isHosted); the user part is that of its phone JID or its LID. So the
 * digits of "hosted.lid" are as little a phone number as those of a LID.
 */
export function accountJID(jid: string): string {
  const parts = match(JID_PATTERN, jid);
  const server = parts?.[3];
  if (server === "hosted") {
    return `${parts?.[1] as string}@c.us`;
  }
  return server === "hosted.lid" ? `${parts?.[1] as string}@lid` : jid;
}

/** Whether jid is a group. */
export function isGroupJID(jid: string): boolean {
  return serverOf(jid) === "g.us";
}

/**
 * Whether jid is a conversation that is never backed up: channels, status, broadcast lists and
 * WhatsApp's own announcements ("0@c.us", the PSA account). WhatsApp's export leaves the same out
 * (WAWebExportChatAction).
 */
export function isExcludedJID(jid: string): boolean {
  const server = serverOf(jid);
  return server === "newsletter" || server === "broadcast" || server === "call" || jid === "0@c.us";
}
