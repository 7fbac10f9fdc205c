/** Reach is one of the ways to say how far back a chat shall be saved. */
export type Reach = "week" | "month" | "year" | "all";

/** The reaches, the shortest first. */
const reaches: readonly Reach[] = ["week", "month", "year", "all"];

/** EARLIEST is the first day to choose, as a date input writes it: WhatsApp began in 2009. */
export const EARLIEST = "2009-01-01";

/** Returns where a reach begins: local midnight in Unix seconds, 0 for a chat's first message. */
export function beginOf(reach: Reach, now: Date): number {
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()];
  switch (reach) {
    case "week":
      return seconds(new Date(year, month, day - 7));
    case "month":
      return seconds(new Date(year, month, day - 30));
    case "year":
      return seconds(new Date(year - 1, month, day));
    case "all":
      return 0;
  }
}

/** Returns the reaches that begin on an earlier day than the moment from, in Unix seconds. */
export function furtherThan(from: number, now: Date): Reach[] {
  return reaches.filter((reach) => beginOf(reach, now) < midnight(from));
}

/** Returns the day before the one of the moment from, in Unix seconds, as a date input writes it. */
export function dayBefore(from: number): string {
  const then = new Date(from * 1000);
  const before = new Date(then.getFullYear(), then.getMonth(), then.getDate() - 1);
  const parts = [before.getFullYear(), before.getMonth() + 1, before.getDate()];
  return parts.map((part, i) => String(part).padStart(i === 0 ? 4 : 2, "0")).join("-");
}

/**
 * Returns the local midnight, in Unix seconds, of a day as a date input writes it; undefined when
 * it is none, or is not from 2009 on and before the day of the moment from, in Unix seconds.
 */
export function beginOfDay(day: string, from: number): number | undefined {
  // Days written with as many digits stand in the order of time.
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || day < EARLIEST || day > dayBefore(from)) {
    return undefined;
  }
  return seconds(new Date(`${day}T00:00`));
}

function midnight(at: number): number {
  const then = new Date(at * 1000);
  return seconds(new Date(then.getFullYear(), then.getMonth(), then.getDate()));
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
