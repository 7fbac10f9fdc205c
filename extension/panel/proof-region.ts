import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { call, type Answer } from "../shared/call";
import "../shared/command";
import type { ChatProof, CoreError, Proofs, RepairedChat } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { KeptFocus } from "../shared/focus";
import "../shared/fold";
import { t } from "../shared/i18n";
import { plural } from "../shared/plural";
import { failureNote } from "../shared/problem";
import { saveProofs } from "../shared/proof-file";
import { count, moment, timeTag } from "../shared/time";
import { daysTable } from "./proof-days";
import { filesCheck, filesOrdered } from "./proof-files";
import { differenceLine, gapLine, isQuiet } from "./proof-lines";

/**
 * ProofRegion shows what is known of the backup of one chat: how many messages are held here and
 * confirmed by Zoho, what is missing and why, and, when somebody asks, whether Zoho's notes still
 * say what was confirmed. It shows no word of the chat. What is stored is read again whenever the chat
 * has moved on while somebody looks.
 */
@customElement("chatkeep-proof")
export class ProofRegion extends FaceElement {
  @property() chat = "";
  /** told is what the chat's card tells of its backup, as one text: when it differs, the proof may, too. */
  @property() told = "";

  @state() private proofs: Proofs | undefined;
  @state() private proof: ChatProof | undefined;
  @state() private repaired: RepairedChat | undefined;
  @state() private failure: CoreError | undefined;

  /** turn counts what was asked for: of two answers, the one to the later question is drawn. */
  private turn = 0;
  /** stale is true when the chat has moved on while this region was folded away. */
  private stale = false;
  private fold: HTMLDetailsElement | null = null;

  constructor() {
    super();
    new KeptFocus(this, "#proof-verify");
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.fold = this.closest("details");
    this.fold?.addEventListener("toggle", this.unfolded);
    void this.read();
  }

  override disconnectedCallback(): void {
    this.fold?.removeEventListener("toggle", this.unfolded);
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.get("told")) {
      this.stale = true;
      this.refresh();
    }
  }

  protected override render() {
    const { proof } = this;
    if (!proof) {
      return failureNote(this.failure);
    }
    const quiet = proof.gaps.filter(isQuiet);
    const amiss = proof.gaps.filter((gap) => !isQuiet(gap));
    return html`<p id="proof-count">
        ${t("proof_count", count(proof.held), count(proof.confirmed))}
      </p>
      ${amiss.length > 0
        ? html`<ul id="proof-gaps" class="lines">
            ${amiss.map(gapLine)}
          </ul>`
        : html`<p id="proof-whole" class="muted">${t("proof_whole")}</p>`}
      ${quiet.length > 0
        ? html`<ul id="proof-beyond" class="lines muted">
            ${quiet.map(gapLine)}
          </ul>`
        : nothing}
      ${proof.days.length > 0
        ? html`<chatkeep-fold
            name="proof-days"
            .label=${t("proof_days_title")}
            .content=${() => daysTable(proof.days)}
          ></chatkeep-fold>`
        : nothing}
      ${failureNote(this.failure)}
      <chatkeep-command
        name="proof-verify"
        .label=${t("proof_verify")}
        .busyLabel=${t("proof_verifying")}
        describedby="proof-verify-about"
        .command=${() => this.verify()}
      ></chatkeep-command>
      <p id="proof-verify-about" class="muted">${t("proof_verify_about")}</p>
      <div id="proof-check" role="status">${this.check(proof)}</div>
      <button id="proof-save" type="button" class="link" @click=${this.save}>${t("proof_save")}</button>
      <p class="muted">${t("proof_save_about")}</p>`;
  }

  private check({ check }: ChatProof): TemplateResult | typeof nothing {
    if (!check) {
      return nothing;
    }
    return html`<p id="proof-result" data-differences=${check.differences.length}>
        ${check.differences.length === 0
          ? plural(check.notes, { one: "proof_good_one", other: "proof_good_other" })
          : plural(check.differences.length, { one: "proof_differs_one", other: "proof_differs_other" })}
        <span class="muted">${t("proof_compared")} ${timeTag(check.at, moment(check.at))}</span>
      </p>
      ${check.unseen ? html`<p class="muted">${t("proof_unseen", count(check.unseen))}</p>` : nothing}
      ${check.differences.length > 0
        ? html`<ul id="proof-differences" class="lines">
            ${check.differences.map(differenceLine)}
          </ul>`
        : nothing}
      ${filesCheck(check)}
      ${check.differences.length > 0 || check.fileDifferences.some(({ again }) => again)
        ? html`<chatkeep-command
            name="proof-repair"
            .label=${t("proof_repair")}
            .busyLabel=${t("proof_repairing")}
            .command=${() => this.repair(false)}
          ></chatkeep-command>`
        : nothing}
      ${this.repaired ? this.outcome(this.repaired) : nothing}`;
  }

  private outcome({ ordered, left, files = 0 }: RepairedChat): TemplateResult {
    return html`${ordered > 0 || files === 0
        ? html`<p id="proof-ordered">
            ${plural(ordered, { one: "proof_ordered_one", other: "proof_ordered_other" })}
          </p>`
        : nothing}
      ${filesOrdered(files)}
      ${left > 0
        ? html`<p id="proof-left">${plural(left, { one: "proof_left_one", other: "proof_left_other" })}</p>
            <chatkeep-command
              name="proof-overwrite"
              .label=${t("proof_overwrite")}
              .busyLabel=${t("proof_repairing")}
              .command=${() => this.repair(true)}
            ></chatkeep-command>`
        : nothing}`;
  }

  private readonly unfolded = (): void => {
    this.refresh();
  };

  /** Reads what is stored again if it is out of date and in sight. */
  private refresh(): void {
    if (this.stale && this.checkVisibility()) {
      void this.read();
    }
  }

  /** Reads what is stored. What a comparison has shown before stays, with the time at which it was made. */
  private async read(): Promise<void> {
    const turn = ++this.turn;
    this.stale = false;
    const answer = await call("panel/proof.export", { chat: this.chat });
    if (turn !== this.turn) {
      return;
    }
    this.failure = answer.error;
    const proof = answer.ok?.chats[0];
    if (answer.ok && proof) {
      const check = this.proof?.check;
      this.proofs = answer.ok;
      this.proof = check ? { ...proof, check } : proof;
    }
  }

  private async verify(): Promise<Answer> {
    const answer = await call("panel/proof.verify", { chat: this.chat });
    if (answer.ok) {
      this.turn++;
      this.proof = answer.ok;
      this.repaired = undefined;
      this.failure = undefined;
    }
    return answer;
  }

  private async repair(overwrite: boolean): Promise<Answer> {
    const answer = await call("panel/proof.repair", { chat: this.chat, overwrite });
    this.repaired = answer.ok ?? this.repaired;
    await this.read();
    return answer;
  }

  private readonly save = () => {
    if (this.proofs && this.proof) {
      saveProofs("chatkeep-proof", { ...this.proofs, chats: [this.proof] });
    }
  };
}
