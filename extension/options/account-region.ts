import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { call } from "../shared/call";
import "../shared/command";
import type { ZohoView } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { t } from "../shared/i18n";
import { siteLink } from "../shared/links";
import { centreName, findCentre } from "./centres";

/** AccountRegion says whose Zoho is connected, and disconnects it after a second question. */
@customElement("chatkeep-account")
export class AccountRegion extends FaceElement {
  @property({ attribute: false }) zoho: ZohoView | undefined;
  /** onUnconfirmed is called when the sign-in was forgotten here and Zoho could not be told. */
  @property({ attribute: false }) onUnconfirmed: () => void = () => undefined;
  @query("dialog") private readonly dialog!: HTMLDialogElement;

  protected override render() {
    if (!this.zoho) {
      return nothing;
    }
    const centre = findCentre(this.zoho.dataCentre);
    const { environment = "production" } = this.zoho;
    const kind = environment === "production" ? undefined : t(`environment_${environment}`);
    return html`<section class="card" aria-labelledby="account-title">
        <h2 id="account-title">${t("account_title")}</h2>
        <dl class="lines">
          ${line("org", t("account_org"), this.zoho.org)}
          ${line("user", t("account_user"), this.zoho.user)}
          ${line("centre", t("account_centre"), centre && centreName(centre))}
          ${line("environment", t("account_environment"), kind)}
        </dl>
        <div class="row">
          ${siteLink(this.zoho.homeUrl, t("open_crm"), "open-crm")}
          <button id="disconnect" type="button" class="secondary" @click=${this.ask}>
            ${t("disconnect")}…
          </button>
        </div>
      </section>
      <dialog aria-labelledby="disconnect-title" aria-describedby="disconnect-about">
        <h2 id="disconnect-title">${t("disconnect_title")}</h2>
        <p id="disconnect-about">${t("disconnect_about")}</p>
        <div class="row">
          <button id="disconnect-cancel" type="button" class="secondary" @click=${this.cancel}>
            ${t("cancel")}
          </button>
          <chatkeep-command
            name="disconnect-confirm"
            .label=${t("disconnect")}
            .busyLabel=${t("disconnecting")}
            look="primary"
            .command=${this.disconnect}
          ></chatkeep-command>
        </div>
      </dialog>`;
  }

  private readonly ask = (): void => {
    this.dialog.showModal();
  };

  private readonly cancel = (): void => {
    this.dialog.close();
  };

  private readonly disconnect = async () => {
    const answer = await call("options/zoho.disconnect", {});
    // The core forgets the sign-in before it tells Zoho, so this one failure leaves nobody signed in.
    const unconfirmed = answer.error?.problem === "unreachable";
    if (unconfirmed) {
      this.onUnconfirmed();
    }
    if (unconfirmed || !answer.error) {
      this.dialog.close();
    }
    return answer;
  };
}

function line(
  id: string,
  label: string,
  value: string | undefined,
): TemplateResult | typeof nothing {
  return value
    ? html`<div>
        <dt>${label}</dt>
        <dd id="account-${id}"><bdi title=${value}>${value}</bdi></dd>
      </div>`
    : nothing;
}
