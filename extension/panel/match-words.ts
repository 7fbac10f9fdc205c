import type { Candidate, Likeness } from "../shared/contract";
import { leftToRight, t } from "../shared/i18n";
import { regionName } from "../shared/region-name";
import { count } from "../shared/time";

/** doubtful are the ways of agreeing that only a person can judge. */
const doubtful: ReadonlySet<Likeness["kind"]> = new Set(["elsewhere", "length", "tail", "partial"]);

/** Returns in a sentence or two why a record is offered for a chat. */
export function matchWords({ reason, likeness }: Candidate): string {
  const told = likeness && likenessWords(likeness);
  // Whose number it is, or what Zoho says, matters more than how far the digits agree.
  const first =
    told && reason !== "someone_else" && reason !== "duplicate" ? told : t(`reason_${reason}`);
  return likeness?.extension
    ? `${first} ${t("likeness_extension", leftToRight(likeness.extension))}`
    : first;
}

/** Returns how far the number by which a linked record was found agrees; nothing when that is clear. */
export function heldWords(likeness: Likeness | undefined): string | undefined {
  // Whoever has chosen a doubtful one has compared it.
  return likeness && !doubtful.has(likeness.kind) ? likenessWords(likeness) : undefined;
}

/** Returns how far two numbers agree; nothing where the reason already says all there is. */
function likenessWords({ kind, region, digits }: Likeness): string | undefined {
  switch (kind) {
    case "same":
      return undefined;
    case "region":
    case "elsewhere":
      return region ? t(`likeness_${kind}`, regionName(region)) : undefined;
    case "length":
    case "tail":
    case "partial":
      return digits ? t(`likeness_${kind}`, count(digits)) : undefined;
    default:
      return t(`likeness_${kind}`);
  }
}
