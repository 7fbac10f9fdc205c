import { html, nothing, type TemplateResult } from "lit";
import type { ProofDifference, ProofGap } from "../shared/contract";
import { t } from "../shared/i18n";
import { plural, type PluralKeys } from "../shared/plural";
import { count, day, timeTag } from "../shared/time";

/** Says that a gap is no fault: nobody has asked for the messages, or nobody knows of any. */
export function isQuiet({ cause }: ProofGap): boolean {
  return cause === "not_asked" || cause === "older_unknown";
}

/** Draws what is not in Zoho, and why, as an item of a list. */
export function gapLine({ cause, date, count: messages = 0, before, problem }: ProofGap): TemplateResult {
  return html`<li data-cause=${cause}>
    ${date ? html`<span class="muted">${date}</span>` : nothing}
    ${before ? timeTag(before * 1000, t("proof_before", day(before * 1000))) : nothing}
    ${!before && (cause === "on_phone" || cause === "not_loaded") ? html`<span>${t("proof_oldest")}</span>` : nothing}
    <span>${t(`gap_${cause}`)}${messages > 0 ? ` (${count(messages)})` : ""}</span>
    ${problem ? html`<span class="muted">· ${t(`problem_${problem.code}`)}</span>` : nothing}
  </li>`;
}

/** Draws how a note differs from what was confirmed, as an item of a list. */
export function differenceLine({
  kind,
  date,
  missing = 0,
  missingAt = [],
  unexpected = 0,
  unexpectedAt = [],
}: ProofDifference): TemplateResult {
  return html`<li data-kind=${kind}>
    <span class="muted">${date}</span> <span>${t(`proof_note_${kind}`)}</span>
    ${linesAt("missing", missing, missingAt, { one: "proof_lines_missing_one", other: "proof_lines_missing_other" })}
    ${linesAt("unexpected", unexpected, unexpectedAt, {
      one: "proof_lines_unexpected_one",
      other: "proof_lines_unexpected_other",
    })}
  </li>`;
}

/** Draws how many lines of a note differ in one way, with the times of the first of them. */
function linesAt(
  way: string,
  lines: number,
  times: readonly string[],
  keys: PluralKeys,
): TemplateResult | typeof nothing {
  if (lines === 0) {
    return nothing;
  }
  const named = times.length < lines ? [...times, "…"] : times;
  return html`<div data-lines=${way}>
    ${plural(lines, keys)}${times.length > 0
      ? html`: <span class="times" dir="ltr">${named.join(", ")}</span>`
      : nothing}
  </div>`;
}
