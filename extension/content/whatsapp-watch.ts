import type { PageHint, SessionState } from "../shared/contract";
import { later, now } from "./originals";
import type { Listeners } from "./whatsapp-hints";
import { readMe } from "./whatsapp-identity";
import { PROBE_AGAIN_MS, type Loader } from "./whatsapp-loader";
import type { Session } from "./whatsapp-session";

/** How long missing modules are looked for once the module loader is there, in milliseconds. */
const PROBE_FOR_MS = 60_000;

/**
 * When to look again while WhatsApp starts, in milliseconds; undefined to stop. Before the module
 * loader arrives: four times a second for 10 s, then every second, every 5 s, and after ten minutes
 * only when asked. A logged-out or broken page never gets it and must stay undisturbed.
 */
export function nextLook(elapsedMs: number, present: boolean): number | undefined {
  if (present) {
    return elapsedMs < PROBE_FOR_MS ? PROBE_AGAIN_MS : undefined;
  }
  if (elapsedMs < 10_000) {
    return 250;
  }
  if (elapsedMs < 60_000) {
    return 1000;
  }
  return elapsedMs < 600_000 ? 5000 : undefined;
}

/** Follows WhatsApp's start and session and tells the bridge when it changed. */
export interface Watch {
  /** Begins to follow WhatsApp, or looks once more because somebody asks. */
  look(): void;
  /** Looks for a while from now on: WhatsApp's session has changed. */
  lookOn(): void;
  stop(): void;
}

/** Makes the watch over one page. */
export function createWatch(parts: {
  loader: Loader;
  session: Session;
  listeners: Listeners;
  tell: (hint: PageHint) => void;
}): Watch {
  const { loader, session, listeners, tell } = parts;
  let told: SessionState = "waiting";
  let toldAccount = "";
  let since = now();
  let wasPresent = false;
  let armed = false;
  let stopped = false;

  /** Compares what WhatsApp says now with what was last told. True when nothing is missing. */
  function check(): boolean {
    const all = listeners.attach();
    const state = session.state();
    if (state !== told) {
      const before = told;
      told = state;
      if (state === "ready" || before === "ready") {
        tell({ reason: "ready" });
      } else {
        tell({ reason: "session" });
      }
      if (state === "ready") {
        listeners.tellActive();
      }
    }
    if (state === "ready") {
      checkAccount();
    }
    return all && state !== "waiting";
  }

  function checkAccount(): void {
    const { phone, lid } = readMe(loader).account;
    const account = `${phone ?? ""} ${lid ?? ""}`;
    if (account !== toldAccount) {
      if (toldAccount !== "") {
        tell({ reason: "session" });
      }
      toldAccount = account;
    }
  }

  function step(): void {
    const present = loader.present();
    if (present && !wasPresent) {
      wasPresent = true;
      since = now();
    }
    const settled = present && check();
    const wait = settled || stopped ? undefined : nextLook(now() - since, present);
    if (wait !== undefined && !armed) {
      armed = true;
      later(() => {
        armed = false;
        if (!stopped) {
          step();
        }
      }, wait);
    }
  }

  return {
    look() {
      if (!stopped) {
        step();
      }
    },
    lookOn() {
      if (!stopped) {
        since = now();
        step();
      }
    },
    stop() {
      stopped = true;
    },
  };
}
