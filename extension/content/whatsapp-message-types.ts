import { append, hasOwn, match, trimText } from "./originals";
import { field, readOr, textField } from "./whatsapp-fields";

/**
 * Where the text of each type of message stands, by client revision 1044822804. A type that is not
 * here has no text to read: system lines carry JIDs and internal names in the same fields
 * (e2e_notification has a JID as its body).
 */
const TEXT_FIELDS: Record<string, readonly string[]> = {
  chat: ["body"],
  comment: ["body"],
  automated_greeting_message: ["body"],
  rich_response: ["body"],
  buttons_response: ["body"],
  template_button_reply: ["body"],
  interactive_response: ["body"],
  list_response: ["body", "listResponse.title"],
  list: ["list.title", "body", "list.description"],
  hsm: ["title", "body", "footer"],
  interactive: ["title", "body", "footer"],
  native_flow: ["title", "body", "footer"],
  event_creation: ["eventName", "eventDescription"],
  product: ["title", "description"],
  order: ["orderTitle", "message"],
  payment: ["paymentNoteMsg.body"],
  groups_v4_invite: ["inviteGrpName", "comment"],
  location: ["comment"],
  album: ["caption"],
  image: ["caption"],
  video: ["caption"],
  ptv: ["caption"],
  audio: ["caption"],
  ptt: ["caption"],
  document: ["caption"],
  sticker: ["caption"],
  "sticker-pack": ["caption"],
};

/** The types that are a file; their body is a thumbnail in base64 and never text. */
const MEDIA_TYPES: readonly string[] = [
  "image",
  "video",
  "ptv",
  "audio",
  "ptt",
  "document",
  "sticker",
  "sticker-pack",
];

const TYPE_NAME = /^[A-Za-z0-9_-]{1,64}$/;

const THUMBNAIL = /^(?:\/9j\/|iVBOR|UklGR)[A-Za-z0-9+/]{40,}={0,2}$/;

/** A type, subtype or outcome as WhatsApp names it, "" when it is not a plain word. */
export function wordField(model: unknown, name: string): string {
  const word = textField(model, name);
  return match(TYPE_NAME, word) === null ? "" : word;
}

/** Whether messages of this type are a file. */
export function isMediaType(type: string): boolean {
  for (let i = 0; i < MEDIA_TYPES.length; i++) {
    if (MEDIA_TYPES[i] === type) {
      return true;
    }
  }
  return false;
}

/** The text of a message of a type, its parts on lines of their own; "" when it has none. */
export function textOf(message: unknown, type: string): string {
  if (!hasOwn(TEXT_FIELDS, type)) {
    return "";
  }
  const names = TEXT_FIELDS[type] as readonly string[];
  const parts: string[] = [];
  for (let i = 0; i < names.length; i++) {
    const part = partOf(message, type, names[i] as string);
    if (part !== "" && !contains(parts, part)) {
      append(parts, part);
    }
  }
  let text = "";
  for (let i = 0; i < parts.length; i++) {
    text += i === 0 ? parts[i] : `\n${parts[i]}`;
  }
  return text;
}

function partOf(message: unknown, type: string, name: string): string {
  const path = match(/^([^.]+)\.([^.]+)$/, name);
  const part =
    path === null
      ? textField(message, name)
      : textField(field(message, path[1] as string), path[2] as string);
  if (trimText(part) === "") {
    return "";
  }
  if (name === "body" && type !== "chat" && holdsMedia(message, part)) {
    return "";
  }
  // WhatsApp gives a document without a caption its file name as one.
  return type === "document" && part === textField(message, "filename") ? "" : part;
}

/** Whether a body is the thumbnail of a media header rather than text. */
function holdsMedia(message: unknown, body: string): boolean {
  return textField(message, "mimetype") !== "" || match(THUMBNAIL, body) !== null;
}

function contains(parts: string[], part: string): boolean {
  for (let i = 0; i < parts.length; i++) {
    if (parts[i] === part) {
      return true;
    }
  }
  return false;
}

/** Why the content of a message is not read. */
export type Withheld = "" | "view_once" | "disappearing" | "protected";

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
  return limited ? "protected" : "";
}

function isPositive(value: unknown): boolean {
  return typeof value === "number" ? value !== 0 : typeof value === "string" && value !== "" && value !== "0";
}

/** The type of a message, "unknown" when it cannot be read. */
export function typeOf(message: unknown): string {
  return readOr(() => wordField(message, "type") || undefined, "unknown");
}
