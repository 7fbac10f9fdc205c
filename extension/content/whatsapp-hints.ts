import type { PageHint } from "../shared/contract";
import type { Bursts } from "./burst";
import { createHintPace } from "./hint-pace";
import { LIMITS } from "./limits";
import { append, call, later, microtask, quietly, randomWord } from "./originals";
import type { Chats } from "./whatsapp-chats";
import { field, readOr, secondField } from "./whatsapp-fields";
import { isExcludedJID, jidText } from "./whatsapp-jid";
import { keyParts, keyText } from "./whatsapp-keys";
import type { Loader } from "./whatsapp-loader";
import { messageInMemory } from "./whatsapp-memory";
import { MEMBERS, type ModuleMember } from "./whatsapp-modules";
import { titleOf } from "./whatsapp-names";
import type { Session } from "./whatsapp-session";

/** The events of the session's models (WAWebStreamModel, WAWebSocketModel). */
const SESSION_EVENTS = "change:state change:mode change:hasSynced";

/** The event of the chat list for the chat being left and the one being opened. */
const ACTIVE_EVENT = "change:active";

/** The event for a new message; loading older ones raises it too, so isNewMsg decides. */
const ADD_EVENT = "add";

/** The events of messages that were edited, deleted, decrypted, reacted to or removed from this device. */
const CHANGE_EVENTS =
  "change:type change:body change:caption change:latestEditMsgKey change:hasReaction remove";

/**
 * The events of the collection of reactions, one model a message. A further reaction to a message that
 * already has some changes lists inside of that model, of which the collection says nothing.
 */
const REACTION_EVENTS = "add change remove";

/**
 * The events of the chat list for a reaction by the own account or to an own message, which becomes the
 * chat's preview (WAWebUpdateLastAddOnPreviewChatAction): {parentMsgKey, …}.
 */
const PREVIEW_EVENTS = "change:chatlistPreview change:lastReactionPreview";

const PREVIEWS = ["chatlistPreview", "lastReactionPreview"];

/** What listens to WhatsApp's own events. */
export interface Listeners {
  /** Begins to listen wherever a collection has arrived; true once all have. */
  attach(): boolean;
  /** Stops listening everywhere. */
  detach(): void;
  /** Reports the open chat now, without waiting for an event. */
  tellActive(): void;
  /** A random word that is made anew whenever something had to be attached, "" before. */
  epoch(): string;
  /** "all" when everything is listened to, "some" or "" when not. */
  variant(): string;
}

/** Makes the listeners. onSession is called after WhatsApp's session models changed. */
export function createListeners(parts: {
  loader: Loader;
  session: Session;
  chats: Chats;
  bursts: Bursts;
  tell: (hint: PageHint) => void;
  onSession: () => void;
}): Listeners {
  const { loader, session, chats, bursts, tell, onSession } = parts;
  const attached: { emitter: unknown; names: string; handler: unknown }[] = [];
  const toldMessages = createHintPace(tell);
  let epoch = "";
  let complete = false;
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
      epoch = randomWord();
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

  /**
   * Hints at a change of the message with a key, whose time is looked up in memory unless it is given.
   * Returns the JID of its chat, "" when there is nothing to hint at.
   */
  function keyChanged(id: unknown, t: number): string {
    if (stopped || !session.readable()) {
      return "";
    }
    const text = keyText(id)?.key ?? "";
    const chat = jidText(quietly(() => field(id, "remote"))) || (keyParts(text)?.remote ?? "");
    if (chat === "" || isExcludedJID(chat)) {
      return "";
    }
    toldMessages(chat, t || readOr(() => secondField(messageInMemory(loader, text), "t"), 0));
    return chat;
  }

  function messageChanged(model: unknown): string {
    return keyChanged(
      quietly(() => field(model, "id")),
      readOr(() => secondField(model, "t"), 0),
    );
  }

  function messageAdded(model: unknown): void {
    if (quietly(() => field(model, "isNewMsg")) === true) {
      const chat = messageChanged(model);
      if (chat !== "" && chat === chats.active().chat?.jid) {
        bursts.added(chat);
      }
    }
  }

  function reactionsChanged(model: unknown): void {
    keyChanged(
      quietly(() => field(model, "id")),
      0,
    );
  }

  function previewChanged(chat: unknown): void {
    for (let i = 0; i < PREVIEWS.length; i++) {
      const parent = quietly(() => field(field(chat, PREVIEWS[i] as string), "parentMsgKey"));
      if (parent !== undefined && parent !== null) {
        keyChanged(parent, 0);
      }
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
      const onChats = attachTo([MEMBERS.chats, MEMBERS.chatsAll], (list) => {
        on(list, ACTIVE_EVENT, activeChanged);
        on(list, PREVIEW_EVENTS, previewChanged);
      });
      const onMessages = attachTo([MEMBERS.messages, MEMBERS.messagesAll], (list) => {
        on(list, ADD_EVENT, messageAdded);
        on(list, CHANGE_EVENTS, messageChanged);
      });
      const onReactions = attachTo([MEMBERS.reactions, MEMBERS.reactionsAll], (list) =>
        on(list, REACTION_EVENTS, reactionsChanged),
      );
      complete = onStream && onSocket && onChats && onMessages && onReactions;
      return complete;
    },
    epoch: () => epoch,
    variant: () => (complete ? "all" : attached.length > 0 ? "some" : ""),
    detach() {
      stopped = true;
      for (let i = 0; i < attached.length; i++) {
        const { emitter, names, handler } = attached[i] as (typeof attached)[number];
        quietly(() => call((emitter as { off: unknown }).off, emitter, [names, handler]));
      }
    },
  };
}
