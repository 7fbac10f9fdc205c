import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { call, type Answer } from "../shared/call";
import "../shared/command";
import type { ChatProof, CoreError, ProofDifference, ProofGap, Proofs, RepairedChat } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { t } from "../shared/i18n";
import { plural } from "../shared/plural";
import { failureNote } from "../shared/problem";
import { saveFile } from "../shared/save-file";
import { count, day, timeTag } from "../shared/time";
import { filesCheck, filesOrdered } from "./proof-files";

/**
 * ProofRegion shows what is known of the backup of one chat: how many messages are held here and
 * confirmed by Zoho, what is missing and why, and, when somebody asks, whether Zoho's notes still
 * say what was confirmed. It shows no word of the chat.
 */
@customElement("chatkeep-proof")
export class ProofRegion extends FaceElement {
  @property() chat = "";

  @state() private proofs: Proofs | undefined;
  @state() private proof: ChatProof | undefined;
  @state() private repaired: RepairedChat | undefined;
  @state() private failure: CoreError | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.read();
  }

  protected override render() {
    const { proof } = this;
    if (!proof) {
      return failureNote(this.failure);
    }
    return html`<p id="proof-count">
        ${t("proof_count", count(proof.held), count(proof.confirmed))}
      </p>
      ${proof.gaps.length > 0
        ? html`<ul id="proof-gaps" class="lines">
            ${proof.gaps.map(gapLine)}
          </ul>`
        : html`<p id="proof-whole" class="muted">${t("proof_whole")}</p>`}
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

  private async read(): Promise<void> {
    const answer = await call("panel/proof.export", { chat: this.chat });
    this.failure = answer.error;
    this.proofs = answer.ok;
    this.proof = answer.ok?.chats[0];
  }

  private async verify(): Promise<Answer> {
    const answer = await call("panel/proof.verify", { chat: this.chat });
    if (answer.ok) {
      this.proof = answer.ok;
      this.repaired = undefined;
    }
    return answer;
  }

  private async repair(overwrite: boolean): Promise<Answer> {
    const answer = await call("panel/proof.repair", { chat: this.chat, overwrite });
    this.repaired = answer.ok ?? this.repaired;
    return answer;
  }

  private readonly save = () => {
    if (this.proofs && this.proof) {
      const at = new Date(this.proofs.at).toISOString().slice(0, 10);
      saveFile(`chatkeep-proof-${at}`, { ...this.proofs, chats: [this.proof] });
    }
  };
}

function gapLine({ cause, date, count: messages = 0, before, problem }: ProofGap): TemplateResult {
  return html`<li data-cause=${cause}>
    ${date ? html`<span class="muted">${date}</span>` : nothing}
    ${before ? timeTag(before * 1000, t("proof_before", day(before * 1000))) : nothing}
    <span>${t(`gap_${cause}`)}${messages > 0 ? ` (${count(messages)})` : ""}</span>
    ${problem ? html`<span class="muted">· ${t(`problem_${problem.code}`)}</span>` : nothing}
  </li>`;
}

function differenceLine({ kind, date, missing = 0, unexpected = 0 }: ProofDifference): TemplateResult {
  return html`<li data-kind=${kind}>
    <span class="muted">${date}</span> <span>${t(`proof_note_${kind}`)}</span>
    ${missing > 0 ? html`<span>${t("proof_lines_missing", count(missing))}</span>` : nothing}
    ${unexpected > 0 ? html`<span>${t("proof_lines_unexpected", count(unexpected))}</span>` : nothing}
  </li>`;
}
