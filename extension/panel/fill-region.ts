import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { call } from "../shared/call";
import "../shared/command";
import type { FillOffer } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { field } from "../shared/field";
import { leftToRight, t } from "../shared/i18n";

/** FillRegion offers to write a chat's number into an empty field of the record it is linked to. */
@customElement("chatkeep-fill")
export class FillRegion extends FaceElement {
  @property() chat = "";
  @property({ attribute: false }) offer: FillOffer | undefined;

  /** chosen is the API name of a field, empty until somebody has chosen one. */
  @state() private chosen = "";

  protected override render() {
    const [first, ...others] = this.offer?.fields ?? [];
    if (!this.offer || !first) {
      return nothing;
    }
    const fields = [first, ...others];
    const chosen = fields.find(({ name }) => name === this.chosen) ?? first;
    return html`<section id="fill" class="card" aria-labelledby="fill-title">
      <p class="name" id="fill-title">${t("fill_title")}</p>
      <p id="fill-about">${t("fill_about", leftToRight(this.offer.phone))}</p>
      ${others.length > 0
        ? field(
            "fill-field",
            { label: t("fill_field") },
            html`<select
              id="fill-field"
              @change=${(event: Event) => (this.chosen = (event.target as HTMLSelectElement).value)}
            >
              ${fields.map(
                ({ name, label }) =>
                  html`<option value=${name} .selected=${name === chosen.name}>${label}</option>`,
              )}
            </select>`,
          )
        : nothing}
      <chatkeep-command
        name="fill-number"
        .label=${others.length > 0 ? t("fill_write") : t("fill_write_to", first.label)}
        .busyLabel=${t("fill_writing")}
        describedby="fill-about"
        .command=${() => call("panel/number.fill", { chat: this.chat, field: chosen.name })}
      ></chatkeep-command>
    </section>`;
  }
}
