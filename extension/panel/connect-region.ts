import { html } from "lit";
import { customElement } from "lit/decorators.js";
import { FaceElement } from "../shared/face";
import { t } from "../shared/i18n";
import { openSettings } from "../shared/links";

/** ConnectRegion is all there is to see before anybody has signed in to Zoho. */
@customElement("chatkeep-connect")
export class ConnectRegion extends FaceElement {
  protected override render() {
    return html`<section aria-labelledby="connect-title">
      <h2 id="connect-title">${t("connect_title")}</h2>
      <p>${t("connect_what")}</p>
      <p class="muted">${t("connect_privacy")}</p>
      <button id="connect" type="button" class="primary" @click=${openSettings}>
        ${t("connect_button")}
      </button>
    </section>`;
  }
}
