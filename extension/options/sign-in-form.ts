import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { CoreError, Linking, ZohoView } from "../shared/contract";
import type { DataCentre } from "../shared/datacentres";
import { FaceElement } from "../shared/face";
import { focusFirstError } from "../shared/field";
import { t } from "../shared/i18n";
import { failureNote, failureText } from "../shared/problem";
import { findCentre } from "./centres";
import { concernOf, type Concern } from "./concern";
import { faultsOf, type Faults, type SignInDraft } from "./draft";
import { environmentChoice } from "./environment-choice";
import { linkingChoice } from "./linking-choice";
import { redirectURL, registerStep } from "./register-step";
import { signInBySelfClient, signInByWeb } from "./sign-in";
import { centreField, clientTypeField, pasteField, wayChoice, type Wrong } from "./sign-in-fields";

/** SignInForm guides through connecting Zoho with the user's own OAuth client. */
@customElement("chatkeep-sign-in")
export class SignInForm extends FaceElement {
  @property({ attribute: false }) zoho: ZohoView | undefined;
  /** linking is the choice made before, undefined for somebody who was never asked. */
  @property({ attribute: false }) linking: Linking | undefined;
  /** attach says that the sign-in is to allow attaching files. */
  @property({ attribute: false }) attach = false;
  /** onSignedIn is called when a sign-in has succeeded. */
  @property({ attribute: false }) onSignedIn: () => void = () => undefined;

  @state() private draft: SignInDraft = {
    way: "web",
    dataCentre: "",
    environment: "production",
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
  /** unfolded keeps the kind of organisation in sight once it was refused. */
  @state() private unfolded = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("zoho") && this.zoho) {
      this.preFill(this.zoho);
    }
    if (changed.has("linking") && this.linking && !this.touched.has("linking")) {
      this.draft = { ...this.draft, linking: this.linking };
    }
  }

  /** Fills in a client used before: once, and never what the user has touched. */
  private preFill({ dataCentre, environment, clientId, way }: ZohoView): void {
    const client = JSON.stringify([dataCentre, environment, clientId, way]);
    if (client === this.preFilled) {
      return;
    }
    this.preFilled = client;
    const known: Partial<SignInDraft> = {
      ...(dataCentre && { dataCentre }),
      ...(environment && { environment }),
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
    const faults = this.checked ? faultsOf(this.draft) : {};
    return html`<form id="sign-in-form" novalidate autocomplete="off" @submit=${this.submit}>
      ${step(1, t("step1_title"), this.organisation(faults))}
      ${step(2, t("step2_title"), this.registration())}
      ${step(3, t("step3_title"), this.credentials(faults))}
      ${step(
        4,
        t("step4_title"),
        linkingChoice(this.draft.linking, faults.linking, (linking) => this.edit({ linking })),
      )}
      ${step(5, t("step5_title"), this.connection())}
    </form>`;
  }

  private organisation(faults: Faults): TemplateResult {
    const { dataCentre, environment } = this.draft;
    const note = this.refusal("environment");
    const usual = !this.zoho?.environment || this.zoho.environment === "production";
    return html`${centreField(dataCentre, this.wrong("dataCentre", faults), this.edit)}
    ${environmentChoice(environment, { open: !usual || this.unfolded, note }, (kind) =>
      this.edit({ environment: kind }),
    )}`;
  }

  private registration(): TemplateResult {
    const { way, clientType, dataCentre } = this.draft;
    const refused = this.refusal("redirect");
    const register = registerStep(way, clientType, findCentre(dataCentre), this.attach);
    const steps = html`${register} ${refused ?? nothing}`;
    return html`${wayChoice(way, this.edit)}
    ${way === "web" ? clientTypeField(clientType, this.edit) : nothing}
    ${way === "web" && this.known
      ? html`<details id="register-again" ?open=${refused !== undefined}>
          <summary>${t("register_again")}</summary>
          ${steps}
        </details>`
      : steps}`;
  }

  private credentials(faults: Faults): TemplateResult {
    const { way } = this.draft;
    const field = (key: "clientId" | "clientSecret" | "code", label: string, help?: string) =>
      pasteField(key, this.draft[key], { label, help, ...this.wrong(key, faults) }, this.edit);
    const secretHelp = this.known ? t("client_secret_again") : t("client_secret_help");
    return html`${field("clientId", t("client_id_label"))}
    ${field("clientSecret", t("client_secret_label"), secretHelp)}
    ${way === "self" ? field("code", t("code_label"), t("code_help")) : nothing}`;
  }

  private connection(): TemplateResult {
    const { way, environment } = this.draft;
    return html`<p>${way === "web" ? t("connect_web_about") : t("connect_self_about")}</p>
      ${way === "web" && environment !== "production"
        ? html`<p id="environment-reminder">${t(`environment_reminder_${environment}`)}</p>`
        : nothing}
      <button
        id="connect"
        type="submit"
        class="primary"
        aria-disabled=${this.sending ? "true" : "false"}
      >
        ${this.sending ? t("connecting") : t("connect_button")}
      </button>
      ${failureNote(this.concern ? undefined : this.failure)}`;
  }

  /** known is true when a client was used before. */
  private get known(): boolean {
    return Boolean(this.zoho?.clientId);
  }

  /** concern is the part of the form that the last refusal is about, if it is about one. */
  private get concern(): Concern | undefined {
    return concernOf(this.failure, this.draft.way);
  }

  /** Returns why a part of the form was refused, if the last refusal is about it. */
  private refusal(part: Concern): TemplateResult | undefined {
    return this.failure && this.concern === part ? failureText(this.failure) : undefined;
  }

  private wrong(key: keyof SignInDraft, faults: Faults): Wrong {
    return { error: faults[key], note: this.refusal(key) };
  }

  /** A refusal goes with the value it was about, or with the way it was met on. */
  private readonly edit = (change: Partial<SignInDraft>): void => {
    if ("way" in change || (this.concern && this.concern in change)) {
      this.failure = undefined;
    }
    this.change(change);
  };

  private change(change: Partial<SignInDraft>): void {
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
    this.change(this.failure ? { code: "" } : { code: "", clientSecret: "" });
    // Zoho has said where the account lives, and only a click may ask for another host.
    const home = this.failure?.problem === "sign_in_elsewhere" && findCentre(this.failure.detail);
    if (home) {
      this.change({ dataCentre: home.code });
    }
    this.checked = false;
    if (this.failure) {
      this.unfolded ||= this.concern === "environment";
      await this.updateComplete;
      this.showConcern();
    } else {
      this.onSignedIn();
    }
  }

  /** Puts the focus where the refusal is explained, when that is not beside the button. */
  private showConcern(): void {
    if (this.concern === "redirect") {
      this.querySelector<HTMLElement>("#redirect-url-copy")?.focus();
    } else if (this.concern) {
      focusFirstError(this);
    }
  }

  private send(centre: DataCentre, linking: Linking): Promise<CoreError | undefined> {
    const { way, clientType, environment } = this.draft;
    const client = {
      dataCentre: centre.code,
      environment,
      clientId: this.draft.clientId.trim(),
      clientSecret: this.draft.clientSecret.trim(),
      linking,
    };
    return way === "web"
      ? signInByWeb(centre, { ...client, clientType, redirectUrl: redirectURL() })
      : signInBySelfClient(centre, { ...client, code: this.draft.code.trim() });
  }
}

function step(number: number, title: string, body: TemplateResult): TemplateResult {
  return html`<section class="step" aria-labelledby="step-${number}">
    <h2 id="step-${number}" tabindex="-1"><span class="number">${number}</span> ${title}</h2>
    ${body}
  </section>`;
}
