import type { PageHint } from "../shared/contract";
import { LIMITS } from "./limits";
import { dictionary, hasOwn, later, now, ownNames } from "./originals";

/** How many chats the pace is kept for at a time. */
const CHATS = 500;

/** What has changed in a chat since its last hint. */
interface Waiting {
  /** t is the time of the oldest message concerned whose time is known, in Unix seconds, else 0. */
  t: number;
  /** unknown is true when the time of some message concerned is not known. */
  unknown: boolean;
}

/**
 * Lets at most one hint about a chat's messages through per LIMITS.hintMs: the first at once, what
 * follows as one at the end of that time. A hint says only that something changed and from when on, so
 * what follows is told by the oldest time; a change of unknown time is told besides.
 */
export function createHintPace(tell: (hint: PageHint) => void): (chat: string, t: number) => void {
  let toldAt = dictionary<number>();
  let waiting = dictionary<Waiting>();
  let armed = false;

  function flush(): void {
    armed = false;
    const chats = ownNames(waiting);
    const changed = waiting;
    waiting = dictionary();
    for (let i = 0; i < chats.length; i++) {
      const chat = chats[i] as string;
      const { t, unknown } = changed[chat] as Waiting;
      if (t > 0) {
        say(chat, t);
      }
      if (unknown) {
        say(chat, 0);
      }
    }
  }

  function say(chat: string, t: number): void {
    toldAt[chat] = now();
    tell(t > 0 ? { reason: "messages", chat, t } : { reason: "messages", chat });
  }

  function wait(chat: string, t: number): void {
    const before = hasOwn(waiting, chat) ? (waiting[chat] as Waiting) : { t: 0, unknown: false };
    const oldest = before.t === 0 || (t > 0 && t < before.t) ? t : before.t;
    waiting[chat] = { t: oldest, unknown: before.unknown || t === 0 };
  }

  return (chat, t) => {
    const last = hasOwn(toldAt, chat) ? (toldAt[chat] as number) : undefined;
    if (last === undefined || now() - last >= LIMITS.hintMs) {
      if (last === undefined && ownNames(toldAt).length >= CHATS) {
        toldAt = dictionary();
      }
      say(chat, t);
      return;
    }
    wait(chat, t);
    if (!armed) {
      armed = true;
      later(flush, LIMITS.hintMs - (now() - last));
    }
  };
}
