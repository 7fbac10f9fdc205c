import { append, isFiniteNumber } from "./originals";
import type {
  Account,
  CallRecord,
  LocationRecord,
  MediaRecord,
  MessageRecord,
  PollRecord,
  QuoteRecord,
} from "../shared/contract";
import { LIMITS } from "./limits";
import { cutText } from "./text";
import { countField, field, flagField, listField, nameField, readOr, textField } from "./whatsapp-fields";
import type { Identity } from "./whatsapp-identity";
import { isGroupJID, jidText } from "./whatsapp-jid";
import { keyParts, keyText } from "./whatsapp-keys";
import { isSharingLimited } from "./whatsapp-chats";
import { mentionsOf, readMentions, type Mentions } from "./whatsapp-mentions";
import { isMediaType, textOf, typeOf, withheldBecause, wordField } from "./whatsapp-message-types";
import { contactNames } from "./whatsapp-vcard";

/** What a message is read with. */
export interface MessageContext {
  me: Account;
  /** chat is the JID of the chat the messages belong to. */
  chat: string;
  /** limited is true under WhatsApp's advanced chat privacy. */
  limited: boolean;
  identity: Identity;
}

/**
 * One message as a record, by allow-list: a field that is not named here never leaves the page, so
 * neither do media keys, thumbnails, paths and secrets. A message that cannot be read becomes a record
 * with an error and what could still be read of its identity; it is never left out.
 */
export function messageRecord(message: unknown, context: MessageContext): MessageRecord {
  const record = identityRecord(message);
  if (record.key === "") {
    record.error = "no_key";
    return record;
  }
  try {
    return contentRecord(message, record, context);
  } catch {
    // The cause may quote the message, so it is not passed on.
    const plain = identityRecord(message);
    plain.error = "unreadable";
    return plain;
  }
}

/** Key, direction, time and type, each read on its own; never throws. */
function identityRecord(message: unknown): MessageRecord {
  const id = readOr(() => field(message, "id"), undefined);
  const key = keyText(id)?.key ?? "";
  const parts = keyParts(key);
  const fromMe = readOr(() => field(id, "fromMe"), undefined);
  const bare = readOr(() => textField(id, "id"), "");
  return {
    key,
    id: cutText(bare || (parts?.id ?? ""), LIMITS.id).text,
    fromMe: typeof fromMe === "boolean" ? fromMe : (parts?.fromMe ?? false),
    t: readOr(() => countField(message, "t"), 0),
    type: typeOf(message),
  };
}

function contentRecord(message: unknown, record: MessageRecord, context: MessageContext): MessageRecord {
  const sender = senderOf(message, record, context);
  if (sender !== "") {
    record.sender = sender;
  }
  const senderName = record.fromMe ? "" : nameField(message, "notifyName");
  if (senderName !== "") {
    record.senderName = senderName;
  }
  const subtype = wordField(message, "subtype");
  if (subtype !== "") {
    record.subtype = subtype;
  }
  if (record.type === "revoked") {
    record.deleted = subtype === "admin" ? "admin" : "sender";
    return record;
  }
  const withheld = withheldBecause(message, context.limited || isSharingLimited(field(message, "limitSharing")));
  if (withheld !== "") {
    record.withheld = withheld;
    return record;
  }
  const mentions = mentionsOf(message, context.identity);
  const text = cutText(readMentions(textOf(message, record.type), mentions), LIMITS.text);
  if (text.text !== "") {
    record.text = text.text;
  }
  if (text.cut) {
    record.cut = true;
  }
  addParts(message, record, mentions);
  addEdit(message, record);
  return record;
}

function addParts(message: unknown, record: MessageRecord, mentions: Mentions): void {
  const media = isMediaType(record.type) ? mediaOf(message) : undefined;
  if (media !== undefined) {
    record.media = media;
  }
  const quote = quoteOf(message, mentions);
  if (quote !== undefined) {
    record.quote = quote;
  }
  const location = record.type === "location" ? locationOf(message) : undefined;
  if (location !== undefined) {
    record.location = location;
  }
  const contacts = contactNames(message, record.type);
  if (contacts.length > 0) {
    record.contacts = contacts;
  }
  if (record.type === "poll_creation") {
    record.poll = pollOf(message);
  }
  if (record.type === "call_log") {
    record.call = callOf(message);
  }
}

