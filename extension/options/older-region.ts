import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { call } from "../shared/call";
import "../shared/command";
import type { CoreError, HistoryEstimate, HistoryView } from "../shared/contract";
import { DayField } from "../shared/day-field";
import { estimateText } from "../shared/estimate";
import { FaceElement } from "../shared/face";
import { describedBy, field, type FieldText } from "../shared/field";
import { t, type MessageKey } from "../shared/i18n";
import { plural } from "../shared/plural";
import { failureNote } from "../shared/problem";
import { statusLine, type Status } from "../shared/status";
import { count } from "../shared/time";
import { beginOf, type Reach } from "../shared/history-reach";

/** Choice is a stretch of time to choose; a day is entered in a field of its own. */
type Choice = Reach | "day";

const choices: readonly Choice[] = ["week", "month", "year", "day", "all"];

const words: Record<Choice, MessageKey> = {
  week: "history_week",
  month: "history_month",
  year: "history_year",
  day: "older_from_day",
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

  @state() private choice: Choice = "month";
  @state() private asked: Asked | undefined;
  @state() private sending = false;
  @state() private failure: CoreError | undefined;
  private readonly day = new DayField(this, "older-day");

  protected override render() {
    return html`<section id="older" aria-labelledby="older-title">
      <h2 id="older-title">${t("older_title")}</h2>
      <p>${t("older_about")}</p>
      ${this.history ? this.standing(this.history) : nothing}
      ${this.form()}
      ${this.asked ? this.offer(this.asked) : nothing}
      ${failureNote(this.failure)}
    </section>`;
  }

  private standing(history: HistoryView): TemplateResult {
    const { paused = false, chats, done, held = 0, messages } = history;
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
      ${held > 0
        ? html`<p id="older-held" class="muted">
            ${plural(held, { one: "older_held_one", other: "older_held_other" })}
          </p>`
        : nothing}
      ${paused || done + held < chats
        ? html`<chatkeep-command
            name="older-pause"
            .label=${t(paused ? "older_go_on" : "older_stop")}
            .busyLabel=${t("saving")}
            .command=${() => call("options/history.pause", { paused: !paused })}
          ></chatkeep-command>`
        : nothing}`;
  }

  private form(): TemplateResult {
    const button = html`<button
      id="older-estimate"
      type="submit"
      class="secondary"
      aria-disabled=${this.sending ? "true" : "false"}
    >
      ${this.sending && !this.asked ? t("history_counting") : t("older_estimate")}
    </button>`;
    if (this.choice !== "day") {
      return html`<form novalidate @submit=${this.estimate}>${this.choiceField(button)}</form>`;
    }
    const day = this.day.draw({
      label: t("older_day"),
      before: today(),
      beside: button,
      changed: () => (this.asked = undefined),
    });
    return html`<form novalidate @submit=${this.estimate}>${this.choiceField(nothing)} ${day}</form>`;
  }

  private choiceField(beside: TemplateResult | typeof nothing): TemplateResult {
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
            this.choice = choices.find((known) => known === chosen) ?? this.choice;
            this.asked = undefined;
          }}
        >
          ${choices.map(
            (choice) =>
              html`<option value=${choice} .selected=${this.choice === choice}>
                ${t(words[choice])}
              </option>`,
          )}
        </select>
        ${beside}
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

  private async estimate(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.sending) {
      return;
    }
    const { choice } = this;
    const from = choice === "day" ? await this.day.take(today()) : beginOf(choice, new Date());
    if (from === undefined) {
      this.asked = undefined;
      return;
    }
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
      this.day.clear();
    }
  }
}

/** Returns now in Unix seconds: messages of today are not older ones. */
function today(): number {
  return Math.floor(Date.now() / 1000);
}

function statusOf({ paused = false, chats, done, held = 0 }: HistoryView): Status {
  if (paused) {
    return { tone: "wait", icon: "pause", word: t("older_paused") };
  }
  if (held > 0 && done + held >= chats) {
    return { tone: "wait", icon: "pause", word: t("older_rest_held") };
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
