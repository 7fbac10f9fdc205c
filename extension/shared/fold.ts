import { html, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { FaceElement } from "./face";
import { KeptFocus } from "./focus";

/**
 * Fold is a part that stays folded until somebody opens it. What is in it is drawn for the first
 * time then, so that what nobody looks at costs nothing, and stays as it is when it is folded again.
 */
@customElement("chatkeep-fold")
export class Fold extends FaceElement {
  /** name becomes the id of the details element. */
  @property() name = "";
  @property() label = "";
  /** forced opens the part from outside, for instance because something in it is wrong. */
  @property({ type: Boolean }) forced = false;
  @property({ attribute: false }) content: () => unknown = () => nothing;

  @state() private unfolded = false;
  @state() private seen = false;

  constructor() {
    super();
    new KeptFocus(this, "summary");
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("forced") && this.forced) {
      this.unfolded = true;
    }
    this.seen ||= this.unfolded;
  }

  protected override render() {
    return html`<details
      id=${this.name}
      ?open=${this.unfolded}
      @toggle=${(event: Event) => (this.unfolded = (event.target as HTMLDetailsElement).open)}
    >
      <summary>${this.label}</summary>
      ${this.seen ? html`<div class="unfolded">${this.content()}</div>` : nothing}
    </details>`;
  }
}