function addEdit(message: unknown, record: MessageRecord): void {
  // The body is already the newest text; WhatsApp keeps no older one (WAWebMsgGetters.getIsEdited).
  const edit = field(message, "latestEditMsgKey");
  if (edit === undefined || edit === null) {
    return;
  }
  record.edited = true;
  const at = countField(message, "latestEditSenderTimestampMs");
  if (at > 0) {
    record.editedAt = at;
  }
}

/**
 * The author: in a group the participant of the key, for group events the one who acted, since their
 * keys may say fromMe of what somebody else did; otherwise the chat or the own account.
 */
function senderOf(message: unknown, record: MessageRecord, context: MessageContext): string {
  const parts = keyParts(record.key);
  const remote = parts?.remote ?? context.chat;
  if (isGroupJID(remote)) {
    const author = jidText(field(message, "author"));
    const participant = parts?.participant ?? "";
    const known = record.type === "gp2" ? author || participant : participant || author;
    return known || (record.fromMe ? own(context.me) : "");
  }
  return record.fromMe ? own(context.me) : remote;
}

function own(me: Account): string {
  return me.phone ?? me.lid ?? "";
}

function mediaOf(message: unknown): MediaRecord {
  const media: MediaRecord = {};
  const mime = cutText(textField(message, "mimetype"), LIMITS.word).text;
  if (mime !== "") {
    media.mime = mime;
  }
  const name = nameField(message, "filename");
  if (name !== "") {
    media.name = name;
  }
  const size = countField(message, "size");
  if (size > 0) {
    media.size = size;
  }
  const seconds = countField(message, "duration");
  if (seconds > 0) {
    media.seconds = seconds;
  }
  return media;
}

/**
 * What a message answers. quotedMsg is read as it lies there: WhatsApp's getter for it
 * (WAWebQuotedMsgModelUtils) would add a message to the page's own collection.
 */
function quoteOf(message: unknown, mentions: Mentions): QuoteRecord | undefined {
  const id = cutText(textField(message, "quotedStanzaID"), LIMITS.id).text;
  const quoted = field(message, "quotedMsg");
  if (id === "" && (quoted === undefined || quoted === null)) {
    return undefined;
  }
  const quote: QuoteRecord = {};
  if (id !== "") {
    quote.id = id;
  }
  const sender = jidText(field(message, "quotedParticipant"));
  if (sender !== "") {
    quote.sender = sender;
  }
  const type = wordField(quoted, "type");
  if (type !== "") {
    quote.type = type;
  }
  if (withheldBecause(quoted, isSharingLimited(field(quoted, "limitSharing"))) === "") {
    const text = cutText(readMentions(textOf(quoted, type), mentions), LIMITS.quote).text;
    if (text !== "") {
      quote.text = text;
    }
  }
  return quote;
}

function locationOf(message: unknown): LocationRecord | undefined {
  const latitude = field(message, "lat");
  const longitude = field(message, "lng");
  if (!isDegrees(latitude, 90) || !isDegrees(longitude, 180)) {
    return undefined;
  }
  const location: LocationRecord = { latitude, longitude };
  const name = nameField(message, "loc");
  if (name !== "") {
    location.name = name;
  }
  if (flagField(message, "isLive")) {
    location.live = true;
  }
  return location;
}

function isDegrees(value: unknown, bound: number): value is number {
  return isFiniteNumber(value) && value >= -bound && value <= bound;
}

function pollOf(message: unknown): PollRecord {
  const poll: PollRecord = { question: nameField(message, "pollName") };
  const options: string[] = [];
  const entries = listField(message, "pollOptions");
  for (let i = 0; i < entries.length; i++) {
    append(options, nameField(entries[i], "name"));
  }
  if (options.length > 0) {
    poll.options = options;
  }
  return poll;
}

function callOf(message: unknown): CallRecord {
  const call: CallRecord = {};
  if (flagField(message, "isVideoCall")) {
    call.video = true;
  }
  const outcome = wordField(message, "callOutcome") || wordField(message, "finalCallOutcome");
  if (outcome !== "") {
    call.outcome = outcome;
  }
  const seconds = countField(message, "callDuration");
  if (seconds > 0) {
    call.seconds = seconds;
  }
  return call;
}
