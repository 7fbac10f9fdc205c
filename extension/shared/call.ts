import { VERSION, type CoreError, type Kind, type RequestMap } from "./contract";

/** FaceKind is a kind that one of the three faces may send. */
export type FaceKind = Extract<Kind, `panel/${string}` | `popup/${string}` | `options/${string}`>;

/** Answer is what the core says to a request of one kind: exactly one of ok and error. */
export type Answer<K extends Kind = Kind> =
  | { ok: RequestMap[K]["reply"]; error?: undefined }
  | { ok?: undefined; error: CoreError };

/**
 * Pauses before the repeats of a request nobody received, in milliseconds. A worker that is just
 * starting registers its listeners well within their sum of one second.
 */
const REPEATS = [100, 300, 600];

/**
 * What Chrome says when the worker was stopped before it answered. The request may or may not have
 * been carried out.
 */
const UNANSWERED = ["message port closed", "message channel closed"];

/** Requests that must not be sent twice: Zoho takes a code once. */
const ONCE: readonly FaceKind[] = ["options/zoho.finish", "options/zoho.selfClient"];

/**
 * Sends a request to the core and returns its answer. It never throws: a worker that cannot be
 * reached, or that ends before it answers, is an answer with the code "internal". A request that
 * nobody received is repeated. So is one that was not answered because the worker was stopped: the
 * core stores what it is told before it acts, and finds its own work when it is told again.
 */
export async function call<K extends FaceKind>(
  kind: K,
  data: RequestMap[K]["data"],
): Promise<Answer<K>> {
  for (let attempt = 0; ; attempt++) {
    try {
      return checked<K>(await chrome.runtime.sendMessage({ v: VERSION, kind, data }));
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      const pause = REPEATS[attempt];
      if (pause === undefined || !mayRepeat(kind, message)) {
        return { error: { code: "internal", message: `call ${kind}: ${message}` } };
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

function mayRepeat(kind: FaceKind, message: string): boolean {
  if (message.includes("Receiving end does not exist")) {
    return true;
  }
  return !ONCE.includes(kind) && UNANSWERED.some((text) => message.includes(text));
}

/** Returns a reply as it is typed, after checking that it is one. */
function checked<K extends Kind>(reply: unknown): Answer<K> {
  if (typeof reply === "object" && reply !== null) {
    if ("error" in reply && isCoreError(reply.error)) {
      return { error: reply.error };
    }
    if ("ok" in reply) {
      return { ok: reply.ok as RequestMap[K]["reply"] };
    }
  }
  return { error: { code: "internal", message: "call: the worker gave no answer" } };
}

function isCoreError(value: unknown): value is CoreError {
  return typeof value === "object" && value !== null && "code" in value && "message" in value;
}
