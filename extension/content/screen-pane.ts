import { LIMITS } from "./limits";
import { PANE, TITLE_2025, TITLE_2026 } from "./screen-layouts";
import { textOf } from "./screen-text";
import { cutText } from "./text";

/** Where in the pane it is looked whether something covers it, as parts of its width and height. */
const PROBES = [
  [0.5, 0.5],
  [0.25, 0.25],
  [0.75, 0.25],
  [0.25, 0.75],
  [0.75, 0.75],
] as const;

/**
 * The pane of the open conversation, when the user can see it. Under WhatsApp's lock, its QR code or any
 * other cover there is none, even if the page has left it in place: reading it would get around the
 * cover.
 */
export function visiblePane(): Element | undefined {
  const pane = document.querySelector(PANE);
  if (pane === null || !pane.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) {
    return undefined;
  }
  const { left, top, width, height } = pane.getBoundingClientRect();
  const seen = PROBES.some(([x, y]) => pane.contains(document.elementFromPoint(left + x * width, top + y * height)));
  return seen ? pane : undefined;
}

/** The name over the conversation, with the layout it was found in; undefined when there is none. */
export function titleOf(pane: Element): { title: string; layout: "2025" | "2026" } | undefined {
  const title2026 = pane.querySelector(TITLE_2026);
  if (title2026 !== null) {
    return { title: nameIn(title2026), layout: "2026" };
  }
  const title2025 = pane.querySelector(TITLE_2025);
  if (title2025 !== null) {
    return { title: nameIn(title2025) || bounded(title2025.getAttribute("title") ?? ""), layout: "2025" };
  }
  return undefined;
}

function nameIn(element: Element): string {
  return bounded(textOf(element, LIMITS.name).text);
}

function bounded(title: string): string {
  return cutText(title.slice(0, 4 * LIMITS.name).trim(), LIMITS.name).text;
}
