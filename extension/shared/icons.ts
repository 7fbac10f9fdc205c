import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit";

/** IconName names a drawing of this file. */
export type IconName =
  | "check"
  | "clock"
  | "alert"
  | "info"
  | "pause"
  | "asleep"
  | "search"
  | "choose"
  | "plus"
  | "group"
  | "person"
  | "shield"
  | "hidden"
  | "external"
  | "copy"
  | "unlink"
  | "never";

/** Drawings on a grid of 16, in strokes of the current text colour. */
const drawings: Record<IconName, SVGTemplateResult> = {
  check: svg`<circle cx="8" cy="8" r="6.25" /><path d="M5.25 8.25 7.25 10.25 10.75 6" />`,
  clock: svg`<circle cx="8" cy="8" r="6.25" /><path d="M8 4.5V8l2.25 1.5" />`,
  alert: svg`<path d="M8 2.25 14.25 13.5H1.75z" /><path d="M8 6.5v3M8 11.4v.1" />`,
  info: svg`<circle cx="8" cy="8" r="6.25" /><path d="M8 7.5v3.25M8 5.2v.1" />`,
  pause: svg`<circle cx="8" cy="8" r="6.25" /><path d="M6.5 5.75v4.5M9.5 5.75v4.5" />`,
  asleep: svg`<path d="M13.25 9.75A5.75 5.75 0 1 1 6.5 2.6a4.75 4.75 0 0 0 6.75 7.15z" />`,
  search: svg`<circle cx="7" cy="7" r="4.5" /><path d="m10.5 10.5 3.25 3.25" />`,
  choose: svg`<circle cx="8" cy="8" r="6.25" /><path d="M6.25 6.25a1.75 1.75 0 1 1 2.6 1.55c-.6.35-.85.7-.85 1.3M8 11.2v.1" />`,
  plus: svg`<circle cx="8" cy="8" r="6.25" /><path d="M8 5.25v5.5M5.25 8h5.5" />`,
  group: svg`<circle cx="6" cy="5.5" r="2.5" /><path d="M1.5 13c.3-2.6 2-4 4.5-4s4.2 1.4 4.5 4M10.5 3.3a2.5 2.5 0 0 1 0 4.4M12.2 9.6c1.3.6 2.1 1.7 2.3 3.4" />`,
  person: svg`<circle cx="8" cy="5.25" r="2.75" /><path d="M2.75 13.5c.35-2.8 2.35-4.25 5.25-4.25s4.9 1.45 5.25 4.25" />`,
  shield: svg`<path d="M8 1.75 13.25 3.5v4.25c0 3.25-2.15 5.4-5.25 6.5-3.1-1.1-5.25-3.25-5.25-6.5V3.5z" />`,
  hidden: svg`<path d="M2 8s2.2-4 6-4 6 4 6 4-2.2 4-6 4-6-4-6-4zM3 13 13 3" />`,
  external: svg`<path d="M9.5 2.5h4v4M13.5 2.5 8 8M12.25 9v3.5a1 1 0 0 1-1 1H3.5a1 1 0 0 1-1-1V4.75a1 1 0 0 1 1-1H7" />`,
  copy: svg`<rect x="5.5" y="5.5" width="8" height="8" rx="1.25" /><path d="M3.5 10.5a1 1 0 0 1-1-1V3.5a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1" />`,
  unlink: svg`<path d="M6.5 9.5a2.6 2.6 0 0 1 0-3.7l.6-.6M9.5 6.5a2.6 2.6 0 0 1 0 3.7l-.6.6M8.6 3.7l.7-.7a2.6 2.6 0 0 1 3.7 3.7l-.7.7M7.4 12.3l-.7.7A2.6 2.6 0 0 1 3 9.3l.7-.7M2.5 2.5l11 11" />`,
  never: svg`<circle cx="8" cy="8" r="6.25" /><path d="m3.6 3.6 8.8 8.8" />`,
};

/** Returns an icon of 16 by 16 px. It is decoration: a word always stands beside it. */
export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    ${drawings[name]}
  </svg>`;
}
