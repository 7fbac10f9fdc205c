import { html, nothing, type TemplateResult } from "lit";
import type { CheckName, Problem, ProblemCode, ZohoCheck } from "../shared/contract";
import { t, type MessageKey } from "../shared/i18n";
import { passes } from "../shared/problem";
import { statusLine, type Status } from "../shared/status";
import { code } from "./code";

/** Who can grant what is missing, and where: by the problem of a check. */
const grants: Partial<Record<ProblemCode, MessageKey>> = {
  scope_missing: "grant_scope",
  api_access: "grant_api_access",
  permission: "grant_permission",
  module_hidden: "grant_module",
  licence_ended: "grant_licence",
  user_deactivated: "grant_user",
  account_refused: "grant_account",
};

/** The same for what a check of the profile's permissions asks for, by its name. */
const permits: Partial<Record<CheckName, MessageKey>> = {
  create_contacts: "grant_create_contacts",
  create_leads: "grant_create_leads",
  write_notes: "grant_write_notes",
  attach: "grant_attach",
};

/** Returns whether two checks fail for want of the same thing. */
export function sameProblem(a: ZohoCheck, b: ZohoCheck): boolean {
  return (
    a.problem !== undefined &&
    !(a.problem.code === "permission" && permits[b.name]) &&
    a.problem.code === b.problem?.code &&
    a.problem.detail === b.problem.detail
  );
}

/**
 * Draws one check: its name, its result and, when it failed, what is missing, who can grant that
 * and where. A repeated problem is only named, because a line above explains it.
 */
export function checkLine(check: ZohoCheck, repeated: boolean): TemplateResult {
  const { name, problem } = check;
  return html`<li data-check=${name} data-ok=${check.ok ? "true" : "false"}>
    <p class="check-name">
      ${statusLine({ ...look(check), word: t(`zcheck_${name}`) })}
      <span class="result">${result(check)}</span>
    </p>
    ${check.ok || !problem
      ? nothing
      : html`<div class="check-help">${lacking(problem)} ${help(check, problem, repeated)}</div>`}
  </li>`;
}

function look({ ok, problem }: ZohoCheck): Omit<Status, "word"> {
  if (ok) {
    return { tone: "good", icon: "check" };
  }
  return problem && passes(problem.code)
    ? { tone: "wait", icon: "clock" }
    : { tone: "bad", icon: "alert" };
}

function result({ ok, problem }: ZohoCheck): string {
  if (ok) {
    return t("zcheck_works");
  }
  return problem ? t(`problem_${problem.code}`) : t("zcheck_not_made");
}

/** Draws the names of what is missing. Zoho names several scopes when it does not say which it is. */
function lacking({ code: problem, detail }: Problem): TemplateResult | typeof nothing {
  const names = detail?.split(", ").filter((name) => name !== "") ?? [];
  if (names.length === 0) {
    return nothing;
  }
  return html`<p>
    ${problem === "scope_missing" ? scopeLabel(names.length) : t("problem_detail")}
    ${names.map((name, i) => html`${i > 0 ? ", " : nothing}${code(name)}`)}
  </p>`;
}

function scopeLabel(names: number): string {
  return names === 1 ? t("zcheck_scope") : t("zcheck_scopes");
}

function help(
  { name }: ZohoCheck,
  { code: problem }: Problem,
  repeated: boolean,
): TemplateResult {
  const grant = (problem === "permission" ? permits[name] : undefined) ?? grants[problem];
  if (repeated) {
    return html`<p>${t("zcheck_as_above")}</p>`;
  }
  return html`<p>${grant ? t(grant) : t(`help_${problem}`)}</p>`;
}
