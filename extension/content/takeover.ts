/*
 * Which bridge speaks for a page. After the extension was installed, updated or switched on again,
 * scripts are injected into pages that are running already. There may be an older bridge:
 *
 *   in the same world, alive       the new one steps back; nothing is doubled
 *   in the same world, deaf        no page script has taken its bus: the new one replaces it
 *   in the world of an extension   it is an orphan: Chrome has taken its runtime id away, it can reach
 *   that was since replaced        nobody, and its page script still listens to WhatsApp for nothing
 *
 * Worlds cannot reach into one another, so orphans are told by an event on the document. The page can
 * forge that event, and no more is believed of it than that somebody called: who hears it looks at its
 * own runtime, which is Chrome's, and only an orphan stops.
 */

/** The event that asks orphans to stop. */
const RENEWED = "chatkeep-renewed";

/** The place of the bridge in its world, which the page cannot reach. */
const PLACE = "chatkeepBridge";

/** A bridge as others see it. */
export interface Resident {
  /** Whether a page script has taken its bus. */
  hears(): boolean;
  /** Stops it, and its page script with it. */
  stop(): void;
}

/** The place a bridge has taken. */
export interface Place {
  /** Gives it up. */
  leave(): void;
}

/** Whether Chrome has cut this script off from its extension. */
export function isOrphan(): boolean {
  return chrome.runtime?.id === undefined;
}

/**
 * Takes the place of the bridge for resident; undefined when another one holds it rightly. late says
 * that the page was running already, so that orphans may be in it.
 */
export function takePlace(resident: Resident, late: boolean): Place | undefined {
  const world = globalThis as { [PLACE]?: Resident };
  // An element of the page may be reached under the same name, but is no own property.
  const other = Object.getOwnPropertyDescriptor(world, PLACE)?.value as Resident | undefined;
  if (other !== undefined && !isOrphan() && other.hears()) {
    return undefined;
  }
  other?.stop();
  if (late) {
    document.dispatchEvent(new CustomEvent(RENEWED));
  }
  const called = (): void => {
    if (isOrphan()) {
      resident.stop();
    }
  };
  document.addEventListener(RENEWED, called);
  world[PLACE] = resident;
  return {
    leave() {
      document.removeEventListener(RENEWED, called);
      if (world[PLACE] === resident) {
        delete world[PLACE];
      }
    },
  };
}
