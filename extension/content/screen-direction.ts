import type { ScreenDirection } from "../shared/contract";
import { mark, META, QUOTED, SENT_MARKS, TAILS } from "./screen-layouts";

const SENT = SENT_MARKS.map(mark).join(", ");

/**
 * Whose message a row of layout "2026" is, as far as it shows: an own message has the mark of its state
 * beside its time, and the first message of a run has a tail to one side. What shows neither, or both,
 * is not guessed; neither is the name, since a contact may be called like the user.
 */
export function directionOf(row: Element): ScreenDirection {
  const metas = [...row.querySelectorAll(META)].filter((meta) => meta.closest(QUOTED) === null);
  const out = metas.some((meta) => meta.querySelector(SENT) !== null) || shows(row, mark(TAILS.out));
  const incoming = shows(row, mark(TAILS.in));
  return out === incoming ? "unknown" : out ? "out" : "in";
}

function shows(row: Element, selector: string): boolean {
  return [...row.querySelectorAll(selector)].some((element) => element.closest(QUOTED) === null);
}
