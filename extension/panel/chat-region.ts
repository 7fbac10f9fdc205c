import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import type { Card, Forms, OpenChat, Problem, ProblemCode } from "../shared/contract";
import { FaceElement } from "../shared/face";
import "../shared/fold";
import { KeptFocus } from "../shared/focus";
import { t } from "../shared/i18n";
import { problemNote } from "../shared/problem";
import { chatStatus, statusLine } from "../shared/status";
import { chatAbout } from "./chat-about";
import { draftOf, Drafts } from "./drafts";
import "./fill-region";
import { fieldNamed, formOf } from "./form-model";
import { FormReader } from "./form-reader";
import "./history-region";
import { nextStep, offersForm } from "./next-step";
import "./proof-region";
import { formerCard, recordCard } from "./record-card";
import "./saved-line";
import { setAside } from "./set-aside";
import "./sync-region";

/** ChatRegion shows who the open chat is, in which state it stands, and the next step. */
@customElement("chatkeep-chat")
export class ChatRegion extends FaceElement {
  @property({ attribute: false }) open: OpenChat | undefined;
  @property({ attribute: false }) card: Card | undefined;
  /** forms are undefined before they were read from Zoho. */
  @property({ attribute: false }) forms: Forms | undefined;
  /** quiet is true while another region holds the one primary button. */
  @property({ type: Boolean }) quiet = false;
  /** told is a problem that a notice above already explains. */
  @property({ attribute: false }) told: ProblemCode | undefined;
  /** historyPaused is true while the reading of older messages of all chats is stopped. */
  @property({ type: Boolean }) historyPaused = false;

  private readonly drafts = new Drafts();
  private readonly reader = new FormReader();

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
    const { forms, drafts, reader, quiet } = this;
    return html`${chatAbout(card)} ${this.problems(card).map((problem) => problemNote(problem))}
      ${card.record ? recordCard(card.record) : nothing}
      ${card.former ? formerCard(card.former, card.state === "record_gone") : nothing}
      ${card.fill
        ? html`<chatkeep-fill .chat=${card.chat} .offer=${card.fill}></chatkeep-fill>`
        : nothing}
      ${card.sync ? html`<chatkeep-sync .sync=${card.sync}></chatkeep-sync>` : nothing}
      ${card.sync?.history
        ? html`<chatkeep-history
            .chat=${card.chat}
            .history=${card.sync.history}
            .settled=${card.state !== "linked"}
            .paused=${this.historyPaused}
          ></chatkeep-history>`
        : nothing}
      ${card.record && card.sync
        ? html`<chatkeep-fold
            name="proof"
            .label=${t("proof_title")}
            .content=${() =>
              html`<chatkeep-proof
                .chat=${card.chat}
                .told=${JSON.stringify([card.state, card.sync])}
              ></chatkeep-proof>`}
          ></chatkeep-fold>`
        : nothing}
      ${nextStep(card, { forms, drafts, reader, quiet })} ${setAside(card.aside)}`;
  }

  /**
   * Returns the problems of a chat and of its backup that neither its state, nor a notice above, nor
   * a field of the form tells.
   */
  private problems(card: Card): Problem[] {
    const found = new Map<ProblemCode, Problem>();
    for (const problem of [card.sync?.problem, card.problem]) {
      if (problem && problem.code !== this.told && problem.code !== card.state) {
        found.set(problem.code, problem);
      }
    }
    return [...found.values()].filter((problem) => !this.toldAtField(card, problem));
  }

  private toldAtField(card: Card, problem: Problem): boolean {
    const draft = this.drafts.get(card.chat) ?? (card.create && draftOf(card.create));
    const form = offersForm(card) && draft ? formOf(this.forms, draft) : undefined;
    return form !== undefined && fieldNamed(form, problem) !== undefined;
  }
}
