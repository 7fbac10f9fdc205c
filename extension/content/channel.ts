import type { MediaPiece, MediaQuestion, MessagePage, MessagesQuestion, PageHint, PageSnapshot } from "../shared/contract";
import { LIMITS } from "./limits";

/*
 * The private way between the two content scripts.
 *
 * Both run at document_start, the page script first (their order in the manifest), before any script
 * of the page. The page script waits for one MouseEvent of a fixed name; the bridge dispatches it with
 * a detached element, the bus, as its relatedTarget. The page script takes the element, stops the
 * event, and from then on both talk by CustomEvents on that element, which nobody else holds: window
 * and document see nothing more. A detail is always JSON text, since anything with a function or a
 * node in it would arrive as null.
 *
 * Scripts injected into a page that is already running cannot shake hands unseen. Whoever injects them
 * leaves the same random name in both worlds first, with a listener that answers the page script once,
 * and an event of that name is used instead of the fixed one: the page may see it, but could not wait for
 * it. The channel guards against other extensions and
 * accidents, not against WhatsApp's own page, which owns the data anyway; so the bridge checks whatever
 * arrives here.
 */

/** The name of the one event by which the bus is handed over. */
export const HANDSHAKE = "chatkeep-bus";

/**
 * The event by which the page script asks for the name of the handshake when it may have been injected late.
 * Its detail is a function that takes the name.
 */
export const LATE_FOR_PAGE = "chatkeep-late";

/** Where the bridge finds the same name: a property of the global object of its own world. */
export const LATE_FOR_BRIDGE = "chatkeepLate";

/** A one-time name: random enough that no page waits for it. */
export const LATE_NAME = /^[0-9A-Za-z-]{16,64}$/;

/** What the bridge dispatches on the bus. */
export const TO_PAGE = "chatkeep-to-page";

/** What the page script dispatches on the bus. */
export const TO_BRIDGE = "chatkeep-to-bridge";

/** A message of the bridge to the page script. */
export type BridgeMessage =
  | { kind: "snapshot"; id: string }
  | { kind: "messages"; id: string; question: MessagesQuestion }
  | { kind: "media"; id: string; question: MediaQuestion }
  /** The bridge is going away; nothing more is listened to. */
  | { kind: "stop" };

/** A message of the page script to the bridge. */
export type PageMessage =
  /** The bus was taken. */
  | { kind: "here" }
  /** lacksReactions is told with a page of messages: reactions to them may be missing. */
  | { kind: "answer"; id: string; ok: PageSnapshot | MessagePage | MediaPiece; lacksReactions?: boolean }
  | { kind: "refusal"; id: string; error: { code: string; message: string } }
  | { kind: "hint"; hint: PageHint };

/**
 * Takes the one-time name that the injector left for the bridge; undefined when the bridge was started
 * with its page. An element of the page may be reached under the same name, but is no own property.
 */
export function takeLateName(): string | undefined {
  const world = globalThis as { [LATE_FOR_BRIDGE]?: unknown };
  const name: unknown = Object.getOwnPropertyDescriptor(world, LATE_FOR_BRIDGE)?.value;
  delete world[LATE_FOR_BRIDGE];
  return typeof name === "string" && LATE_NAME.test(name) ? name : undefined;
}

/** The bridge's end of the bus. */
export interface BridgeEnd {
  /** Whether the page script took the bus. */
  taken: boolean;
  post(message: BridgeMessage): void;
  close(): void;
}

/**
 * Makes a bus and hands it over by the event called handshake. receive gets whatever JSON value arrives,
 * unchecked; text that is too long or no JSON is not delivered. Everything up to taken is settled before
 * this function returns.
 */
export function openBus(receive: (message: unknown) => void, handshake: string = HANDSHAKE): BridgeEnd {
  const bus = document.createElement("div");
  const end: BridgeEnd = {
    taken: false,
    post(message) {
      bus.dispatchEvent(new CustomEvent(TO_PAGE, { detail: JSON.stringify(message) }));
    },
    close() {
      bus.removeEventListener(TO_BRIDGE, heard);
    },
  };
  function heard(event: Event): void {
    const { detail } = event as CustomEvent<unknown>;
    if (typeof detail !== "string" || detail.length > LIMITS.busUnits) {
      return;
    }
    let message: unknown;
    try {
      message = JSON.parse(detail);
    } catch {
      return;
    }
    if (isHere(message)) {
      end.taken = true;
    } else {
      receive(message);
    }
  }
  bus.addEventListener(TO_BRIDGE, heard);
  window.dispatchEvent(new MouseEvent(handshake, { relatedTarget: bus }));
  return end;
}

function isHere(message: unknown): boolean {
  return typeof message === "object" && message !== null && (message as { kind?: unknown }).kind === "here";
}
