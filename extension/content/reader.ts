import type { MessagePage, MessagesQuestion, PageSnapshot } from "../shared/contract";
import { LIMITS } from "./limits";
import { match } from "./originals";
import { serialise } from "./reader-page";
import { readSnapshot, type SnapshotParts } from "./reader-snapshot";
import { isAlsoKnownAs, type Chat } from "./whatsapp-chats";
import type { HistoryAnswer, Place } from "./whatsapp-history";
import { createIdentity, isSameAccount, readMe, type Identity } from "./whatsapp-identity";
import { isExcludedJID, JID_PATTERN } from "./whatsapp-jid";
import { KEY_PATTERN, keyParts } from "./whatsapp-keys";
import { isChatLimited } from "./whatsapp-privacy";

/** Why a question was not answered: a code for the core and an English sentence for developers. */
export interface Refusal {
  code: "not_ready" | "not_found" | "forbidden" | "anchor_gone" | "invalid" | "unreadable";
  message: string;
}

/** Either an answer or the reason for none. */
export type Answer<T> = { ok: T } | { error: Refusal };

/** A page of messages, and whether reactions to them may be missing because they cannot be read here. */
export interface ToldPage {
  page: MessagePage;
  lacksReactions: boolean;
}

/** Answers the bridge's questions from WhatsApp's store. */
export interface Reader {
  snapshot(): Promise<PageSnapshot>;
  messages(question: MessagesQuestion): Promise<Answer<ToldPage>>;
}

/** Makes the reader. */
export function createReader(parts: SnapshotParts): Reader {
  const { loader, session, chats, history, reactions } = parts;

  async function messages(question: MessagesQuestion): Promise<Answer<ToldPage>> {
    if (session.state() !== "ready") {
      return refuse("not_ready", "WhatsApp Web cannot be read now");
    }
    const place = placeOf(question);
    if (place === undefined) {
      return refuse("invalid", "the question names no chat, key or count");
    }
    if (isExcludedJID(question.chat)) {
      return refuse("forbidden", "this kind of chat is never read");
    }
    const chat = chats.find(question.chat);
    if (chat === undefined) {
      return refuse("not_found", "WhatsApp Web has no such chat");
    }
    const me = readMe(loader).account;
    const identity = createIdentity(loader, me, chats.identities());
    if (place.key !== "" && !belongs(place.key, chat, identity)) {
      return refuse("invalid", "the key belongs to another chat");
    }
    const page: HistoryAnswer = await history.page(chat, place, question.count);
    if (page === "anchor_gone") {
      return refuse(page, "the message to continue from is gone");
    }
    if (page === "unreadable") {
      return refuse(page, "no way of reading messages answered");
    }
    const limited = isChatLimited(chat.model);
    const emoji = await reactions.of(page.rows, limited, identity);
    // The lock or another account may have come while the database was read.
    if (session.state() !== "ready" || !isSameAccount(me, readMe(loader).account)) {
      return refuse("not_ready", "WhatsApp Web changed while it was read");
    }
    const context = { me, chat: chat.jid, limited, identity };
    const { kept, left } = serialise(page.rows, emoji, context, {
      direction: place.direction,
      count: question.count,
    });
    const answer: MessagePage = {
      v: 1,
      chat: chat.jid,
      me,
      messages: kept,
      start: page.start && !left,
      source: "store",
      variant: page.variant,
    };
    if (page.end && !left) {
      answer.end = true;
    }
    if (page.partial) {
      answer.partial = true;
    }
    return { ok: { page: answer, lacksReactions: reactions.variant() === "" } };
  }

  return { snapshot: () => readSnapshot(parts), messages };
}

/** A refusal. */
export function refuse(code: Refusal["code"], message: string): { error: Refusal } {
  return { error: { code, message } };
}

/** Where the page that is asked for lies; undefined for a question that makes no sense. */
function placeOf({ chat, count, before = "", after = "" }: MessagesQuestion): Place | undefined {
  if (typeof chat !== "string" || match(JID_PATTERN, chat) === null) {
    return undefined;
  }
  if (typeof count !== "number" || count < 1 || count > LIMITS.messages || count % 1 !== 0) {
    return undefined;
  }
  if (typeof before !== "string" || typeof after !== "string" || (before !== "" && after !== "")) {
    return undefined;
  }
  const key = before || after;
  if (key !== "" && match(KEY_PATTERN, key) === null) {
    return undefined;
  }
  return { key, direction: after === "" ? "before" : "after" };
}

/** Whether a key's chat is this chat, under any of the ids WhatsApp uses for it. */
export function belongs(key: string, chat: Chat, identity: Identity): boolean {
  const remote = keyParts(key)?.remote ?? "";
  return remote === chat.jid || isAlsoKnownAs(chat, remote, identity);
}
