import { html, nothing, type TemplateResult } from "lit";
import type { ProblemCode, View, ZohoView } from "../shared/contract";
import { t } from "../shared/i18n";
import { openSettings } from "../shared/links";
import { problemNote } from "../shared/problem";
import { signInHelps } from "../shared/sign-in-helps";
import { statusNote, zohoStatus } from "../shared/status";
import { tabNotice } from "./tab-notice";

/** Notice explains why chats cannot be served right now. */
export interface Notice {
  note: TemplateResult;
  /** primary is true when the notice holds the one primary button. */
  primary: boolean;
  /** problem is what the notice has told of, so that nothing else tells of it again. */
  problem?: ProblemCode | undefined;
}

/** Returns the most pressing notice, or undefined when Zoho and WhatsApp Web both work. */
export function noticeFor(view: View): Notice | undefined {
  const zoho = view.zoho.state;
  if (zoho === "signed_out" || zoho === "refused") {
    const button = signInHelps(view.zoho) ? signInButton() : nothing;
    return {
      note: zohoNote(view.zoho, button),
      primary: button !== nothing,
      problem: view.zoho.problem?.code,
    };
  }
  if (view.whatsapp.state !== "ready") {
    return tabNotice(view);
  }
  if (zoho === "unreachable") {
    return {
      note: zohoNote(view.zoho, nothing),
      primary: false,
      problem: view.zoho.problem?.code,
    };
  }
  return undefined;
}

function zohoNote(zoho: ZohoView, button: TemplateResult | typeof nothing): TemplateResult {
  const { state, problem } = zoho;
  return html`<section id="zoho-notice" data-state=${state}>
    ${problem ? problemNote(problem) : statusNote(zohoStatus(zoho), t(`zoho_about_${state}`))}
    ${button}
  </section>`;
}

function signInButton(): TemplateResult {
  return html`<button id="sign-in-again" type="button" class="primary" @click=${openSettings}>
    ${t("sign_in_again")}
  </button>`;
}
