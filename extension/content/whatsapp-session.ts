import { now, quietly } from "./originals";
import type { SessionState } from "../shared/contract";
import { field } from "./whatsapp-fields";
import type { Loader } from "./whatsapp-loader";
import { MEMBERS } from "./whatsapp-modules";

/** How long WhatsApp may run without something the reader needs, in milliseconds. */
const GRACE_MS = 20_000;

/** How long the module loader may be there without the session's modules, in milliseconds. */
const MODULES_MS = 60_000;

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
  if (oneOf(BLOCKS, mode) || oneOf(BLOCKS, state)) {
    return "blocked";
  }
  if (mode === "CONFLICT" || state === "CONFLICT") {
    return "conflict";
  }
  if (mode === "QR" || state === "UNPAIRED" || state === "UNPAIRED_IDLE") {
    return "signed_out";
  }
  if (!oneOf(READABLE, state)) {
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

function oneOf(values: readonly string[], value: unknown): boolean {
  for (let i = 0; i < values.length; i++) {
    if (values[i] === value) {
      return true;
    }
  }
  return false;
}

/** WhatsApp's session, read afresh at every call. */
export interface Session {
  /** The state now. */
  state(): SessionState;
  /** Whether chats may be read now; cheap enough to ask inside an event. */
  readable(): boolean;
  /** WhatsApp Web's build and where it was read, or undefined while it is not known. */
  build(): { build: string; variant: string } | undefined;
  /** Which models answered, "" for none. */
  variant(): string;
}

/**
 * Makes the session's reader. complete says whether everything the reader cannot do without is
 * there: the own account and the chat list.
 */
export function createSession(loader: Loader, complete: () => boolean): Session {
  let lackingSince: number | undefined;

  function phase(): Phase {
    const stream = loader.value(MEMBERS.stream);
    const socket = loader.value(MEMBERS.socket);
    return phaseOf({
      mode: quietly(() => field(stream, "mode")),
      state: quietly(() => field(socket, "state")),
      hasSynced: quietly(() => field(socket, "hasSynced")),
    });
  }

  function build(): { build: string; variant: string } | undefined {
    const globals = window as unknown as { Debug?: unknown };
    const debug = quietly(() => field(globals.Debug, "VERSION"));
    if (typeof debug === "string" && debug !== "") {
      return { build: debug, variant: "Debug.VERSION" };
    }
    const constant = loader.value(MEMBERS.version);
    if (typeof constant === "string" && constant !== "") {
      return { build: constant, variant: "WAWebBuildConstants" };
    }
    const revision = loader.value(MEMBERS.revision);
    if (typeof revision === "number") {
      return { build: `${revision}`, variant: "SiteData" };
    }
    return undefined;
  }

  return {
    build,
    readable: () => quietly(phase) === "main" && quietly(complete) === true,
    state() {
      if (!loader.present()) {
        return "waiting";
      }
      const found = phase();
      if (found !== "main" && found !== "unknown") {
        lackingSince = undefined;
        return found;
      }
      const whole = found === "main" && quietly(complete) === true;
      if (whole && build() !== undefined) {
        lackingSince = undefined;
        return "ready";
      }
      lackingSince ??= now();
      const waited = now() - lackingSince;
      if (whole && waited >= GRACE_MS) {
        // WhatsApp names its build late in its start; it is waited for, not insisted on.
        return "ready";
      }
      return waited < (found === "main" ? GRACE_MS : MODULES_MS) ? "waiting" : "unreadable";
    },
    variant() {
      const stream = loader.value(MEMBERS.stream) !== undefined;
      const socket = loader.value(MEMBERS.socket) !== undefined;
      return stream && socket ? "Stream.Socket" : socket ? "Socket" : stream ? "Stream" : "";
    },
  };
}
