import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { call } from "../shared/call";
import "../shared/command";
import type { CoreError, HistoryCard, HistoryEnd } from "../shared/contract";
import { DayField } from "../shared/day-field";
import { estimateText } from "../shared/estimate";
import { FaceElement } from "../shared/face";
import { KeptFocus } from "../shared/focus";
import { t, type MessageKey } from "../shared/i18n";
import { failureNote } from "../shared/problem";
import { count, day, timeTag } from "../shared/time";
import { beginOf, furtherThan, type Reach } from "../shared/history-reach";

const words: Record<Reach, MessageKey> = {
  week: "history_week",
  month: "history_month",
  year: "history_year",
  all: "history_everything",
};

/** The ends before which there may be more tomorrow: a chat read to such an end can be read again. */
const mayGrow: readonly HistoryEnd[] = ["on_phone", "running", "unknown"];

/** Offer is what was chosen: where it begins, in Unix seconds, by which button, and what it comes to. */
interface Offer {
  from: number;
  button: string;
  text: string;
}

/**
 * HistoryRegion says, folded away, how far back a chat is saved and what lies before, and asks for
 * older messages. Only what goes further back than what is saved already is offered; what a choice
 * comes to is said before anything is read.
 */
@customElement("chatkeep-history")
export class HistoryRegion extends FaceElement {
  @property() chat = "";
  @property({ attribute: false }) history: HistoryCard | undefined;
  /** settled is true while nothing can be asked for, as in a chat whose backup is paused. */
  @property({ type: Boolean }) settled = false;
  /** paused is true while the reading of older messages of all chats is stopped. */
  @property({ type: Boolean }) paused = false;

  @state() private sending = false;
  @state() private counting = false;
  @state() private offer: Offer | undefined;
  @state() private failure: CoreError | undefined;
  /** news is what has begun or ended while this region was in sight. */
  private news = "";
  private readonly day = new DayField(this, "history-day");

