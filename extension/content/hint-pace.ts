import type { PageHint } from "../shared/contract";
import { LIMITS } from "./limits";
import { dictionary, hasOwn, later, now, ownNames } from "./originals";

/** How many chats the pace is kept for at a time. */
const CHATS = 500;

/**
 * Lets at most one hint about a chat's messages through per LIMITS.hintMs: the first at once, what
 * follows as one at the end of that time. A hint says only that something changed, so nothing is lost
 * by telling it once.
 */
export function createHintPace(tell: (hint: PageHint) => void): (chat: string) => void {
  let toldAt = dictionary<number>();
  let waiting = dictionary<true>();
  let armed = false;

  function flush(): void {
    armed = false;
    const chats = ownNames(waiting);
    waiting = dictionary();
    for (let i = 0; i < chats.length; i++) {
      say(chats[i] as string);
    }
  }

  function say(chat: string): void {
    toldAt[chat] = now();
    tell({ reason: "messages", chat });
  }

  return (chat) => {
    const last = hasOwn(toldAt, chat) ? (toldAt[chat] as number) : undefined;
    if (last === undefined || now() - last >= LIMITS.hintMs) {
      if (last === undefined && ownNames(toldAt).length >= CHATS) {
        toldAt = dictionary();
      }
      say(chat);
      return;
    }
    waiting[chat] = true;
    if (!armed) {
      armed = true;
      later(flush, LIMITS.hintMs - (now() - last));
    }
  };
}
