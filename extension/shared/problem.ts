import { html, nothing, type TemplateResult } from "lit";
import type { CoreError, Problem, ProblemCode } from "./contract";
import { t, type MessageKey } from "./i18n";
import { icon } from "./icons";
import { moment, timeTag } from "./time";

/** Problems that pass without a person, so that they wait rather than alarm. */
const passing: readonly ProblemCode[] = [
  "unreachable",
  "zoho_fault",
  "throttled",
  "settling",
  "credits_used",
  "budget_reached",
  "quiet_hours",
];

/** Problems during which nothing is tried until a known time. */
const pausing: readonly ProblemCode[] = ["credits_used", "budget_reached", "quiet_hours"];

/** Returns whether a problem passes without a person. */
export function passes(code: ProblemCode): boolean {
  return passing.includes(code);
}

/**
 * Draws a problem: what happened, what is safe and what to do, and when it is tried again. Where the
 * problem's own words about that are of something else, help has others.
 */
export function problemNote(
  problem: Problem | undefined,
  help?: MessageKey,
): TemplateResult | typeof nothing {
  if (!problem) {
    return nothing;
  }
  const waits = passes(problem.code);
  const again = pausing.includes(problem.code) ? t("problem_goes_on") : t("problem_retry");
  const retryAt = problem.retryAt ?? 0;
  return html`<div class="note ${waits ? "wait" : "bad"}" data-problem=${problem.code}>
    ${icon(waits ? "clock" : "alert")}
    <div>
      <p class="note-title">${t(`problem_${problem.code}`)}</p>
      <p>${t(help ?? `help_${problem.code}`)}</p>
      ${problem.detail
        ? html`<p>${t("problem_detail")} <bdi class="detail">${problem.detail}</bdi></p>`
        : nothing}
      ${retryAt > 0
        ? html`<p>${again} ${timeTag(retryAt, moment(retryAt))}</p>`
        : nothing}
    </div>
  </div>`;
}

/**
 * Draws why a request was refused, and when it is worth trying again, without having it read out;
 * failureNote does both.
 */
export function failureText(error: CoreError): TemplateResult {
  const { problem, retryAt } = error;
  return problem
    ? html`${problemNote(retryAt ? { code: problem, retryAt } : { code: problem })}`
    : errorNote(error);
}

/** Draws why a request was refused, and has it read out at once. */
export function failureNote(error: CoreError | undefined): TemplateResult {
  return html`<div role="alert">${error ? failureText(error) : nothing}</div>`;
}

function errorNote(error: CoreError): TemplateResult {
  return html`<div class="note bad" data-error=${error.code}>
    ${icon("alert")}
    <div>
      <p class="note-title">${t(`error_${error.code}`)}</p>
      <p>${t(`error_help_${error.code}`)}</p>
    </div>
  </div>`;
}
