import { html, nothing, type TemplateResult } from "lit";
import type { ProblemCode, TabState, View } from "../shared/contract";
import { t } from "../shared/i18n";
import { openCheck, openSettings } from "../shared/links";
import { statusNote, tabStatus } from "../shared/status";
import type { Notice } from "./notice";
import { reloadWhatsApp, wakeWhatsApp, WHATSAPP } from "./whatsapp-tab";

/** The problems of a chat or of the backup that a state of the tab explains. */
const explained: Partial<Record<TabState, ProblemCode>> = {
  unreadable: "unreadable",
  partial: "partial",
  changed: "whatsapp_changed",
};

/** Returns the notice about a WhatsApp Web tab that is not ready: why, and the next step. */
export function tabNotice({ whatsapp, settings }: View): Notice {
  const { state } = whatsapp;
  const button = step(state);
  const doubtful = state === "partial" || state === "changed";
  return {
    note: html`<section id="whatsapp-notice" data-state=${state}>
      ${statusNote(tabStatus(state), t(`whatsapp_about_${state}`))}
      ${doubtful ? html`<div class="row">${button} ${checkButton()}</div>` : button}
      ${state === "asleep" && !settings.keepAwake ? keepAwakeHint() : nothing}
    </section>`,
    // What the open chat shows can be worked with, so its button may be the primary one.
    primary: button !== nothing && state !== "partial",
    problem: explained[state],
  };
}

function step(state: TabState): TemplateResult | typeof nothing {
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
    case "asleep":
      return tabButton("wake-whatsapp", t("wake_whatsapp"), "primary", wakeWhatsApp);
    case "silent":
    case "unreadable":
    case "changed":
      return tabButton("reload-whatsapp", t("reload_whatsapp"), "primary", reloadWhatsApp);
    case "partial":
      return tabButton("reload-whatsapp", t("reload_whatsapp"), "secondary", reloadWhatsApp);
    default:
      return nothing;
  }
}

function tabButton(
  id: string,
  words: string,
  look: "primary" | "secondary",
  act: () => Promise<void>,
): TemplateResult {
  return html`<button id=${id} type="button" class=${look} @click=${() => void act()}>
    ${words}
  </button>`;
}

function keepAwakeHint(): TemplateResult {
  return html`<p id="keep-awake-hint" class="muted">
    ${t("asleep_hint")}
    <button id="keep-awake-settings" type="button" class="link" @click=${openSettings}>
      ${t("asleep_settings")}
    </button>
  </p>`;
}

function checkButton(): TemplateResult {
  return html`<button id="open-check" type="button" class="link" @click=${() => void openCheck()}>
    ${t("open_check")}
  </button>`;
}
