import { includes, now, quietly, wholeNumber, within } from "./originals";
import type { FirstSync, SessionState } from "../shared/contract";
import { field } from "./whatsapp-fields";
import type { Loader } from "./whatsapp-loader";
import { MEMBERS } from "./whatsapp-modules";

/** How long WhatsApp may run without something the reader needs, in milliseconds. */
const GRACE_MS = 20_000;

/** How long what can be done in a better way than is there yet is waited for, in milliseconds. */
const BETTER_MS = 10_000;

/** How long the module loader may be there without the session's modules, in milliseconds. */
const MODULES_MS = 60_000;

/** How long WhatsApp has to say how far its first transfer has come, in milliseconds. */
const FIRST_SYNC_MS = 500;

/** What WhatsApp's models say of the session; undefined where a model is missing. */
export interface SessionReading {
  /** Stream.mode (WAWebStreamModel). */
  mode: unknown;
  /** Socket.state (WAWebSocketModel). */
  state: unknown;
  /** Socket.hasSynced. */
  hasSynced: unknown;
}

/** A session state as WhatsApp alone decides it; "main" may be read once everything needed is there. */
export type Phase = Exclude<SessionState, "waiting" | "ready" | "unreadable"> | "main" | "unknown";

const BLOCKS = ["TOS_BLOCK", "SMB_TOS_BLOCK", "PROXYBLOCK", "DEPRECATED_VERSION"];

/** The states of a connection under which the chats in memory may be read. */
const READABLE = ["CONNECTED", "OPENING", "PAIRING", "UNLAUNCHED"];

/**
 * What WhatsApp shows, from what its models say (values of WAWebSocketConstants and WAWebStreamModel,
 * client revision 1044822804). The app lock comes first: under it the store is still in memory, and
 * reading it would get around the user's lock. A state this table does not know is never taken for
 * readable, since the lock is one of these states.
 */
export function phaseOf({ mode, state, hasSynced }: SessionReading): Phase {
  if (state === "SCREEN_LOCKED") {
    return "locked";
  }
  if (blockIn({ mode, state }) !== "") {
    return "blocked";
  }
  if (mode === "CONFLICT" || state === "CONFLICT") {
    return "conflict";
  }
  if (mode === "QR" || state === "UNPAIRED" || state === "UNPAIRED_IDLE") {
    return "signed_out";
  }
  if (!(typeof state === "string" && includes(READABLE, state))) {
    return "unknown";
  }
  if (mode === "SYNCING" || mode === "OFFLINE") {
    return "syncing";
  }
  if (mode === "MAIN" || mode === undefined) {
    return hasSynced === true ? "main" : "syncing";
  }
  return "unknown";
}

/** WhatsApp's word for a block, such as "DEPRECATED_VERSION"; "" while there is none. */
export function blockIn({ mode, state }: Pick<SessionReading, "mode" | "state">): string {
  if (typeof mode === "string" && includes(BLOCKS, mode)) {
    return mode;
  }
  return typeof state === "string" && includes(BLOCKS, state) ? state : "";
}


/** WhatsApp's session, read afresh at every call. */
export interface Session {
  /** The state now. */
  state(): SessionState;
  /** Whether chats may be read now; cheap enough to ask inside an event. */
  readable(): boolean;
  /** WhatsApp Web's build and where it was read, or undefined while it is not known. */
  build(): { build: string; variant: string } | undefined;
  /** Which models answered; "" without Socket, which alone tells of the app lock. */
  variant(): string;
  /** WhatsApp's own word for what blocks it, "" when nothing does. */
  reason(): string;
  /** Milliseconds from this script's start until state first was "ready", 0 before. */
  readyMs(): number;
  /** How far the phone's first transfer of history has come, undefined when WhatsApp does not say. */
  firstSync(): Promise<FirstSync | undefined>;
}

/** Whether the reader has what it needs. */
export interface Needs {
  /** Everything it cannot do without is there: the own account and the chat list. */
  complete(): boolean;
  /** Nothing has to be done in a way that makes WhatsApp keep more in memory. */
  frugal(): boolean;
}

/** Makes the session's reader. */
export function createSession(loader: Loader, { complete, frugal }: Needs): Session {
  const startedAt = now();
  let lackingSince: number | undefined;
  let readyAfter = 0;

  function reading(): SessionReading {
    const stream = loader.value(MEMBERS.stream);
    const socket = loader.value(MEMBERS.socket);
    return {
      mode: quietly(() => field(stream, "mode")),
      state: quietly(() => field(socket, "state")),
      hasSynced: quietly(() => field(socket, "hasSynced")),
    };
  }

  const phase = (): Phase => phaseOf(reading());

  function build(): { build: string; variant: string } | undefined {
    const globals = window as unknown as { Debug?: unknown; SiteData?: unknown };
    const debug = quietly(() => field(globals.Debug, "VERSION"));
    if (typeof debug === "string" && debug !== "") {
      return { build: debug, variant: "Debug.VERSION" };
    }
    const constant = loader.value(MEMBERS.version);
    if (typeof constant === "string" && constant !== "") {
      return { build: constant, variant: "WAWebBuildConstants" };
    }
    // SiteData is a module in some builds and lies among the page's globals in others.
    const revision = loader.value(MEMBERS.revision) ?? quietly(() => field(globals.SiteData, "client_revision"));
    if (typeof revision === "number") {
      return { build: `${revision}`, variant: "SiteData" };
    }
    return undefined;
  }

  function state(): SessionState {
    if (!loader.present()) {
      return "waiting";
    }
    const found = phase();
    if (found !== "main" && found !== "unknown") {
      lackingSince = undefined;
      return found;
    }
    const whole = found === "main" && quietly(complete) === true;
    const better = whole && quietly(frugal) === true;
    if (better && build() !== undefined) {
      lackingSince = undefined;
      return "ready";
    }
    lackingSince ??= now();
    const waited = now() - lackingSince;
    // WhatsApp names its build late in its start, and the search of its database is a module that may come
    // after the chats. Both are waited for, not insisted on.
    if (whole && waited >= (build() === undefined ? GRACE_MS : BETTER_MS)) {
      return "ready";
    }
    return waited < (found === "main" ? GRACE_MS : MODULES_MS) ? "waiting" : "unreadable";
  }

  return {
    build,
    readable: () => quietly(phase) === "main" && quietly(complete) === true,
    state() {
      const found = state();
      if (found === "ready" && readyAfter === 0) {
        // A page that could be read at once has been readable after a moment, not never.
        readyAfter = wholeNumber(now() - startedAt) || 1;
      }
      return found;
    },
    variant() {
      const { mode, state } = reading();
      if (typeof state !== "string") {
        return "";
      }
      return typeof mode === "string" ? "Stream.Socket" : "Socket";
    },
    reason: () => blockIn(reading()),
    readyMs: () => readyAfter,
    async firstSync() {
      // The getter answers at once in some builds and by a promise in others.
      const complete = await within(() => loader.call(MEMBERS.firstSync, []), FIRST_SYNC_MS);
      return complete === true ? "complete" : complete === false ? "running" : undefined;
    },
  };
}
