import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ClientType, CoreError, Linking, ZohoView } from "../shared/contract";
import { dataCentres, type DataCentre } from "../shared/datacentres";
import { FaceElement } from "../shared/face";
import { describedBy, field, focusFirstError, type FieldText } from "../shared/field";
import { t } from "../shared/i18n";
import { failureNote } from "../shared/problem";
import { centreName, findCentre } from "./centres";
import { faultsOf, type Faults, type SignInDraft, type Way } from "./draft";
import { linkingChoice } from "./linking-choice";
import { redirectURL, registerStep } from "./register-step";
import { signInBySelfClient, signInByWeb } from "./sign-in";

const ways: readonly Way[] = ["web", "self"];
const clientTypes: readonly ClientType[] = ["server", "mobile"];

/** The fields of a draft that are typed as text, with the ids of their controls. */
const ids = { clientId: "client-id", clientSecret: "client-secret", code: "code" } as const;

/** SignInForm guides through connecting Zoho with the user's own OAuth client. */
@customElement("chatkeep-sign-in")
export class SignInForm extends FaceElement {
  @property({ attribute: false }) zoho: ZohoView | undefined;
  /** linking is the choice made before, undefined for somebody who was never asked. */
  @property({ attribute: false }) linking: Linking | undefined;

  @state() private draft: SignInDraft = {
    way: "web",
    dataCentre: "",
    clientType: "server",
    clientId: "",
    clientSecret: "",
    code: "",
    linking: undefined,
  };
  /** preFilled is the client the fields were last filled with. */
  private preFilled = "";
  /** touched are the fields the user has changed, also those changed to nothing. */
  private readonly touched = new Set<keyof SignInDraft>();
  @state() private checked = false;
  @state() private sending = false;
  @state() private failure: CoreError | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("zoho") && this.zoho) {
      this.preFill(this.zoho);
    }
    if (changed.has("linking") && this.linking && !this.touched.has("linking")) {
      this.draft = { ...this.draft, linking: this.linking };
    }
  }

  /** Fills in a client used before: once, and never what the user has touched. */
  private preFill({ dataCentre, clientId, way }: ZohoView): void {
    const client = JSON.stringify([dataCentre, clientId, way]);
    if (client === this.preFilled) {
      return;
    }
    this.preFilled = client;
    const known: Partial<SignInDraft> = {
      ...(dataCentre && { dataCentre }),
      ...(clientId && { clientId }),
      ...(way === "self" && { way }),
      ...((way === "server" || way === "mobile") && { way: "web", clientType: way }),
    };
    for (const key of this.touched) {
      delete known[key];
    }
    this.draft = { ...this.draft, ...known };
  }

  protected override render() {
    const { way, clientType, linking } = this.draft;
    const centre = findCentre(this.draft.dataCentre);
    const known = Boolean(this.zoho?.clientId);
    const faults = this.checked ? faultsOf(this.draft) : {};
    return html`<form id="sign-in-form" novalidate autocomplete="off" @submit=${this.submit}>
      ${step(1, t("step1_title"), this.centreField(faults))}
      ${step(
        2,
        t("step2_title"),
        html`${this.wayChoice()} ${way === "web" ? this.typeField() : nothing}
        ${way === "web" && known
          ? html`<details id="register-again">
              <summary>${t("register_again")}</summary>
              ${registerStep(way, clientType, centre)}
            </details>`
          : registerStep(way, clientType, centre)}`,
      )}
      ${step(
        3,
        t("step3_title"),
        html`${this.textField("clientId", { label: t("client_id_label") }, faults)}
        ${this.textField("clientSecret", secretText(known), faults)}
        ${way === "self"
          ? this.textField("code", { label: t("code_label"), help: t("code_help") }, faults)
          : nothing}`,
      )}
      ${step(
        4,
        t("step4_title"),
        linkingChoice(linking, faults.linking, (choice) => this.edit({ linking: choice })),
      )}
      ${step(
        5,
        t("step5_title"),
        html`<p>${way === "web" ? t("connect_web_about") : t("connect_self_about")}</p>
          <button
            id="connect"
            type="submit"
            class="primary"
            aria-disabled=${this.sending ? "true" : "false"}
          >
            ${this.sending ? t("connecting") : t("connect_button")}
          </button>
          ${failureNote(this.failure)}`,
      )}
    </form>`;
  }

  private centreField(faults: Faults): TemplateResult {
    const text: FieldText = {
      label: t("centre_label"),
      help: t("centre_help"),
      error: faults.dataCentre,
    };
    return field(
      "data-centre",
      text,
      html`<select
        id="data-centre"
        aria-invalid=${text.error ? "true" : "false"}
        aria-describedby=${describedBy("data-centre", text)}
        @change=${(event: Event) => this.edit({ dataCentre: valueOf(event) })}
      >
        <option value="" disabled .selected=${this.draft.dataCentre === ""}>
          ${t("centre_choose")}
        </option>
        ${dataCentres.map(
          (centre) =>
            html`<option value=${centre.code} .selected=${this.draft.dataCentre === centre.code}>
              ${centreName(centre)}${centre.confirmed ? "" : ` (${t("centre_unconfirmed")})`}
            </option>`,
        )}
      </select>`,
    );
  }

  private wayChoice(): TemplateResult {
    return html`<fieldset class="choice">
      <legend>${t("way_title")}</legend>
      ${ways.map(
        (way) => html`<label>
          <input
            id="way-${way}"
            type="radio"
            name="way"
            value=${way}
            .checked=${this.draft.way === way}
            @change=${() => this.edit({ way })}
          />
          <span>
            <span class="choice-title">${way === "web" ? t("way_web") : t("way_self")}</span>
            <span class="help">${way === "web" ? t("way_web_about") : t("way_self_about")}</span>
          </span>
        </label>`,
      )}
    </fieldset>`;
  }

  private typeField(): TemplateResult {
    const text: FieldText = { label: t("client_type_label"), help: t("client_type_help") };
    return field(
      "client-type",
      text,
      html`<select
        id="client-type"
        aria-describedby=${describedBy("client-type", text)}
        @change=${(event: Event) => this.edit({ clientType: valueOf(event) as ClientType })}
      >
        ${clientTypes.map(
          (type) =>
            html`<option value=${type} .selected=${this.draft.clientType === type}>
              ${t(`client_type_${type}`)}
            </option>`,
        )}
      </select>`,
    );
  }

  private textField(key: keyof typeof ids, text: FieldText, faults: Faults): TemplateResult {
    const id = ids[key];
    const told: FieldText = { ...text, error: faults[key] };
    return field(
      id,
      told,
      html`<input
        id=${id}
        type=${key === "clientId" ? "text" : "password"}
        dir="ltr"
        autocomplete="off"
        spellcheck="false"
        .value=${this.draft[key]}
        aria-invalid=${told.error ? "true" : "false"}
        aria-describedby=${describedBy(id, told)}
        @input=${(event: Event) => this.edit({ [key]: valueOf(event) })}
      />`,
    );
  }

  private edit(change: Partial<SignInDraft>): void {
    for (const key of Object.keys(change) as (keyof SignInDraft)[]) {
      this.touched.add(key);
    }
    this.draft = { ...this.draft, ...change };
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.sending) {
      return;
    }
    const { dataCentre, linking } = this.draft;
    const centre = findCentre(dataCentre);
    this.checked = true;
    this.failure = undefined;
    if (!centre || !linking || Object.keys(faultsOf(this.draft)).length > 0) {
      await this.updateComplete;
      focusFirstError(this);
      return;
    }
    this.sending = true;
    this.failure = await this.send(centre, linking);
    this.sending = false;
    // A code works once, and a secret is not kept on the page longer than it is needed.
    this.edit(this.failure ? { code: "" } : { code: "", clientSecret: "" });
    this.checked = false;
  }

  private send(centre: DataCentre, linking: Linking): Promise<CoreError | undefined> {
    const { way, clientType } = this.draft;
    const client = {
      dataCentre: centre.code,
      clientId: this.draft.clientId.trim(),
      clientSecret: this.draft.clientSecret.trim(),
      linking,
    };
    return way === "web"
      ? signInByWeb(centre, { ...client, clientType, redirectUrl: redirectURL() })
      : signInBySelfClient(centre, { ...client, code: this.draft.code.trim() });
  }
}

function secretText(known: boolean): FieldText {
  const help = known ? t("client_secret_again") : t("client_secret_help");
  return { label: t("client_secret_label"), help };
}

function step(number: number, title: string, body: TemplateResult): TemplateResult {
  return html`<section class="step" aria-labelledby="step-${number}">
    <h2 id="step-${number}"><span class="number">${number}</span> ${title}</h2>
    ${body}
  </section>`;
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}
