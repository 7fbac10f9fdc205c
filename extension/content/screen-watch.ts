import { LIMITS } from "./limits";
import { glance, type Glance } from "./screen";
import { isOrphan } from "./takeover";

/** Notices on the screen that another chat was opened, for as long as nothing else tells. */
export interface ScreenWatch {
  /** Begins, from what the screen shows now: it is about to be read because the modules tell nothing. */
  follow(): void;
  /** Ends: the page's own script tells of switches again, or the chats are hidden from the user. */
  rest(): void;
  /** Ends for good. */
  stop(): void;
}

/**
 * Looks at the open chat every LIMITS.screenLookMs while the tab is in front, by a timer of this world;
 * nothing of WhatsApp's page is listened to. Another title is another chat at once. Two chats may bear
 * one name, so rows of which none was there before count too, but only when they stand still: whoever
 * scrolls brings up such rows as well. That no chat shows is not told, since a dialog over the
 * conversation hides it for a while.
 */
export function createScreenWatch(switched: () => void): ScreenWatch {
  let known: Glance | undefined;
  let before: Glance | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  function look(): void {
    timer = undefined;
    if (isOrphan()) {
      return;
    }
    arm();
    const seen = document.visibilityState === "visible" ? glance() : undefined;
    if (seen !== undefined && isAnother(seen)) {
      known = seen;
      switched();
    }
    before = seen;
  }

  function isAnother(seen: Glance): boolean {
    if (known === undefined || seen.title !== known.title) {
      return true;
    }
    const stands = before !== undefined && seen.ids.join() === before.ids.join();
    return stands && seen.ids.length > 0 && !sharesARow(seen, known);
  }

  function arm(): void {
    timer ??= setTimeout(look, LIMITS.screenLookMs);
  }

  function rest(): void {
    clearTimeout(timer);
    timer = known = before = undefined;
  }

  return {
    follow() {
      if (!stopped) {
        known = glance();
        arm();
      }
    },
    rest,
    stop() {
      stopped = true;
      rest();
    },
  };
}

function sharesARow(one: Glance, other: Glance): boolean {
  return one.ids.some((id) => other.ids.includes(id));
}
