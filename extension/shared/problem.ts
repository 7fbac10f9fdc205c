import { html, nothing, type TemplateResult } from "lit";
import type { CoreError, Problem, ProblemCode } from "./contract";
import { t } from "./i18n";
import { icon } from "./icons";
import { moment, timeTag } from "./time";

/** Problems that pass without a person, so that they wait rather than alarm. */
const passing: readonly ProblemCode[] = ["unreachable", "zoho_fault", "throttled", "settling"];

/** Draws a problem: what happened, what is safe and what to do, and when it is tried again. */
export function problemNote(problem: Problem | undefined): TemplateResult | typeof nothing {
  if (!problem) {
    return nothing;
  }
  const waits = passing.includes(problem.code);
  const retryAt = problem.retryAt ?? 0;
  return html`<div class="note ${waits ? "wait" : "bad"}" data-problem=${problem.code}>
    ${icon(waits ? "clock" : "alert")}
    <div>
      <p class="note-title">${t(`problem_${problem.code}`)}</p>
      <p>${t(`help_${problem.code}`)}</p>
      ${problem.detail
        ? html`<p>${t("problem_detail")} <bdi class="detail">${problem.detail}</bdi></p>`
        : nothing}
      ${retryAt > 0
        ? html`<p>${t("problem_retry")} ${timeTag(retryAt, moment(retryAt))}</p>`
        : nothing}
    </div>
  </div>`;
}

/** Draws why a request was refused, and has it read out at once. */
export function failureNote(error: CoreError | undefined): TemplateResult {
  return html`<div role="alert">${error ? failure(error) : nothing}</div>`;
}

function failure(error: CoreError): TemplateResult | typeof nothing {
  if (error.problem) {
    return problemNote({ code: error.problem });
  }
  return html`<div class="note bad" data-error=${error.code}>
    ${icon("alert")}
    <div>
      <p class="note-title">${t(`error_${error.code}`)}</p>
      <p>${t(`error_help_${error.code}`)}</p>
    </div>
  </div>`;
}
