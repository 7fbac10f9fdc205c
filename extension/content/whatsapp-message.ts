import type { Account, MessageRecord, ReactionRecord } from "../shared/contract";
import { LIMITS } from "./limits";
import { cutText } from "./text";
import { field, flagField, millisecondField, nameField, readOr, secondField, textField } from "./whatsapp-fields";
import type { Identity } from "./whatsapp-identity";
import { isGroupJID, jidText } from "./whatsapp-jid";
import { keyParts, keyText } from "./whatsapp-keys";
import { mentionsOf, type Mentions } from "./whatsapp-mentions";
import { albumOf, albumParentOf, callOf, locationOf, mediaOf } from "./whatsapp-message-media";
import { eventOf, pollOf } from "./whatsapp-message-poll";
import { quoteOf } from "./whatsapp-message-quote";
import { adOf, choicesOf, shopOf } from "./whatsapp-message-shop";
import { systemOf } from "./whatsapp-message-system";
import { readableText } from "./whatsapp-message-text";
import { isMediaType, isNoticeType, textOf, typeOf, wordField } from "./whatsapp-message-types";
import { showsLID } from "./whatsapp-names";
import { withheldBecause } from "./whatsapp-privacy";
import { contactsOf } from "./whatsapp-vcard";

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
export function messageRecord(
  message: unknown,
  context: MessageContext,
  reactions: ReactionRecord[] = [],
): MessageRecord {
  const record = identityRecord(message);
  if (record.key === "") {
    record.error = "no_key";
    return record;
  }
  try {
    return contentRecord(message, record, context, reactions);
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
    t: readOr(() => secondField(message, "t"), 0),
    type: typeOf(message),
  };
}

function contentRecord(
  message: unknown,
  record: MessageRecord,
  context: MessageContext,
  reactions: ReactionRecord[],
): MessageRecord {
  const { identity } = context;
  addCircumstances(message, record, context);
  if (record.type === "revoked") {
    addDeletion(message, record);
    return record;
  }
  const withheld = withheldBecause(message, context.limited);
  if (withheld !== "") {
    record.withheld = withheld;
    return record;
  }
  const mentions = mentionsOf(message, identity);
  const text = readableText(textOf(message, record.type), LIMITS.text, mentions, identity);
  if (text.text !== "") {
    record.text = text.text;
  }
  if (text.cut) {
    record.cut = true;
  }
  if (isNoticeType(record.type)) {
    addNotice(message, record, mentions, identity);
  } else if (record.type !== "ciphertext") {
    addParts(message, record, mentions, identity);
  }
  addEdit(message, record);
  if (reactions.length > 0) {
    record.reactions = reactions;
  }
  return record;
}

/** What is told of a message whatever becomes of its content. */
function addCircumstances(message: unknown, record: MessageRecord, context: MessageContext): void {
  const sender = senderOf(message, record, context);
  if (sender !== "") {
    record.sender = sender;
  }
  const senderName = record.fromMe ? "" : senderNameOf(message, record, sender, context.identity);
  if (senderName !== "") {
    record.senderName = senderName;
  }
  const subtype = wordField(message, "subtype");
  if (subtype !== "") {
    record.subtype = subtype;
  }
  if (flagField(message, "isForwarded")) {
    record.forwarded = true;
  }
  // WAWebAck: -1 is FAILED.
  if (record.fromMe && (field(message, "ack") === -1 || flagField(message, "isSendFailure"))) {
    record.failed = true;
  }
  const parent = albumParentOf(message);
  if (parent !== "") {
    record.parent = parent;
  }
}

function addDeletion(message: unknown, record: MessageRecord): void {
  record.deleted = record.subtype === "admin" ? "admin" : "sender";
  const by = jidText(field(message, "revokeSender"));
  if (by !== "") {
    record.deletedBy = by;
  }
}

function addNotice(message: unknown, record: MessageRecord, mentions: Mentions, identity: Identity): void {
  const { type, subtype = "" } = record;
  const system = systemOf(message, { type, subtype }, mentions, identity);
  if (system !== undefined) {
    record.system = system;
  }
}

function addParts(message: unknown, record: MessageRecord, mentions: Mentions, identity: Identity): void {
  const { type } = record;
  if (isMediaType(type)) {
    record.media = mediaOf(message);
  }
  const quote = quoteOf(message, mentions, identity, isInGroup(record));
  if (quote !== undefined) {
    record.quote = quote;
  }
  const contacts = contactsOf(message, type, identity);
  if (contacts.length > 0) {
    record.contacts = contacts;
  }
  const choices = choicesOf(message);
  if (choices.length > 0) {
    record.choices = choices;
  }
  const ad = adOf(message);
  if (ad !== undefined) {
    record.ad = ad;
  }
  addKind(message, record);
}

/** The part that only messages of one type have. */
function addKind(message: unknown, record: MessageRecord): void {
  switch (record.type) {
    case "location": {
      const location = locationOf(message);
      if (location !== undefined) {
        record.location = location;
      }
      break;
    }
    case "poll_creation":
    case "poll_result_snapshot":
      record.poll = pollOf(message);
      break;
    case "event_creation":
      record.event = eventOf(message);
      break;
    case "call_log":
      record.call = callOf(message);
      break;
    case "album":
      record.album = albumOf(message);
      break;
    case "product":
    case "order":
    case "payment":
      record.shop = shopOf(message, record.type);
      break;
  }
}

function addEdit(message: unknown, record: MessageRecord): void {
  // The body is already the newest text; WhatsApp keeps no older one (WAWebMsgGetters.getIsEdited).
  const edit = field(message, "latestEditMsgKey");
  if (edit === undefined || edit === null) {
    return;
  }
  record.edited = true;
  const at = millisecondField(message, "latestEditSenderTimestampMs");
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

/**
 * The push name that came with the message. In a group, where the name is all that tells one author
 * from another, what WhatsApp Web knows of the author comes first, as WhatsApp itself shows it.
 */
function senderNameOf(message: unknown, record: MessageRecord, sender: string, identity: Identity): string {
  const told = nameField(message, "notifyName");
  const pushed = showsLID(told, sender) ? "" : told;
  return isInGroup(record) ? identity.nameOf(sender) || pushed || identity.numberBehind(sender) : pushed;
}

function isInGroup({ key }: MessageRecord): boolean {
  return isGroupJID(keyParts(key)?.remote ?? "");
}

function own(me: Account): string {
  return me.phone ?? me.lid ?? "";
}
