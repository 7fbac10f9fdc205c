import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Answer } from "./call";
import type { CoreError } from "./contract";
import { FaceElement } from "./face";
import { failureNote } from "./problem";

/**
 * CommandButton is a button that sends one request: busy until the answer is there, and with the
 * reason below it when the core refuses. It keeps the focus while busy and ignores further clicks.
 */
@customElement("chatkeep-command")
export class CommandButton extends FaceElement {
  /** name becomes the id of the button. */
  @property() name = "";
  @property() label = "";
  @property({ attribute: "busy-label" }) busyLabel = "";
  /** describedby is the id of what the button acts on. */
  @property() describedby = "";
  /** look is how much the button stands out; a face has one primary button at a time. */
  @property() look: "primary" | "secondary" | "link" = "secondary";
  /** running shows the button busy although this face has asked for nothing. */
  @property({ type: Boolean }) running = false;
  @property({ attribute: false }) command: () => Promise<Answer> = () => {
    throw new Error("chatkeep-command: no command");
  };

  @state() private asked = false;
  @state() private failure: CoreError | undefined;

  protected override render() {
    const busy = this.asked || this.running;
    return html`<button
        id=${this.name}
        type="button"
        class=${this.look}
        aria-disabled=${busy ? "true" : "false"}
        aria-describedby=${this.describedby || nothing}
        @click=${this.run}
      >
        ${busy ? this.busyLabel : this.label}
      </button>
      ${failureNote(this.failure)}`;
  }

  private async run(): Promise<void> {
    if (this.asked || this.running) {
      return;
    }
    this.asked = true;
    this.failure = undefined;
    const answer = await this.command();
    this.asked = false;
    this.failure = answer.error;
  }
}
