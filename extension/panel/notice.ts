import { html, nothing, type TemplateResult } from "lit";
import type { ProblemCode, TabState, View, ZohoView } from "../shared/contract";
import { t } from "../shared/i18n";
import { icon } from "../shared/icons";
import { openSettings } from "../shared/links";
import { problemNote } from "../shared/problem";
import { signInHelps } from "../shared/sign-in-helps";
import { tabStatus, zohoStatus, type Status } from "../shared/status";
import { reloadWhatsApp, WHATSAPP } from "./whatsapp-tab";

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
  const tab = view.whatsapp.state;
  if (zoho === "signed_out" || zoho === "refused") {
    const button = signInHelps(view.zoho) ? signInButton() : nothing;
    return {
      note: zohoNote(view.zoho, button),
      primary: button !== nothing,
      problem: view.zoho.problem?.code,
    };
  }
  if (tab !== "ready") {
    const button = tabButton(tab);
    return { note: tabNote(tab, button), primary: button !== nothing };
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
    ${problem ? problemNote(problem) : note(zohoStatus(state), t(`zoho_about_${state}`))} ${button}
  </section>`;
}

function tabNote(state: TabState, button: TemplateResult | typeof nothing): TemplateResult {
  return html`<section id="whatsapp-notice" data-state=${state}>
    ${note(tabStatus(state), t(`whatsapp_about_${state}`))} ${button}
  </section>`;
}

function note(status: Status, about: string): TemplateResult {
  return html`<div class="note ${status.tone}" role="status">
    ${icon(status.icon)}
    <div>
      <p class="note-title">${status.word}</p>
      <p>${about}</p>
    </div>
  </div>`;
}

function signInButton(): TemplateResult {
  return html`<button id="sign-in-again" type="button" class="primary" @click=${openSettings}>
    ${t("sign_in_again")}
  </button>`;
}

function tabButton(state: TabState): TemplateResult | typeof nothing {
  switch (state) {
    case "no_tab":
      return html`<a
        id="open-whatsapp"
        class="button primary"
        href=${WHATSAPP}
        target="_blank"
        rel="noopener noreferrer"
        >${t("open_whatsapp")}</a
      >`;
    case "silent":
    case "unreadable":
      return html`<button
        id="reload-whatsapp"
        type="button"
        class="primary"
        @click=${() => void reloadWhatsApp()}
      >
        ${t("reload_whatsapp")}
      </button>`;
    default:
      return nothing;
  }
}
