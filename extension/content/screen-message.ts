import { LIMITS } from "./limits";
import { QUOTED, READ_MORE, STAMPED, WORDLESS, WORDS } from "./screen-layouts";
import { textOf } from "./screen-text";
import { cutText, type CutText } from "./text";

/**
 * The words of the message in a row, "" when it has none. cut is true when WhatsApp shows only their
 * beginning, behind "read more", or when they are longer than the bridge carries. Words of what the
 * message answers are not its own.
 */
export function wordsOf(row: Element): CutText {
  if (own(row, WORDLESS).length > 0) {
    return { text: "", cut: false };
  }
  const body = own(row, STAMPED)[0] ?? row;
  const parts = own(body, WORDS).filter((part) => part.parentElement?.closest(WORDS) == null);
  const shortened = parts.some((part) => isShortened(part, body));
  const read = parts.map((part) => textOf(part));
  const text = read.map((part) => part.text).join("\n");
  const within = cutText(shortened ? text.replace(/(?:…|\.\.\.)\s*$/, "") : text, LIMITS.text);
  return { text: within.text, cut: within.cut || shortened || read.some(({ cut }) => cut) };
}

/** The parts of a message that are not of what it answers. */
function own(body: Element, selector: string): Element[] {
  return [...body.querySelectorAll(selector)].filter((element) => element.closest(QUOTED) === null);
}

/** Whether a button follows a text, or stands in it, that would show the rest. */
function isShortened(words: Element, body: Element): boolean {
  if ([...words.querySelectorAll(READ_MORE)].some(isPlainButton)) {
    return true;
  }
  for (let at: Element | null = words; at !== null && at !== body; at = at.parentElement) {
    const next = at.nextElementSibling;
    if (next !== null && next.matches(READ_MORE) && isPlainButton(next)) {
      return true;
    }
  }
  return false;
}

/** A button of words alone: no mention, no picture, no named part of a message. */
function isPlainButton(button: Element): boolean {
  return (
    !button.hasAttribute("data-plain-text") &&
    !button.hasAttribute("data-app-text-template") &&
    button.querySelector("img, svg, [data-testid]") === null
  );
}
