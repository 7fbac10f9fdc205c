import { html } from "lit";
import { customElement, state } from "lit/decorators.js";
import { call, type Answer } from "../shared/call";
import "../shared/command";
import type { Proofs } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { t } from "../shared/i18n";
import { plural } from "../shared/plural";
import { saveProofs } from "../shared/proof-file";

/** ProofsRegion saves the proof of all linked chats as one file. */
@customElement("chatkeep-proofs")
export class ProofsRegion extends FaceElement {
  /** saved is of how many chats the proof was saved, undefined before a click. */
  @state() private saved: number | undefined;

  protected override render() {
    return html`<section id="proofs" aria-labelledby="proofs-title">
      <h2 id="proofs-title">${t("proofs_title")}</h2>
      <p id="proofs-about">${t("proofs_about")}</p>
      <div class="row">
        <chatkeep-command
          name="proofs-save"
          .label=${t("proofs_save")}
          .busyLabel=${t("proofs_gathering")}
          describedby="proofs-about"
          .command=${this.save}
        ></chatkeep-command>
        <span id="proofs-saved" role="status">${outcome(this.saved)}</span>
      </div>
    </section>`;
  }

  private readonly save = async (): Promise<Answer> => {
    this.saved = undefined;
    const answer = await gather();
    if (answer.ok) {
      this.saved = answer.ok.chats.length;
      if (this.saved > 0) {
        saveProofs("chatkeep-proof-all", answer.ok);
      }
    }
    return answer;
  };
}

/** Asks for the proofs of all linked chats, which come in parts. */
async function gather(): Promise<Answer<"options/proof.export">> {
  const first = await call("options/proof.export", {});
  if (first.error) {
    return first;
  }
  const { next: further = 0, ...all } = first.ok;
  const whole: Proofs = all;
  for (let skip = further; skip > 0; ) {
    const part = await call("options/proof.export", { skip });
    if (part.error) {
      return part;
    }
    whole.chats.push(...part.ok.chats);
    skip = part.ok.next ?? 0;
  }
  return { ok: whole };
}

function outcome(saved: number | undefined): string {
  if (saved === undefined) {
    return "";
  }
  return saved === 0 ? t("proofs_none") : plural(saved, { one: "proofs_saved_one", other: "proofs_saved_other" });
}
