import type { ScreenDirection, ScreenLayout, ScreenWitness } from "../shared/contract";
import { messageKey, partsOfKey } from "./database-values";
import { LIMITS } from "./limits";
import { directionOf } from "./screen-direction";
import { GROUPED, ROW, ROW_ID } from "./screen-layouts";
import { titleOf, visiblePane } from "./screen-pane";

/** One message on the screen. */
export interface VisibleRow {
  id: string;
  direction: ScreenDirection;
  /** The message's whole key, which only layout "2025" has. */
  key?: string;
  element: Element;
}

/** What the screen shows of the open chat. */
export interface Screen {
  layout: ScreenLayout;
  title: string;
  /** rows are in the order of the screen, oldest first. */
  rows: VisibleRow[];
}

/** A bare message id, such as "3EB0C767D097B7C7C030" or "255945813". */
const BARE_ID = /^[0-9A-Za-z][0-9A-Za-z_.:-]{0,127}$/;

/**
 * Reads what the screen shows. Nothing is changed by it: no click, no focus, no scrolling, no attribute.
 * Rows that are scrolled away are not in the page at all.
 */
export function readScreen(): Screen {
  const pane = visiblePane();
  const head = pane === undefined ? undefined : titleOf(pane);
  if (pane === undefined || head === undefined) {
    return { layout: "none", title: "", rows: [] };
  }
  const rows = rowsIn(pane);
  // Builds between the two layouts have the new header and the old keys; the rows decide.
  const layout = rows.some(({ key }) => key !== undefined) ? "2025" : rows.length > 0 ? "2026" : head.layout;
  return { layout, title: head.title, rows };
}

/** What tells one open chat from another at a glance. */
export interface Glance {
  title: string;
  /** ids are those of the rows on the screen, as they are written there. */
  ids: string[];
}

/** Looks which chat is open, without looking into its rows; undefined when none shows. */
export function glance(): Glance | undefined {
  const pane = visiblePane();
  const head = pane === undefined ? undefined : titleOf(pane);
  if (pane === undefined || head === undefined) {
    return undefined;
  }
  const ids: string[] = [];
  for (const element of pane.querySelectorAll(ROW)) {
    const id = element.getAttribute(ROW_ID) ?? "";
    if (id.length <= LIMITS.id && ids.length < LIMITS.screenRows) {
      ids.push(id);
    }
  }
  return { title: head.title, ids };
}

/** The screen's testimony: ids and directions, no content. */
export function screenWitness(): ScreenWitness {
  const { layout, title, rows } = readScreen();
  const witness: ScreenWitness = { layout, rows: rows.map(({ id, direction }) => ({ id, direction })) };
  if (title !== "") {
    witness.title = title;
  }
  return witness;
}

function rowsIn(pane: Element): VisibleRow[] {
  const rows: VisibleRow[] = [];
  const told = new Set<string>();
  for (const element of pane.querySelectorAll(ROW)) {
    const row = rowOf(element);
    if (row !== undefined && !told.has(row.id)) {
      told.add(row.id);
      rows.push(row);
    }
  }
  // Of an endless list the end counts, where the newest messages are.
  return rows.slice(-LIMITS.screenRows);
}

function rowOf(element: Element): VisibleRow | undefined {
  const value = element.getAttribute(ROW_ID) ?? "";
  if (value.length > LIMITS.id || GROUPED.test(value) || isInside(element)) {
    return undefined;
  }
  const key = messageKey(value);
  const parts = partsOfKey(key);
  if (key !== undefined && parts !== undefined) {
    return { id: parts.id, key, direction: parts.fromMe ? "out" : "in", element };
  }
  return BARE_ID.test(value) ? { id: value, direction: directionOf(element), element } : undefined;
}

/** Whether an element is part of another row, such as a picture of an album. */
function isInside(element: Element): boolean {
  return element.parentElement?.closest(`[${ROW_ID}]`) != null;
}
