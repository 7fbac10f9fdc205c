import { html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { FaceElement } from "./face";
import { t } from "./i18n";
import { icon } from "./icons";

/** CopyBox shows a text that has to be carried to another page, with a button that copies it. */
@customElement("chatkeep-copy")
export class CopyBox extends FaceElement {
  /** name becomes the id of the text; the button's id is name-copy. */
  @property() name = "";
  @property() value = "";
  /** label says what the text is, for screen readers. */
  @property() label = "";

  @state() private outcome: "" | "copied" | "failed" = "";

  protected override render() {
    const words = { "": "", copied: t("copied"), failed: t("copy_failed") }[this.outcome];
    // A line may end after a comma, so that no word of a list is torn.
    const parts = this.value.split(/(?<=,)/);
    return html`<div class="copy">
      <code id=${this.name} dir="ltr"
        >${parts.map((part, i) => (i > 0 ? html`<wbr />${part}` : part))}</code
      >
      <button
        id="${this.name}-copy"
        type="button"
        class="secondary"
        @click=${this.copy}
      >
        ${icon(this.outcome === "copied" ? "check" : "copy")}
        <span>${this.outcome === "copied" ? t("copied") : t("copy")}</span>
        <span class="unseen">${this.label}</span>
      </button>
      <p class="help ${this.outcome === "copied" ? "unseen" : ""}" role="status">${words}</p>
    </div>`;
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.value);
      this.outcome = "copied";
    } catch {
      // The text stays selectable, so the next step is to copy it by hand.
      this.outcome = "failed";
    }
  }
}
