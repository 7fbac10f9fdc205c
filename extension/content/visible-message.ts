import type { Account, CallRecord, MediaRecord, MessageRecord } from "../shared/contract";
import { LAST_SECOND } from "./check-page";
import { own } from "./check-value";
import { countColumn, flagColumn, jidColumn, limitedColumn, nameColumn, partsOfKey, wordColumn } from "./database-values";
import { LIMITS } from "./limits";
import { wordsOf } from "./screen-message";
import { isMediaType } from "./whatsapp-message-types";
import { isGroupJID } from "./whatsapp-jid";
import { withheldBecause } from "./whatsapp-privacy";

/** The types whose words are shown as one text: what was written, or the caption of a file. */
const WRITTEN = [
  "chat",
  "comment",
  "automated_greeting_message",
  "buttons_response",
  "template_button_reply",
  "image",
  "video",
  "document",
];

/** What a message on the screen is read with. */
export interface VisibleContext {
  me: Account;
  /** limited is true under WhatsApp's advanced chat privacy. */
  limited: boolean;
}

/**
 * One message: its words from the screen, everything else from the plain columns of its row in the
 * database. The words of a message that is withheld or was deleted are not looked at. Undefined for a
 * row whose key or time makes no sense.
 */
export function visibleMessage(row: object, element: Element, context: VisibleContext): MessageRecord | undefined {
  const record = identityOf(row);
  if (record === undefined) {
    return undefined;
  }
  addPeople(record, row, context.me);
  const subtype = wordColumn(row, "subtype");
  if (subtype !== "") {
    record.subtype = subtype;
  }
  if (record.type === "revoked") {
    record.deleted = subtype === "admin" ? "admin" : "sender";
    const by = jidColumn(row, "revokeSender");
    if (by !== "") {
      record.deletedBy = by;
    }
    return record;
  }
  const withheld = flagColumn(row, "isViewOnce")
    ? "view_once"
    : withheldBecause(row, context.limited || limitedColumn(row));
  if (withheld !== "") {
    record.withheld = withheld;
    return record;
  }
  addCircumstances(record, row);
  addWords(record, row, element);
  return record;
}

function identityOf(row: object): MessageRecord | undefined {
  const key = own(row, "id");
  const parts = partsOfKey(key);
  const t = countColumn(row, "t");
  const type = wordColumn(row, "type");
  if (parts === undefined || t === undefined || t > LAST_SECOND || type === "") {
    return undefined;
  }
  return { key: key as string, id: parts.id, fromMe: parts.fromMe, t, type };
}

function addPeople(record: MessageRecord, row: object, me: Account): void {
  const parts = partsOfKey(record.key);
  const remote = parts?.remote ?? "";
  const self = record.fromMe ? (me.phone ?? me.lid ?? "") : "";
  const sender = isGroupJID(remote) ? parts?.participant || jidColumn(row, "author") || self : self || remote;
  if (sender !== "" && (isGroupJID(remote) || !record.fromMe || self !== "")) {
    record.sender = sender;
  }
  const name = record.fromMe ? "" : nameColumn(row, "notifyName");
  if (name !== "") {
    record.senderName = name;
  }
}

function addCircumstances(record: MessageRecord, row: object): void {
  if (flagColumn(row, "isForwarded")) {
    record.forwarded = true;
  }
  if (record.fromMe && (own(row, "ack") === -1 || flagColumn(row, "isSendFailure"))) {
    record.failed = true;
  }
  const edit = own(row, "latestEditMsgKey");
  if (edit !== undefined && edit !== null) {
    record.edited = true;
    const at = countColumn(row, "latestEditSenderTimestampMs") ?? 0;
    if (at > 0 && at <= LAST_SECOND * 1000) {
      record.editedAt = at;
    }
  }
  const answered = own(row, "quotedStanzaID");
  if (typeof answered === "string" && answered.length <= LIMITS.id && /^\S+$/.test(answered)) {
    record.quote = { id: answered };
    const sender = jidColumn(row, "quotedParticipant");
    if (sender !== "") {
      record.quote.sender = sender;
    }
  }
  if (isMediaType(record.type)) {
    record.media = mediaOf(row);
  }
  if (record.type === "call_log") {
    record.call = callOf(row);
  }
  const card = record.type === "vcard" ? nameColumn(row, "vcardFormattedName") : "";
  if (card !== "") {
    record.contacts = [{ name: card }];
  }
}

/** A text message whose words cannot be found on the screen says so rather than being empty. */
function addWords(record: MessageRecord, row: object, element: Element): void {
  if (!WRITTEN.includes(record.type)) {
    return;
  }
  const { text, cut } = wordsOf(element);
  // WhatsApp gives a document without a caption its file name as one.
  if (text.trim() !== "" && !(record.type === "document" && text.trim() === nameColumn(row, "filename"))) {
    record.text = text;
    if (cut) {
      record.cut = true;
    }
  } else if (record.type === "chat") {
    record.error = "unreadable";
  }
}

function mediaOf(row: object): MediaRecord {
  const mime = nameColumn(row, "mimetype");
  const name = nameColumn(row, "filename");
  const size = countColumn(row, "size") ?? 0;
  const seconds = countColumn(row, "duration") ?? 0;
  const pages = countColumn(row, "pageCount") ?? 0;
  return {
    ...(mime !== "" && mime.length <= LIMITS.word && { mime }),
    ...(name !== "" && { name }),
    ...(size > 0 && { size }),
    ...(seconds > 0 && { seconds }),
    ...(pages > 0 && { pages }),
    ...(flagColumn(row, "isGif") && { gif: true }),
  };
}

function callOf(row: object): CallRecord {
  const outcome = wordColumn(row, "callOutcome") || wordColumn(row, "finalCallOutcome");
  const seconds = countColumn(row, "callDuration") ?? 0;
  return {
    ...(flagColumn(row, "isVideoCall") && { video: true }),
    ...(outcome !== "" && { outcome }),
    ...(seconds > 0 && { seconds }),
  };
}
