import { call, extended, isArray, quietly } from "./originals";
import { createPatience } from "./patience";
import { field } from "./whatsapp-fields";
import type { Found, Loader } from "./whatsapp-loader";
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

/** Searches WhatsApp's local database in the first way that answers. */
export interface Search {
  /** The first way of searching in a direction that this build has, "" when it has none. */
  variant(direction: Direction): string;
  /**
   * A search from an anchor: a MsgKey instance, or {remote: Wid} for the newest messages of a chat. It ends
   * by the time until, on the clock of now(). Undefined when no way answers.
   */
  rows(direction: Direction, anchor: unknown, count: number, until: number): Promise<Rows | undefined>;
}

/**
 * Makes the search. WAWebDBMessageFindLocal (client revision 1044822804) reads and decrypts the local
 * database; it makes no network call and does not touch the list on screen. Which way is used is decided at
 * every search anew, by what answers.
 */
export function createSearch(loader: Loader): Search {
  const patience = createPatience();

  return {
    variant(direction) {
      const ways = waysOf(direction);
      for (let i = 0; i < ways.length; i++) {
        if (loader.find((ways[i] as Way).member) !== undefined) {
          return (ways[i] as Way).variant;
        }
      }
      return "";
    },
    async rows(direction, anchor, count, until) {
      const ways = waysOf(direction);
      for (let i = 0; i < ways.length; i++) {
        const way = ways[i] as Way;
        const target = loader.find(way.member);
        const answer =
          target && (await patience.ask(way.variant, until, () => ask(target, way, way.args(anchor, count, direction))));
        if (answer !== undefined) {
          return answer;
        }
      }
      return undefined;
    },
  };
}

/** One way of searching; undefined when it answers in another shape. */
async function ask(target: Found, { variant }: Way, args: unknown[]): Promise<Rows | undefined> {
  const answer = await call(target.value, target.owner, args);
  // msgFindQuery answers with the rows themselves, or with {status: 404} alone.
  const rows = isArray(answer) ? answer : quietly(() => field(answer, "messages"));
  const status = quietly(() => field(answer, "status"));
  const missed = typeof status === "number" && status >= 400;
  if (isArray(rows)) {
    return { rows: missed ? [] : rows, missed, variant };
  }
  return missed ? { rows: [], missed, variant } : undefined;
}
