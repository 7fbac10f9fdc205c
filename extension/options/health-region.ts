import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { call } from "../shared/call";
import { Clock } from "../shared/clock";
import "../shared/command";
import type { Health, Verdict } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { locale, t } from "../shared/i18n";
import { CHECK } from "../shared/links";
import { statusLine, statusNote, tabStatus, verdictStatus } from "../shared/status";
import { ago, moment, timeTag } from "../shared/time";
import { code } from "./code";
import { saveReport } from "./health-report";
import { agreementTables, capabilityTable, chatTables, tabTable } from "./health-tables";

/** The verdicts whose reasons are worth a look: then they are unfolded. */
const telling: readonly Verdict[] = ["degraded", "partial", "changed"];

/** HealthRegion shows how well WhatsApp Web can be read, checks it again, and saves what it found. */
@customElement("chatkeep-health")
export class HealthRegion extends FaceElement {
  @property({ attribute: false }) health: Health | undefined;

  /** checkedHere is true after a check that this page has asked for. */
  @state() private checkedHere = false;

  constructor() {
    super();
    new Clock(this);
  }

  /** An address with the region's id was opened before the region was there. */
  protected override firstUpdated(): void {
    if (location.hash === `#${CHECK}`) {
      this.querySelector<HTMLElement>("h2")?.focus();
      this.querySelector("section")?.scrollIntoView();
    }
  }

  protected override render() {
    const health = this.health;
    return html`<section id=${CHECK} aria-labelledby="check-title">
      <h2 id="check-title" tabindex="-1">${t("check_title")}</h2>
      ${health ? found(health) : html`<p id="check-about">${t("check_about")}</p>`}
      <div class="row">
        <chatkeep-command
          name="check-now"
          .label=${t("check_now")}
          .busyLabel=${t("checking")}
          .command=${this.check}
        ></chatkeep-command>
        ${health
          ? html`<button
              id="save-report"
              type="button"
              class="secondary"
              aria-describedby="report-about"
              @click=${() => saveReport(health)}
            >
              ${t("save_report")}
            </button>`
          : nothing}
        <span id="check-done" role="status"
          >${health && this.checkedHere
            ? t("check_done", verdictStatus(health.verdict).word)
            : ""}</span
        >
      </div>
      ${health ? html`<p id="report-about" class="help">${t("report_about")}</p>` : nothing}
      ${health ? details(health) : nothing}
    </section>`;
  }

  private readonly check = async () => {
    this.checkedHere = false;
    const answer = await call("options/health.check", {});
    this.checkedHere = !answer.error;
    return answer;
  };
}

function found(health: Health): TemplateResult {
  const { verdict, at, build, state, reason, readyMs = 0, lastReadAt = 0, failed = [] } = health;
  return html`<div id="check-verdict" data-verdict=${verdict}>
      ${statusNote(verdictStatus(verdict), t(`verdict_help_${verdict}`), true)}
    </div>
    ${failed.length > 0
      ? html`<div id="check-failed">
          <p>${t("check_failed")}</p>
          <ul>
            ${failed.map((test) => html`<li>${t(`selftest_${test}`)}</li>`)}
          </ul>
        </div>`
      : nothing}
    ${state === "ready" && !health.agreement
      ? html`<p id="check-uncompared">${t("check_uncompared")}</p>`
      : nothing}
    <dl class="lines">
      ${line("check-at", t("check_at"), html`<span>${timeTag(at, moment(at))} · ${ago(at)}</span>`)}
      ${line(
        "check-state",
        t("check_tab"),
        html`${statusLine(tabStatus(state))} ${reason ? code(reason) : nothing}`,
      )}
      ${build ? line("check-build", t("check_build"), code(build)) : nothing}
      ${readyMs > 0 ? line("check-ready", t("check_ready"), seconds(readyMs)) : nothing}
      ${lastReadAt > 0
        ? line("check-read", t("check_read"), timeTag(lastReadAt, moment(lastReadAt)))
        : nothing}
    </dl>`;
}

function details(health: Health): TemplateResult {
  // A page that could not be asked has told nothing of its parts and its chats.
  const judged = health.capabilities.length > 0;
  return html`<details id="check-details" ?open=${telling.includes(health.verdict)}>
    <summary>${t("check_details")}</summary>
    <div class="tables">
      ${judged ? capabilityTable(health.capabilities) : nothing}
      ${health.agreement ? agreementTables(health.agreement) : nothing}
      ${judged ? chatTables(health) : nothing}
      ${tabTable(health)}
    </div>
  </details>`;
}

function line(id: string, label: string, value: TemplateResult | string): TemplateResult {
  return html`<div>
    <dt>${label}</dt>
    <dd id=${id}>${value}</dd>
  </div>`;
}

/** Writes a span of milliseconds in seconds with the unit of the language, for example "3.4 sec". */
function seconds(ms: number): string {
  const unit = { style: "unit", unit: "second", maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(locale(), unit).format(ms / 1000);
}
