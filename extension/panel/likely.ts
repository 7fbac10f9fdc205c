import type { MatchReason } from "../shared/contract";

/**
 * The reasons for which a record may be suggested. Another country, somebody else's field and the
 * same last digits are left out: each of them needs a person who compares.
 */
const likely: readonly MatchReason[] = ["same", "variant", "national", "duplicate"];

/** Returns whether a record that is offered for a reason is likely to be the person. */
export function isLikely(reason: MatchReason | undefined): boolean {
  return reason !== undefined && likely.includes(reason);
}
