import type { TabLife } from "../shared/contract";
import { onDocument, visibility } from "./originals";

/** How the browser treats the page: whether it is covered, and how often it was frozen. */
export interface PageLife {
  tab(): TabLife;
  stop(): void;
}

/**
 * Follows the life of the page. Chrome freezes a page that has been hidden for some minutes: no script
 * of it runs, until the document hears "resume" (Page Lifecycle,
 * https://wicg.github.io/page-lifecycle/).
 */
export function createPageLife(): PageLife {
  let thawed = 0;
  const stop = onDocument("resume", () => thawed++);
  return {
    stop,
    tab() {
      const tab: TabLife = {};
      if (visibility() === "hidden") {
        tab.hidden = true;
      }
      if (thawed > 0) {
        tab.thawed = thawed;
      }
      return tab;
    },
  };
}
