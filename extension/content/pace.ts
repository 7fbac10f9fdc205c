import { breathe, now } from "./originals";

/** How long this script works at a stretch, in milliseconds; a frame of the page has 16. */
const STRETCH_MS = 12;

/** Keeps long work from holding up the page. */
export interface Pace {
  /** Whether the page should have its turn now. */
  due(): boolean;
  /** Gives the page its turn. */
  rest(): Promise<void>;
}

/** Makes the pace of one piece of work. */
export function createPace(): Pace {
  let since = now();
  return {
    due: () => now() - since >= STRETCH_MS,
    async rest() {
      await breathe();
      since = now();
    },
  };
}
