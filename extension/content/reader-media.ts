import { MAX_MEDIA_PIECE, type MediaPiece, type MediaQuestion, type MediaState } from "../shared/contract";
import { LIMITS } from "./limits";
import { match, quietly, within } from "./originals";
import { base64, blobBytes, blobSize, blobType } from "./originals-blob";
import { belongs, refuse, type Answer } from "./reader";
import type { Chat, Chats } from "./whatsapp-chats";
import { createMessageFinder } from "./whatsapp-find-message";
import { createIdentity, isSameAccount, readMe } from "./whatsapp-identity";
import { isExcludedJID, JID_PATTERN } from "./whatsapp-jid";
import { KEY_PATTERN } from "./whatsapp-keys";
import type { Loader } from "./whatsapp-loader";
import { closedBecause, heldBlob } from "./whatsapp-media";
import { isChatLimited } from "./whatsapp-privacy";
import type { Search } from "./whatsapp-search";
import type { Session } from "./whatsapp-session";

/** What attachments are read with. */
export interface MediaParts {
  loader: Loader;
  session: Session;
  chats: Chats;
  search: Search;
}

/** Reads attachments that WhatsApp Web holds, piece by piece. */
export interface MediaReader {
  piece(question: MediaQuestion): Promise<Answer<MediaPiece>>;
}

/** Makes the reader of attachments. Nothing is kept between two pieces; each finds its message anew. */
export function createMediaReader({ loader, session, chats, search }: MediaParts): MediaReader {
  const finder = createMessageFinder(loader, search);

  async function piece(question: MediaQuestion): Promise<Answer<MediaPiece>> {
    if (session.state() !== "ready") {
      return refuse("not_ready", "WhatsApp Web cannot be read now");
    }
    if (!isSound(question)) {
      return refuse("invalid", "the question names no chat, key or piece");
    }
    if (isExcludedJID(question.chat)) {
      return refuse("forbidden", "this kind of chat is never read");
    }
    const chat = chats.find(question.chat);
    if (chat === undefined) {
      return refuse("not_found", "WhatsApp Web has no such chat");
    }
    const me = readMe(loader).account;
    if (!belongs(question.key, chat, createIdentity(loader, me, chats.identities()))) {
      return refuse("invalid", "the key belongs to another chat");
    }
    const answer = await pieceIn(chat, question);
    // The lock or another account may have come while the database and the Blob were read.
    return session.state() === "ready" && isSameAccount(me, readMe(loader).account)
      ? answer
      : refuse("not_ready", "WhatsApp Web changed while it was read");
  }

  async function pieceIn(chat: Chat, question: MediaQuestion): Promise<Answer<MediaPiece>> {
    if (isChatLimited(chat.model)) {
      return state("barred");
    }
    const found = await finder.find(chat, question.key);
    if (typeof found === "string") {
      return state(found === "gone" ? "gone" : "absent");
    }
    const { message } = found;
    const closed = quietly(() => closedBecause(message, isChatLimited(chat.model)));
    if (closed === undefined) {
      return refuse("unreadable", "nothing says whether the message may be read");
    }
    if (closed !== "") {
      return state(closed);
    }
    const held = heldBlob(loader, message);
    if (typeof held === "string") {
      return held === "absent" ? state("absent") : refuse("unreadable", "no way of reading the attachment answered");
    }
    const answer = await within(() => read(held.blob, question), LIMITS.mediaMs);
    if (answer === undefined) {
      return refuse("unreadable", "the browser did not give the bytes");
    }
    // It may have been deleted, or the chat put under advanced privacy, meanwhile.
    const since = quietly(() => closedBecause(message, isChatLimited(chat.model)));
    return since === "" ? { ok: answer } : state(since ?? "barred");
  }

  return { piece };
}

/** An answer that carries nothing of an attachment. */
function state(said: MediaState): Answer<MediaPiece> {
  return { ok: { v: 1, state: said } };
}

/** The piece of a Blob that is asked for; its size is the Blob's own, whatever the message says. */
async function read(blob: unknown, { offset, count, most }: MediaQuestion): Promise<MediaPiece> {
  const size = blobSize(blob);
  if (size > most) {
    return { v: 1, state: "too_large", size };
  }
  const piece: MediaPiece = { v: 1, state: "here", size, data: "" };
  const mime = blobType(blob);
  if (mime.length <= LIMITS.word) {
    piece.mime = mime;
  }
  const wanted = size - offset < count ? size - offset : count;
  if (wanted > 0) {
    piece.data = base64(await blobBytes(blob, offset, offset + wanted), wanted);
  }
  return piece;
}

function isSound({ chat, key, offset, count, most }: MediaQuestion): boolean {
  return (
    typeof chat === "string" &&
    match(JID_PATTERN, chat) !== null &&
    typeof key === "string" &&
    match(KEY_PATTERN, key) !== null &&
    isCount(offset, 0, LIMITS.mediaBytes) &&
    isCount(count, 1, MAX_MEDIA_PIECE) &&
    isCount(most, 0, LIMITS.mediaBytes)
  );
}

function isCount(value: unknown, min: number, max: number): boolean {
  return typeof value === "number" && value % 1 === 0 && value >= min && value <= max;
}
