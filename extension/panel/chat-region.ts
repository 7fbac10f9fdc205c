import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { call } from "../shared/call";
import type { CommandButton } from "../shared/command";
import "../shared/command";
import type { Card, OpenChat, Problem, ProblemCode } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { KeptFocus } from "../shared/focus";
import { t } from "../shared/i18n";
import { problemNote } from "../shared/problem";
import { chatStatus, statusLine } from "../shared/status";
import "./candidates";
import "./create-form";
import { Drafts } from "./drafts";
import "./history-region";
import { recordCard } from "./record-card";
import "./saved-line";
import "./sync-region";

/** ChatRegion shows who the open chat is, in which state it stands, and the next step. */
@customElement("chatkeep-chat")
export class ChatRegion extends FaceElement {
  @property({ attribute: false }) open: OpenChat | undefined;
  @property({ attribute: false }) card: Card | undefined;
  /** quiet is true while another region holds the one primary button. */
  @property({ type: Boolean }) quiet = false;
  /** told is a problem that a notice above already explains. */
  @property({ attribute: false }) told: ProblemCode | undefined;

  private readonly drafts = new Drafts();

  constructor() {
    super();
    new KeptFocus(this, "#chat-title");
  }

  protected override willUpdate(): void {
    if (this.card?.record) {
      this.drafts.forget(this.card.chat);
    }
  }

  protected override render() {
    if (!this.open?.chat) {
      return html`<p id="no-chat" class="empty">${t("no_chat_open")}</p>`;
    }
    const card = this.card;
    const title = card?.title || this.open.title || card?.phone || t("chat_untitled");
    return html`<section aria-labelledby="chat-title" data-chat=${this.open.chat}>
      <h2 id="chat-title" tabindex="-1" title=${title}><bdi>${title}</bdi></h2>
      <p id="chat-state" role="status" data-state=${card?.state ?? "checking"}>
        ${statusLine(
          card
            ? chatStatus(card)
            : { tone: "quiet", icon: "search", word: t("chat_checking") },
        )}
      </p>
      ${card?.sync && (card.sync.savedUntil > 0 || card.sync.syncedAt > 0)
        ? html`<p id="saved-until"><chatkeep-saved .sync=${card.sync}></chatkeep-saved></p>`
        : nothing}
      ${card?.phone
        ? html`<p id="chat-phone"><bdi dir="ltr">${card.phone}</bdi></p>`
        : nothing}
      ${card ? keyed(card.chat, this.body(card)) : nothing}
    </section>`;
  }

  private body(card: Card): TemplateResult {
    return html`${card.state === "linked" || card.state === "checking"
        ? nothing
        : html`<p id="chat-about">${t(`about_${card.state}`)}</p>`}
      ${this.problems(card).map(problemNote)}
      ${card.record ? recordCard(card.record) : nothing}
      ${card.sync ? html`<chatkeep-sync .sync=${card.sync}></chatkeep-sync>` : nothing}
      ${card.sync?.history
        ? html`<chatkeep-history
            .chat=${card.chat}
            .history=${card.sync.history}
            .settled=${card.state !== "linked"}
          ></chatkeep-history>`
        : nothing}
      ${this.nextStep(card)}`;
  }

  /** Returns the problems of a chat and of its backup that neither its state nor a notice above tells. */
  private problems(card: Card): Problem[] {
    const found = new Map<ProblemCode, Problem>();
    for (const problem of [card.sync?.problem, card.problem]) {
      if (problem && problem.code !== this.told && problem.code !== card.state) {
        found.set(problem.code, problem);
      }
    }
    return [...found.values()];
  }

  private nextStep(card: Card): TemplateResult | typeof nothing {
    switch (card.state) {
      case "not_in_zoho":
      case "creating":
        return html`${this.createForm(card, this.quiet)}
        ${card.state === "creating" ? nothing : this.lookAgain(card.chat, "link")}`;
      case "choose":
        return html`<chatkeep-candidates
            .chat=${card.chat}
            .candidates=${card.candidates ?? []}
            .quiet=${this.quiet}
          ></chatkeep-candidates>
          ${card.create
            ? html`<details id="none-of-these">
                <summary>${t("candidate_none")}</summary>
                ${this.createForm(card, true)}
              </details>`
            : nothing}
          ${this.lookAgain(card.chat, "link")}`;
      case "paused":
        return html`<chatkeep-command
          name="resume-chat"
          .label=${t("resume")}
          .busyLabel=${t("resuming")}
          .look=${this.quiet ? "secondary" : "primary"}
          .command=${() => call("panel/chat.pause", { chat: card.chat, paused: false })}
        ></chatkeep-command>`;
      case "record_gone":
      case "unknown":
        return this.lookAgain(card.chat, this.quiet ? "secondary" : "primary");
      case "number_hidden":
        return this.lookAgain(card.chat, "secondary");
      default:
        return nothing;
    }
  }

  private createForm(card: Card, quiet: boolean): TemplateResult {
    return html`<chatkeep-create-form
      .chat=${card.chat}
      .suggestion=${card.create}
      .drafts=${this.drafts}
      .creating=${card.state === "creating"}
      .quiet=${quiet}
      .told=${card.problem?.code}
    ></chatkeep-create-form>`;
  }

  private lookAgain(chat: string, look: CommandButton["look"]): TemplateResult {
    return html`<chatkeep-command
      name="look-again"
      .label=${t("look_again")}
      .busyLabel=${t("looking")}
      .look=${look}
      .command=${() => call("panel/chat.lookAgain", { chat })}
    ></chatkeep-command>`;
  }
}
