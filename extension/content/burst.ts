import type { PageHint } from "../shared/contract";
import { LIMITS } from "./limits";
import { later, now } from "./originals";

/** Follows how many messages have come in the open chat. */
export interface Bursts {
  /** A new message has come in the chat that is open. */
  added(chat: string): void;
  /** The newest messages of a chat are being read. */
  read(chat: string): void;
}

/**
 * Tells once a burst of new messages in the open chat has ended: LIMITS.burst of them since the chat was
 * last read, then quiet, or after a while also without. Fewer wait for the next reading, which comes by
 * itself within minutes; so a burst leads to one reading more than there would be, a conversation at the
 * pace of people's typing to none.
 */
export function createBursts(tell: (hint: PageHint) => void): Bursts {
  let open = "";
  let count = 0;
  let grewAt = 0;
  let lastAt = 0;
  let armed = false;

  function look(): void {
    armed = false;
    if (count < LIMITS.burst) {
      return;
    }
    const due = dueAt();
    if (now() < due) {
      arm(due);
      return;
    }
    count = 0;
    tell({ reason: "burst", chat: open });
  }

  /** When the burst is told, whichever comes first. */
  function dueAt(): number {
    const quiet = lastAt + LIMITS.burstQuietMs;
    const most = grewAt + LIMITS.burstMostMs;
    return quiet < most ? quiet : most;
  }

  function arm(due: number): void {
    armed = true;
    later(look, due - now());
  }

  return {
    added(chat) {
      if (chat !== open) {
        open = chat;
        count = 0;
      }
      lastAt = now();
      if (++count === LIMITS.burst) {
        grewAt = lastAt;
      }
      if (count >= LIMITS.burst && !armed) {
        arm(dueAt());
      }
    },
    read(chat) {
      if (chat === open) {
        count = 0;
      }
    },
  };
}
