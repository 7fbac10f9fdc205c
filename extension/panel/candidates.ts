import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { call } from "../shared/call";
import "../shared/command";
import type { Candidate } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { t } from "../shared/i18n";
import { siteLink } from "../shared/links";
import { isLikely } from "./likely";
import { matchWords } from "./match-words";

/** CandidatesRegion lists the records that may be the person of a chat, each with its reason. */
@customElement("chatkeep-candidates")
export class CandidatesRegion extends FaceElement {
  @property() chat = "";
  @property({ attribute: false }) candidates: readonly Candidate[] = [];
  /** quiet takes the primary look off the buttons, because another one is more pressing. */
  @property({ type: Boolean }) quiet = false;

  protected override render() {
    return html`<ul id="candidates" class="cards">
      ${repeat(
        this.candidates,
        (candidate) => candidate.id,
        (candidate) => this.card(candidate),
      )}
    </ul>`;
  }

  private card(candidate: Candidate): TemplateResult {
    const id = `candidate-${candidate.id}`;
    return html`<li class="card" data-record=${candidate.id} data-reason=${candidate.reason}>
      ${candidateLines(candidate, id)}
      <p class="muted">${matchWords(candidate)}</p>
      <div class="row">
        <chatkeep-command
          .name=${`link-${candidate.id}`}
          .label=${t("candidate_link")}
          .busyLabel=${t("candidate_linking")}
          .describedby=${id}
          .look=${this.suggested(candidate) ? "primary" : "secondary"}
          .command=${() => this.link(candidate)}
        ></chatkeep-command>
        ${siteLink(candidate.url, t("open_in_zoho"))}
      </div>
    </li>`;
  }

  /** Returns whether a candidate is the only one, and likely. */
  private suggested({ reason }: Candidate): boolean {
    return this.candidates.length === 1 && isLikely(reason) && !this.quiet;
  }

  private link(candidate: Candidate) {
    return call("panel/chat.link", {
      chat: this.chat,
      module: candidate.module,
      recordId: candidate.id,
    });
  }
}

/** Draws what a record is, its name, and the number that it holds in which field, as far as Zoho tells it. The name's id is id. */
export function candidateLines(candidate: Candidate, id: string): TemplateResult {
  return html`<p class="kind">${t(`module_${candidate.module}`)}</p>
    <p class="name" id=${id}><bdi>${candidate.name}</bdi></p>
    ${
      candidate.stored === ""
        ? nothing
        : html`<p class="stored">
            <bdi class="muted">${candidate.field}</bdi> <bdi dir="ltr">${candidate.stored}</bdi>
          </p>`
    }`;
}
