import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { call } from "../shared/call";
import "../shared/command";
import type { CoreError, HistoryEstimate, HistoryView } from "../shared/contract";
import { estimateText } from "../shared/estimate";
import { FaceElement } from "../shared/face";
import { describedBy, field, type FieldText } from "../shared/field";
import { t, type MessageKey } from "../shared/i18n";
import { plural } from "../shared/plural";
import { failureNote } from "../shared/problem";
import { statusLine, type Status } from "../shared/status";
import { count } from "../shared/time";
import { beginOf, type Reach } from "../shared/history-reach";

const reaches: readonly Reach[] = ["week", "month", "year", "all"];

const words: Record<Reach, MessageKey> = {
  week: "history_week",
  month: "history_month",
  year: "history_year",
  all: "history_everything",
};

/** Asked is an estimate with the moment it was made for, in Unix seconds. */
interface Asked {
  from: number;
  estimate: HistoryEstimate;
}

/**
 * OlderRegion asks for the older messages of all chats: what that would come to is said before, and
 * while they are read, how far it has come; the reading can be stopped and goes on later.
 */
@customElement("chatkeep-older")
export class OlderRegion extends FaceElement {
  @property({ attribute: false }) history: HistoryView | undefined;

  @state() private reach: Reach = "month";
  @state() private asked: Asked | undefined;
  @state() private sending = false;
  @state() private failure: CoreError | undefined;

  protected override render() {
    return html`<section id="older" aria-labelledby="older-title">
      <h2 id="older-title">${t("older_title")}</h2>
      <p>${t("older_about")}</p>
      ${this.history ? this.standing(this.history) : nothing}
      ${this.reachField()}
      ${this.asked ? this.offer(this.asked) : nothing}
      ${failureNote(this.failure)}
    </section>`;
  }

  private standing(history: HistoryView): TemplateResult {
    const { paused = false, chats, done, messages } = history;
    return html`<p id="older-state" role="status">${statusLine(statusOf(history))}</p>
      ${chats > 0
        ? html`<div class="spent">
            <p id="older-progress">
              ${t("older_progress", count(done), count(chats), count(messages))}
            </p>
            <progress
              aria-labelledby="older-progress"
              max=${chats}
              .value=${Math.min(done, chats)}
            ></progress>
          </div>`
        : nothing}
      ${paused || done < chats
        ? html`<chatkeep-command
            name="older-pause"
            .label=${t(paused ? "older_go_on" : "older_stop")}
            .busyLabel=${t("saving")}
            .command=${() => call("options/history.pause", { paused: !paused })}
          ></chatkeep-command>`
        : nothing}`;
  }

  private reachField(): TemplateResult {
    const text: FieldText = { label: t("older_reach"), help: t("older_reach_help") };
    return field(
      "older-reach",
      text,
      html`<div class="row">
        <select
          id="older-reach"
          aria-describedby=${describedBy("older-reach", text)}
          @change=${(event: Event) => {
            const chosen = (event.target as HTMLSelectElement).value;
            this.reach = reaches.find((known) => known === chosen) ?? this.reach;
            this.asked = undefined;
          }}
        >
          ${reaches.map(
            (reach) =>
              html`<option value=${reach} .selected=${this.reach === reach}>
                ${t(words[reach])}
              </option>`,
          )}
        </select>
        <button
          id="older-estimate"
          type="button"
          class="secondary"
          aria-disabled=${this.sending ? "true" : "false"}
          @click=${this.estimate}
        >
          ${this.sending && !this.asked ? t("history_counting") : t("older_estimate")}
        </button>
      </div>`,
    );
  }

  private offer({ from, estimate }: Asked): TemplateResult {
    return html`<div role="status">
        <p id="older-offer">${sentence(estimate)}</p>
      </div>
      ${estimate.chats > 0
        ? html`<button
            id="older-read"
            type="button"
            class="secondary"
            aria-disabled=${this.sending ? "true" : "false"}
            @click=${() => this.read(from)}
          >
            ${t("history_begin")}
          </button>`
        : nothing}`;
  }

  private async estimate(): Promise<void> {
    if (this.sending) {
      return;
    }
    const from = beginOf(this.reach, new Date());
    this.failure = undefined;
    this.sending = true;
    const answer = await call("options/history.estimate", { from });
    this.sending = false;
    this.failure = answer.error;
    this.asked = answer.error ? undefined : { from, estimate: answer.ok };
  }

  private async read(from: number): Promise<void> {
    if (this.sending) {
      return;
    }
    this.failure = undefined;
    this.sending = true;
    const answer = await call("options/history.readAll", { from });
    this.sending = false;
    this.failure = answer.error;
    if (!answer.error) {
      this.asked = undefined;
    }
  }
}

function statusOf({ paused = false, chats, done }: HistoryView): Status {
  if (paused) {
    return { tone: "wait", icon: "pause", word: t("older_paused") };
  }
  return done < chats
    ? { tone: "wait", icon: "clock", word: t("older_reading") }
    : { tone: "good", icon: "check", word: t("older_done") };
}

/** Says how many chats an estimate is about, and what it comes to. */
function sentence(estimate: HistoryEstimate): string {
  return estimate.chats === 0
    ? t("older_nothing")
    : `${plural(estimate.chats, { one: "older_chats_one", other: "older_chats_other" })} ${estimateText(estimate)}`;
}