  constructor() {
    super();
    new KeptFocus(this, "summary");
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("chat")) {
      this.counting = false;
      this.news = "";
    }
    if (changed.has("chat") || this.history?.reading || this.settled) {
      this.offer = undefined;
    }
    const before = changed.get("history");
    if (before && this.history && standing(before) !== standing(this.history)) {
      this.news = t(told[standing(this.history)]);
    }
  }

  protected override render() {
    const history = this.history;
    if (!history) {
      return nothing;
    }
    return html`<p id="history-news" class="unseen" role="status">${this.news}</p>
      <details id="history">
        <summary>${t("history_title")}${history.reading
            ? ` · ${t(history.paused ? "history_held" : this.paused ? "history_paused" : "history_now")}`
            : ""}</summary>
        <dl class="lines">
          ${line("history-from", t("history_from"), moment(history.from, t("history_first")))}
          ${history.reading
            ? nothing
            : line("history-reached", t("history_reached"), moment(history.reached, t("history_none")))}
        </dl>
        ${history.reading ? this.progress(history) : nothing}
        <p id="history-end" class="muted" data-end=${history.end}>${t(`history_${history.end}`)}</p>
        ${history.reading || this.settled ? nothing : this.steps(history)}
        ${this.counting ? html`<p id="history-counting" class="muted">${t("history_counting")}</p>` : nothing}
        ${this.offer ? this.confirmation(this.offer) : nothing}
        ${failureNote(this.failure)}
      </details>`;
  }

  /**
   * Draws how far the reading has come, and the button that stops it or lets it go on. While all
   * chats are stopped, there is nothing to stop here.
   */
  private progress(history: HistoryCard): TemplateResult {
    const { paused: held = false } = history;
    return html`<p id="history-progress">${soFar(history)}</p>
      ${this.paused
        ? html`<p id="history-stopped" class="muted">
            ${t(held ? "history_stopped_too" : "history_stopped")}
          </p>`
        : nothing}
      ${this.settled || (this.paused && !held)
        ? nothing
        : html`<chatkeep-command
            name="history-pause"
            describedby="history-progress"
            .label=${t(held ? "history_go_on" : "history_pause")}
            .busyLabel=${t("saving")}
            .command=${() => call("panel/history.pause", { chat: this.chat, paused: !held })}
          ></chatkeep-command>`}`;
  }

  private steps(history: HistoryCard): TemplateResult | typeof nothing {
    if (history.from > 0) {
      return this.choices(history);
    }
    return mayGrow.includes(history.end)
      ? this.reachButton("history-again", t("history_again"), t("history_everything"), () => 0)
      : nothing;
  }

  private choices({ from }: HistoryCard): TemplateResult {
    return html`<form id="history-form" novalidate @submit=${this.submit}>
      <p id="history-about">${t("history_about")}</p>
      <div class="reaches" role="group" aria-label=${t("history_group")}>
        ${furtherThan(from, new Date()).map((reach) =>
          this.reachButton(`history-${reach}`, t(words[reach]), t(words[reach]), () => beginOf(reach, new Date())),
        )}
      </div>
      ${this.dayField(from)}
    </form>`;
  }

  /**
   * Draws a button that chooses the messages from a moment on, which is known when it is clicked; reach
   * says which these are.
   */
  private reachButton(id: string, label: string, reach: string, from: () => number): TemplateResult {
    return html`<button
      id=${id}
      type="button"
      class="secondary"
      aria-disabled=${this.busy ? "true" : "false"}
      @click=${() => this.choose(id, reach, from())}
    >
      ${label}
    </button>`;
  }

  private dayField(before: number): TemplateResult {
    return this.day.draw({
      label: t("history_day"),
      before,
      beside: html`<button
        id="history-from-day"
        type="submit"
        class="secondary"
        aria-disabled=${this.busy ? "true" : "false"}
      >
        ${t("history_read")}
      </button>`,
    });
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const from = this.history && (await this.day.take(this.history.from));
    if (from !== undefined) {
      await this.choose("history-from-day", day(from * 1000), from);
    }
  }

  private get busy(): boolean {
    return this.sending || this.counting;
  }

  /** Draws what a choice comes to, and asks whether it shall be read. */
  private confirmation({ from, text }: Offer): TemplateResult {
    return html`<p id="history-offer">${text}</p>
      <div class="row" role="group" aria-labelledby="history-offer">
        <button
          id="history-begin"
          type="button"
          class="secondary"
          aria-disabled=${this.sending ? "true" : "false"}
          @click=${() => this.read(from)}
        >
          ${t("history_begin")}
        </button>
        <button id="history-cancel" type="button" class="link" @click=${this.cancel}>
          ${t("cancel")}
        </button>
      </div>`;
  }

  /** Asks what the messages from a moment on, in Unix seconds, come to. */
  private async choose(button: string, reach: string, from: number): Promise<void> {
    if (this.busy) {
      return;
    }
    const chat = this.chat;
    this.failure = undefined;
    this.offer = undefined;
    this.counting = true;
    this.news = t("history_counting");
    const answer = await call("panel/history.estimate", { chat, from });
    if (this.chat !== chat) {
      return;
    }
    this.counting = false;
    // What cannot be told keeps nobody from reading.
    const text = t("history_offer", reach, answer.error ? t("estimate_unknown") : estimateText(answer.ok));
    this.news = text;
    this.offer = { from, button, text };
  }

  private async cancel(): Promise<void> {
    const button = this.offer?.button;
    this.offer = undefined;
    this.news = "";
    await this.updateComplete;
    this.querySelector<HTMLElement>(`#${button}`)?.focus();
  }

  /** Asks for the messages from a moment on, in Unix seconds; 0 is the chat's first message. */
  private async read(from: number): Promise<void> {
    if (this.sending) {
      return;
    }
    this.failure = undefined;
    this.sending = true;
    const answer = await call("panel/history.read", { chat: this.chat, from });
    this.sending = false;
    this.failure = answer.error;
    if (!answer.error) {
      this.offer = undefined;
      this.day.clear();
    }
  }
}

/** Standing is whether older messages are read, or their reading is paused for this chat. */
type Standing = "reading" | "held" | "still";

/** What is read out when the reading comes to stand so. */
const told: Record<Standing, MessageKey> = {
  reading: "history_begun",
  held: "history_held_news",
  still: "history_ended",
};

function standing({ reading, paused = false }: HistoryCard): Standing {
  return !reading ? "still" : paused ? "held" : "reading";
}

/** Says how far a reading has come that is not at its end. */
function soFar({ read, reached, paused = false }: HistoryCard): string {
  if (reached > 0) {
    return t(paused ? "history_held_back" : "history_reading_back", count(read), day(reached * 1000));
  }
  return t(paused ? "history_held_at" : "history_reading", count(read));
}

/** Writes the day of a moment in Unix seconds; of 0 there are other words. */
function moment(at: number, zero: string): TemplateResult | string {
  return at > 0 ? timeTag(at * 1000, day(at * 1000)) : zero;
}

function line(id: string, label: string, value: TemplateResult | string): TemplateResult {
  return html`<div>
    <dt>${label}</dt>
    <dd id=${id}>${value}</dd>
  </div>`;
}
