import { append, hasOwn, includes, match, sliceText, trimText } from "./originals";
import { LIMITS } from "./limits";
import { field, readOr, textField } from "./whatsapp-fields";

/**
 * Where the text of each type of message stands, by client revision 1044822804. A type that is not
 * here has no text to read: system lines carry JIDs and internal names in the same fields
 * (e2e_notification has a JID as its body).
 */
const TEXT_FIELDS: Record<string, readonly string[]> = {
  chat: ["body", "footer"],
  comment: ["body"],
  automated_greeting_message: ["body"],
  rich_response: ["body"],
  buttons_response: ["body"],
  template_button_reply: ["body"],
  interactive_response: ["body"],
  list_response: ["body", "listResponse.title"],
  list: ["list.title", "body", "list.description", "footer"],
  hsm: ["title", "body", "footer"],
  interactive: ["title", "body", "caption", "footer"],
  native_flow: ["title", "body", "footer"],
  event_creation: ["eventName", "eventDescription"],
  product: ["description"],
  order: ["message"],
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

/** The notices of WhatsApp (WAWebSystemMessageTypes) that tell of people; calls are told apart. */
const NOTICE_TYPES: readonly string[] = [
  "gp2",
  "notification",
  "notification_template",
  "e2e_notification",
  "broadcast_notification",
  "pinned_message",
  "poll_add_option_decrypted",
];

/**
 * What WhatsApp's devices tell each other about other messages. WhatsApp Web's own exporter leaves the
 * same types out (WAWebExportChatAction, client revision 1044822804).
 */
const CONTROL_TYPES: readonly string[] = [
  "protocol",
  "reaction",
  "reaction_enc",
  "poll_update",
  "keep_in_chat",
  "pin_message",
];

const THUMBNAIL = /^(?:\/9j\/|iVBOR|UklGR)[A-Za-z0-9+/]{40,}={0,2}$/;

/** A type, subtype or outcome as WhatsApp names it, "" when it is not a plain word. */
export function wordField(model: unknown, name: string): string {
  const word = textField(model, name);
  return match(TYPE_NAME, word) === null ? "" : word;
}

/** Whether messages of this type are a file. */
export const isMediaType = (type: string): boolean => includes(MEDIA_TYPES, type);

/** Whether messages of this type are a notice of WhatsApp. */
export const isNoticeType = (type: string): boolean => includes(NOTICE_TYPES, type);

/** Whether messages of this type are never seen by a reader of the chat. */
export const isControlType = (type: string): boolean => includes(CONTROL_TYPES, type);

/** The text of a message of a type, its parts on lines of their own; "" when it has none. */
export function textOf(message: unknown, type: string): string {
  if (!hasOwn(TEXT_FIELDS, type)) {
    return "";
  }
  const names = TEXT_FIELDS[type] as readonly string[];
  const parts: string[] = [];
  for (let i = 0; i < names.length; i++) {
    const part = partOf(message, type, names[i] as string);
    if (part !== "" && !includes(parts, part)) {
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
  const whole =
    path === null
      ? textField(message, name)
      : textField(field(message, path[1] as string), path[2] as string);
  // One unit more than is carried, so that the cut is still noticed.
  const part = sliceText(whole, 0, LIMITS.text + 1);
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


/** The type of a message, "unknown" when it cannot be read. */
export function typeOf(message: unknown): string {
  return readOr(() => wordField(message, "type") || undefined, "unknown");
}
