import type { Account, MessagePage, MessageRecord, MessagesQuestion, PageSnapshot } from "../shared/contract";
import { LIMITS } from "./limits";
import { append, dictionary, match, toJSONText } from "./originals";
import { cutText, utf8Length } from "./text";
import { isAlsoKnownAs, isChatLimited, type Chat, type Chats } from "./whatsapp-chats";
import type { History } from "./whatsapp-history";
import { createIdentity, readMe, type Identity } from "./whatsapp-identity";
import { isExcludedJID, JID_PATTERN } from "./whatsapp-jid";
import { KEY_PATTERN, keyParts } from "./whatsapp-keys";
import type { Loader } from "./whatsapp-loader";
import { messageRecord } from "./whatsapp-message";
import type { Session } from "./whatsapp-session";

/** Why a question was not answered: a code for the core and an English sentence for developers. */
export interface Refusal {
  code: "not_ready" | "not_found" | "forbidden" | "anchor_gone" | "invalid" | "unreadable";
  message: string;
}

/** Either an answer or the reason for none. */
export type Answer<T> = { ok: T } | { error: Refusal };

/** Answers the bridge's questions from WhatsApp's store; never throws. */
export interface Reader {
  snapshot(): PageSnapshot;
  messages(question: MessagesQuestion): Promise<Answer<MessagePage>>;
}

/** The parts the reader is made of. */
export interface ReaderParts {
  loader: Loader;
  session: Session;
  chats: Chats;
  history: History;
}

/** Makes the reader. */
export function createReader({ loader, session, chats, history }: ReaderParts): Reader {
  function identify(me: Account): Identity {
    return createIdentity(loader, me, chats.identities());
  }

  function snapshot(): PageSnapshot {
    const state = session.state();
    const variants = dictionary<string>();
    const result: PageSnapshot = { v: 1, session: state, variants, me: {}, chats: [] };
    const build = session.build();
    if (build !== undefined) {
      result.build = cutText(build.build, LIMITS.word).text;
      variants.version = build.variant;
    }
    note(variants, "session", session.variant());
    if (state !== "ready") {
      return result;
    }
    const me = readMe(loader);
    const identity = identify(me.account);
    const active = chats.active();
    const { rows, unread } = chats.rows(me.account, identity);
    result.me = me.account;
    result.chats = rows;
    if (active.chat !== undefined) {
      result.active = active.chat.jid;
    }
    note(variants, "me", me.variant);
    note(variants, "chats", chats.variant());
    note(variants, "active", active.variant);
    note(variants, "history", history.variant());
    note(variants, "lid", identity.variant());
    note(variants, "key", chats.keyVariant());
    note(variants, "unreadChats", unread === 0 ? "" : `${unread}`);
    return result;
  }

  async function messages(question: MessagesQuestion): Promise<Answer<MessagePage>> {
    if (session.state() !== "ready") {
      return refuse("not_ready", "WhatsApp Web cannot be read now");
    }
    const before = question.before ?? "";
    if (!isQuestion(question, before)) {
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
    const identity = identify(me);
    if (before !== "" && !belongs(before, chat, identity)) {
      return refuse("invalid", "the key belongs to another chat");
    }
    const page = await history.page(chat, before, question.count);
    if (page === "anchor_gone") {
      return refuse(page, "the message to continue from is gone");
    }
    if (page === "unreadable") {
      return refuse(page, "no way of reading messages answered");
    }
    // The lock or another account may have come while the database was read.
    if (session.state() !== "ready" || !sameAccount(me, readMe(loader).account)) {
      return refuse("not_ready", "WhatsApp Web changed while it was read");
    }
    const limited = isChatLimited(chat);
    const { kept, left } = serialise(page.rows, { me, chat: chat.jid, limited, identity });
    const answer: MessagePage = {
      v: 1,
      chat: chat.jid,
      me,
      messages: kept,
      start: page.start && !left,
      variant: page.variant,
    };
    if (page.partial) {
      answer.partial = true;
    }
    return { ok: answer };
  }

  return { snapshot, messages };
}

/**
 * The newest rows that fit into one page. Older ones are left for the next page, which continues from
 * the oldest row that was kept, so nothing is passed over.
 */
function serialise(
  rows: unknown[],
  context: Parameters<typeof messageRecord>[1],
): { kept: MessageRecord[]; left: boolean } {
  const newestFirst: MessageRecord[] = [];
  let bytes = 0;
  for (let i = rows.length - 1; i >= 0; i--) {
    const record = messageRecord(rows[i], context);
    bytes += utf8Length(toJSONText(record));
    if ((bytes > LIMITS.pageBytes || newestFirst.length >= LIMITS.messages) && newestFirst.length > 0) {
      break;
    }
    append(newestFirst, record);
  }
  const kept: MessageRecord[] = [];
  for (let i = newestFirst.length - 1; i >= 0; i--) {
    append(kept, newestFirst[i] as MessageRecord);
  }
  return { kept, left: kept.length < rows.length };
}

function refuse(code: Refusal["code"], message: string): { error: Refusal } {
  return { error: { code, message } };
}

function note(variants: Record<string, string>, name: string, variant: string): void {
  if (variant !== "") {
    variants[name] = variant;
  }
}

function isQuestion(question: MessagesQuestion, before: string): boolean {
  const { chat, count } = question;
  return (
    typeof chat === "string" &&
    match(JID_PATTERN, chat) !== null &&
    typeof before === "string" &&
    (before === "" || match(KEY_PATTERN, before) !== null) &&
    typeof count === "number" &&
    count >= 1 &&
    count <= LIMITS.messages &&
    count % 1 === 0
  );
}

/** Whether a key's chat is this chat, under any of the ids WhatsApp uses for it. */
function belongs(key: string, chat: Chat, identity: Identity): boolean {
  const remote = keyParts(key)?.remote ?? "";
  return remote === chat.jid || isAlsoKnownAs(chat, remote, identity);
}

function sameAccount(before: Account, after: Account): boolean {
  return before.phone === after.phone && before.lid === after.lid;
}
