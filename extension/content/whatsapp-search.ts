import { call, extended, isArray, quietly } from "./originals";
import { field } from "./whatsapp-fields";
import type { Loader } from "./whatsapp-loader";
import { MEMBERS, type ModuleMember } from "./whatsapp-modules";

/** Which side of a message is meant: older ones are before it. */
export type Direction = "before" | "after";

/** Rows of WhatsApp's local database, oldest first. */
export interface Rows {
  rows: unknown[];
  /** missed is true for status 404: nothing was found, or the anchor is not in the database. */
  missed: boolean;
  variant: string;
}

/** A way of searching: what is called, with which arguments. */
interface Way {
  variant: string;
  member: ModuleMember;
  args(anchor: unknown, count: number, direction: Direction): unknown[];
}

const NEIGHBOURS: Record<Direction, Way> = {
  before: { variant: "msgFindBefore", member: MEMBERS.findBefore, args: (anchor, count) => [{ anchor, count }] },
  after: { variant: "msgFindAfter", member: MEMBERS.findAfter, args: (anchor, count) => [{ anchor, count }] },
};

const EITHER: Way = {
  variant: "msgFindByDirection",
  member: MEMBERS.findByDirection,
  args: (anchor, count, direction) => [{ anchor, count, direction }],
};

/**
 * The search of builds before 2.3000.1034162388 (February 2026): its anchor carries the count. A MsgKey
 * is told by its class there, so the anchor is an object that inherits from the key.
 */
const QUERY: Way = {
  variant: "msgFindQuery",
  member: MEMBERS.findQuery,
  args: (anchor, count, direction) => [direction, extended(anchor as object, { count, direction })],
};

/** The ways of searching in a direction, best first. */
const waysOf = (direction: Direction): readonly Way[] => [NEIGHBOURS[direction], EITHER, QUERY];

/** The first way of searching in a direction that this build has, "" when it has none. */
export function searchVariant(loader: Loader, direction: Direction): string {
  const ways = waysOf(direction);
  for (let i = 0; i < ways.length; i++) {
    if (loader.find((ways[i] as Way).member) !== undefined) {
      return (ways[i] as Way).variant;
    }
  }
  return "";
}

/**
 * A search from an anchor: a MsgKey instance, or {remote: Wid} for the newest messages of a chat.
 * WAWebDBMessageFindLocal (client revision 1044822804) reads and decrypts the local database; it makes
 * no network call and does not touch the list on screen. Undefined when no way answers.
 */
export async function search(
  loader: Loader,
  direction: Direction,
  anchor: unknown,
  count: number,
): Promise<Rows | undefined> {
  const ways = waysOf(direction);
  for (let i = 0; i < ways.length; i++) {
    const way = ways[i] as Way;
    const rows = await ask(loader, way, () => way.args(anchor, count, direction));
    if (rows !== undefined) {
      return rows;
    }
  }
  return undefined;
}

/** One way of searching; undefined when it is missing, fails or answers in another shape. */
async function ask(loader: Loader, way: Way, args: () => unknown[]): Promise<Rows | undefined> {
  const target = loader.find(way.member);
  if (target === undefined) {
    return undefined;
  }
  const { variant } = way;
  try {
    const answer = await call(target.value, target.owner, args());
    // msgFindQuery answers with the rows themselves, or with {status: 404} alone.
    const rows = isArray(answer) ? answer : quietly(() => field(answer, "messages"));
    const status = quietly(() => field(answer, "status"));
    const missed = typeof status === "number" && status >= 400;
    if (isArray(rows)) {
      return { rows: missed ? [] : rows, missed, variant };
    }
    return missed ? { rows: [], missed, variant } : undefined;
  } catch {
    return undefined;
  }
}
