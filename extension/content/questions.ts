import type { MediaPiece, MediaQuestion, MessagePage, MessagesQuestion, PageSnapshot } from "../shared/contract";
import type { BridgeMessage } from "./channel";
import { pieceOf } from "./check-media";
import { pageOfMessages } from "./check-messages";
import { pageSnapshot } from "./check-page";
import { isObject, Malformed, own } from "./check-value";
import { LIMITS } from "./limits";

/** Why the bridge has no answer: the page's own refusals and the bridge's. */
export type BridgeErrorCode =
  | "not_ready"
  | "not_found"
  | "forbidden"
  | "anchor_gone"
  | "invalid"
  | "unreadable"
  | "page_silent"
  | "page_invalid"
  | "busy";

/** An answer that carries no data: why, and an English sentence for developers. */
export interface BridgeFailure {
  error: { code: BridgeErrorCode; message: string };
}

/** Either data or the reason for none. */
export type Outcome<T> = { ok: T } | BridgeFailure;

const REFUSALS: readonly BridgeErrorCode[] = [
  "not_ready",
  "not_found",
  "forbidden",
  "anchor_gone",
  "invalid",
  "unreadable",
];

/** A page of messages, and whether the page script says that reactions to them may be missing. */
export interface ToldPage {
  page: MessagePage;
  lacksReactions: boolean;
}

/** Puts the core's questions to the page, one at a time. */
export interface Questions {
  /** Asks for the chat list. */
  snapshot(): Promise<Outcome<PageSnapshot>>;
  /** Asks for one page of a chat. */
  messages(question: MessagesQuestion): Promise<Outcome<ToldPage>>;
  /** Asks for a piece of an attachment. */
  media(question: MediaQuestion): Promise<Outcome<MediaPiece>>;
  /** Takes an answer or refusal of the page; one that nobody waits for is dropped. */
  answered(message: object): void;
}

/**
 * Makes the queue of questions. post reaches the page script, which may answer within the call. One
 * question is with the page at a time, at most LIMITS.queue wait, and each has LIMITS.answerMs from
 * when it is put: a sleeping tab answers none of them.
 */
export function createQuestions(post: (message: BridgeMessage) => void): Questions {
  let open: { id: string; settle: (message: object | undefined) => void } | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  function put(message: (id: string) => BridgeMessage): Promise<object | undefined> {
    return new Promise((resolve) => {
      const id = crypto.randomUUID();
      const timer = setTimeout(() => settle(undefined), LIMITS.answerMs);
      function settle(answer: object | undefined): void {
        clearTimeout(timer);
        open = undefined;
        resolve(answer);
      }
      open = { id, settle };
      post(message(id));
    });
  }

  async function ask<T>(message: (id: string) => BridgeMessage, check: AnswerCheck<T>): Promise<Outcome<T>> {
    if (waiting >= LIMITS.queue) {
      return failed("busy", "too many questions wait for the page");
    }
    waiting++;
    const turn = last.then(() => put(message));
    // The next question waits for this one to end, however it ends; ask itself reports how.
    last = turn.catch(() => undefined);
    try {
      return checked(await turn, check);
    } finally {
      waiting--;
    }
  }

  return {
    snapshot: () => ask((id) => ({ kind: "snapshot", id }), pageSnapshot),
    messages: (question) =>
      ask(
        (id) => ({ kind: "messages", id, question }),
        (told, message) => ({
          page: pageOfMessages(question)(told),
          lacksReactions: own(message, "lacksReactions") === true,
        }),
      ),
    media: (question) => ask((id) => ({ kind: "media", id, question }), pieceOf(question)),
    answered(message) {
      if (open !== undefined && own(message, "id") === open.id) {
        open.settle(message);
      }
    },
  };
}

/** Checks what an answer tells; message is the answer itself. */
type AnswerCheck<T> = (told: unknown, message: object) => T;

/** The page's answer as the worker may have it. */
function checked<T>(message: object | undefined, check: AnswerCheck<T>): Outcome<T> {
  if (message === undefined) {
    return failed("page_silent", "the page did not answer in time");
  }
  if (own(message, "kind") === "refusal") {
    const error = own(message, "error");
    const code = REFUSALS.find((known) => isObject(error) && own(error, "code") === known);
    // The page's own words are not passed on; the code says it.
    return code === undefined
      ? failed("page_invalid", "the page refused without a reason")
      : failed(code, `the page refused: ${code}`);
  }
  try {
    return { ok: check(own(message, "ok"), message) };
  } catch (error) {
    if (!(error instanceof Malformed)) {
      throw error;
    }
    return failed("page_invalid", `the page's answer is malformed: ${error.message}`);
  }
}

/** An answer that carries no data. */
export function failed(code: BridgeErrorCode, message: string): BridgeFailure {
  return { error: { code, message } };
}
