import type { PageHint } from "../shared/contract";
import { createHintPace } from "./hint-pace";
import { LIMITS } from "./limits";
import { append, call, later, microtask, quietly } from "./originals";
import { titleOf, type Chats } from "./whatsapp-chats";
import { field, readOr } from "./whatsapp-fields";
import { isExcludedJID, jidText } from "./whatsapp-jid";
import { keyParts, keyText } from "./whatsapp-keys";
import type { Loader } from "./whatsapp-loader";
import { MEMBERS, type ModuleMember } from "./whatsapp-modules";
import type { Session } from "./whatsapp-session";

/** The events of the session's models (WAWebStreamModel, WAWebSocketModel). */
const SESSION_EVENTS = "change:state change:mode change:hasSynced";

/** The event of the chat list for the chat being left and the one being opened. */
const ACTIVE_EVENT = "change:active";

/** The event for a new message; loading older ones raises it too, so isNewMsg decides. */
const ADD_EVENT = "add";

/** The events of messages that were edited, deleted, decrypted or removed from this device. */
const CHANGE_EVENTS = "change:type change:body change:caption change:latestEditMsgKey remove";

/** What listens to WhatsApp's own events. */
export interface Listeners {
  /** Begins to listen wherever a collection has arrived; true once all have. */
  attach(): boolean;
  /** Stops listening everywhere. */
  detach(): void;
  /** Reports the open chat now, without waiting for an event. */
  tellActive(): void;
}

/** Makes the listeners. onSession is called after WhatsApp's session models changed. */
export function createListeners(parts: {
  loader: Loader;
  session: Session;
  chats: Chats;
  tell: (hint: PageHint) => void;
  onSession: () => void;
}): Listeners {
  const { loader, session, chats, tell, onSession } = parts;
  const attached: { emitter: unknown; names: string; handler: unknown }[] = [];
  const toldMessages = createHintPace(tell);
  let stopped = false;
  let activeArmed = false;
  let sessionArmed = false;

  /**
   * WhatsApp's emitter (WAWebEventEmitter) calls handlers synchronously and without a try: whatever a
   * handler throws would break WhatsApp's own work. So a handler only queues.
   */
  function on(emitter: unknown, names: string, work: (model: unknown) => void): void {
    const handler = (model: unknown): void => {
      try {
        if (!stopped) {
          microtask(() => work(model));
        }
      } catch {
        // There is nothing to do for a hint that cannot be queued: the next question reads afresh.
      }
    };
    const done = quietly(() => {
      call((emitter as { on: unknown }).on, emitter, [names, handler]);
      return true;
    });
    if (done === true) {
      append(attached, { emitter, names, handler });
    }
  }

  function listens(emitter: unknown): boolean {
    for (let i = 0; i < attached.length; i++) {
      if (attached[i]?.emitter === emitter) {
        return true;
      }
    }
    return false;
  }

  function attachTo(members: readonly ModuleMember[], listen: (emitter: unknown) => void): boolean {
    for (let i = 0; i < members.length; i++) {
      const emitter = loader.value(members[i] as ModuleMember);
      if (emitter !== undefined) {
        if (!listens(emitter)) {
          listen(emitter);
        }
        return listens(emitter);
      }
    }
    return false;
  }

  function tellActive(): void {
    if (stopped || !session.readable()) {
      return;
    }
    const chat = chats.active().chat;
    if (chat === undefined) {
      tell({ reason: "active" });
      return;
    }
    const title = readOr(() => titleOf(chat.model), "");
    tell(title === "" ? { reason: "active", chat: chat.jid } : { reason: "active", chat: chat.jid, title });
  }

  function activeChanged(): void {
    if (!activeArmed) {
      activeArmed = true;
      later(() => {
        activeArmed = false;
        tellActive();
      }, LIMITS.activeMs);
    }
  }

  function sessionChanged(): void {
    if (!sessionArmed) {
      sessionArmed = true;
      later(() => {
        sessionArmed = false;
        if (!stopped) {
          onSession();
        }
      }, LIMITS.activeMs);
    }
  }

  function messageChanged(model: unknown): void {
    if (stopped || !session.readable()) {
      return;
    }
    const id = quietly(() => field(model, "id"));
    const chat = jidText(quietly(() => field(id, "remote"))) || (keyParts(keyText(id)?.key ?? "")?.remote ?? "");
    if (chat !== "" && !isExcludedJID(chat)) {
      toldMessages(chat);
    }
  }

  function messageAdded(model: unknown): void {
    if (quietly(() => field(model, "isNewMsg")) === true) {
      messageChanged(model);
    }
  }

  return {
    tellActive,
    attach() {
      if (stopped) {
        return true;
      }
      const onStream = attachTo([MEMBERS.stream], (stream) => on(stream, SESSION_EVENTS, sessionChanged));
      const onSocket = attachTo([MEMBERS.socket], (socket) => on(socket, SESSION_EVENTS, sessionChanged));
      const onChats = attachTo([MEMBERS.chats, MEMBERS.chatsAll], (list) => on(list, ACTIVE_EVENT, activeChanged));
      const onMessages = attachTo([MEMBERS.messages, MEMBERS.messagesAll], (list) => {
        on(list, ADD_EVENT, messageAdded);
        on(list, CHANGE_EVENTS, messageChanged);
      });
      return onStream && onSocket && onChats && onMessages;
    },
    detach() {
      stopped = true;
      for (let i = 0; i < attached.length; i++) {
        const { emitter, names, handler } = attached[i] as (typeof attached)[number];
        quietly(() => call((emitter as { off: unknown }).off, emitter, [names, handler]));
      }
    },
  };
}
