import { HANDSHAKE, LATE_FOR_PAGE, LATE_NAME, TO_BRIDGE, TO_PAGE, type PageMessage } from "./channel";
import { LIMITS } from "./limits";
import { bare, call, match, parseJSON, quietly, toJSONText } from "./originals";

const { addEventListener, dispatchEvent, removeEventListener } = EventTarget.prototype;
const { stopImmediatePropagation } = Event.prototype;
const NativeCustomEvent = CustomEvent;
const relatedTargetOf = getterOf(MouseEvent.prototype, "relatedTarget");
const detailOf = getterOf(CustomEvent.prototype, "detail");

function getterOf(prototype: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get;
}

/**
 * Asks for the one-time name that was left for a script injected into a running page; undefined when there
 * is none. Whoever left it waits for this one event with it, so that it lies nowhere in the page.
 */
function takeLateName(): string | undefined {
  let name: unknown;
  const detail = (given: unknown): void => {
    name ??= given;
  };
  call(dispatchEvent, window, [new NativeCustomEvent(LATE_FOR_PAGE, bare({ detail }))]);
  return typeof name === "string" && match(LATE_NAME, name) !== null ? name : undefined;
}

/** The page script's end of the bus. */
export interface PageEnd {
  post(message: PageMessage): void;
}

/**
 * Waits for the bus and takes the first one offered; later offers get nothing, so that a script that
 * forges the handshake learns nothing. taken is called once, receive for every message of the bridge.
 * Only the browser's own functions are used, whatever the page has patched since.
 */
export function awaitBus(taken: (end: PageEnd) => void, receive: (message: unknown) => void): void {
  const handshake = quietly(takeLateName) ?? HANDSHAKE;
  function offered(event: Event): void {
    quietly(() => {
      const bus = call(relatedTargetOf, event, []);
      if (bus === null || bus === undefined) {
        return;
      }
      call(removeEventListener, window, [handshake, offered, true]);
      call(stopImmediatePropagation, event, []);
      call(addEventListener, bus, [TO_PAGE, (told: Event) => heard(told, receive)]);
      const end: PageEnd = {
        post(message) {
          const detail = toJSONText(message);
          call(dispatchEvent, bus, [new NativeCustomEvent(TO_BRIDGE, bare({ detail }))]);
        },
      };
      end.post({ kind: "here" });
      taken(end);
    });
  }
  call(addEventListener, window, [handshake, offered, true]);
}

function heard(event: Event, receive: (message: unknown) => void): void {
  quietly(() => {
    const detail = call(detailOf, event, []);
    if (typeof detail === "string" && detail.length <= LIMITS.busUnits) {
      receive(parseJSON(detail));
    }
  });
}
