import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { Clock } from "../shared/clock";
import type { CreditsView, Problem, Purpose } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { t } from "../shared/i18n";
import { problemNote } from "../shared/problem";
import { statusLine } from "../shared/status";
import { count, moment, timeTag } from "../shared/time";
import { factsTable } from "./facts-table";

const purposes: readonly Purpose[] = ["backup", "lookup", "directory", "create", "connect"];

/** CreditsRegion shows what Chatkeep has spent of the company's API credits, and what is left. */
@customElement("chatkeep-credits")
export class CreditsRegion extends FaceElement {
  @property({ attribute: false }) credits: CreditsView | undefined;
  /** budget is how many credits may be spent in a day, 0 for no limit. */
  @property({ attribute: false }) budget = 0;
  /** problem is the one that keeps the backup waiting; only one about the budget is told here. */
  @property({ attribute: false }) problem: Problem | undefined;

  constructor() {
    super();
    new Clock(this);
  }

  protected override render() {
    const credits = this.credits;
    if (!credits) {
      return nothing;
    }
    const { used, by, pausedUntil = 0 } = credits;
    return html`<section id="credits" aria-labelledby="credits-title">
      <h2 id="credits-title">${t("credits_title")}</h2>
      ${problemNote(this.problem?.code === "budget_reached" ? this.problem : undefined)}
      ${this.spent(used)}
      ${pausedUntil > Date.now()
        ? html`<p id="credits-paused">
            ${statusLine({ tone: "wait", icon: "clock", word: t("credits_paused") })}
            ${timeTag(pausedUntil, moment(pausedUntil))}
          </p>`
        : nothing}
      <dl class="lines">
        <div>
          <dt>${t("credits_left")}</dt>
          <dd id="credits-left">${left(credits)}</dd>
        </div>
      </dl>
      ${factsTable(
        "credits-by",
        t("credits_by"),
        [t("credits_purpose"), t("credits_credits")],
        purposes.map((purpose) => ({
          name: t(`purpose_${purpose}`),
          value: count(by?.[purpose] ?? 0),
        })),
      )}
      <p class="help">${t("credits_about")}</p>
    </section>`;
  }

  private spent(used: number): TemplateResult {
    if (this.budget <= 0) {
      return html`<p id="credits-used">${t("credits_used_today", count(used))}</p>`;
    }
    return html`<div class="spent">
      <p id="credits-used">${t("credits_used_of", count(used), count(this.budget))}</p>
      <progress
        aria-labelledby="credits-used"
        max=${this.budget}
        .value=${Math.min(used, this.budget)}
      ></progress>
    </div>`;
  }
}

/** Draws what Zoho last said is left. It says so only once half of the credits is used. */
function left({ remaining, remainingAt = 0 }: CreditsView): TemplateResult | string {
  return remainingAt > 0
    ? html`<span
        >${count(remaining)}
        <span class="muted">· ${t("credits_said")} ${timeTag(remainingAt, moment(remainingAt))}</span></span
      >`
    : t("credits_unsaid");
}
