import type { Candidate, HeldNumber, Likeness } from "../shared/contract";
import { isolated, leftToRight, t } from "../shared/i18n";
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

/** Returns by which number a linked record was found, and how far it agrees unless it is the same. */
export function heldWords({ field, stored, likeness }: HeldNumber): string {
  // Whoever has chosen a doubtful one has compared it.
  const words = likeness && !doubtful.has(likeness.kind) ? likenessWords(likeness) : undefined;
  const number = t("held_number", leftToRight(stored), isolated(field));
  return words ? `${number} ${words}` : number;
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
