import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { call } from "../shared/call";
import type { CoreError, View } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { t } from "../shared/i18n";
import { icon } from "../shared/icons";
import { newerData } from "../shared/newer-data";
import { failureNote, problemNote } from "../shared/problem";
import { signInHelps } from "../shared/sign-in-helps";
import { Stored } from "../shared/state";
import { statusLine, zohoStatus } from "../shared/status";
import "./account-region";
import "./checks-region";
import "./credits-region";
import "./directory-region";
import "./health-region";
import "./older-region";
import "./proofs-region";
import "./settings-form";
import type { SignInForm } from "./sign-in-form";
import "./sign-in-form";

/** Options is the settings page: the guided sign-in, or the account and the choices. */
@customElement("chatkeep-options")
export class Options extends FaceElement {
  private readonly stored = new Stored(this);
  @state() private failure: CoreError | undefined;
  /** unconfirmed is true after a disconnection of which Zoho could not be told. */
  @state() private unconfirmed = false;
  /** again is true while somebody signs in once more without having been signed out. */
  @state() private again = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.wake();
  }

  protected override render() {
    const { view } = this.stored;
    return html`<header class="brand">
        <img src="../icons/icon-48.png" alt="" width="24" height="24" />
        <h1>${t("options_title")}</h1>
      </header>
      <main>
        ${view ? this.regions(view) : html`<p role="status">${t("overall_starting")}</p>`}
        ${failureNote(newerData(view) ? undefined : this.failure)}
        <section aria-labelledby="privacy-title">
          <h2 id="privacy-title">${t("privacy_title")}</h2>
          <p id="privacy">${t("privacy_note")}</p>
        </section>
      </main>`;
  }

  private regions(view: View): TemplateResult {
    const newer = newerData(view);
    if (newer) {
      return html`${problemNote(newer)}`;
    }
    const state = view.zoho.state;
    const working = state !== "not_connected" && state !== "signed_out";
    return html`<p id="zoho-state" role="status" data-state=${state}>
        ${statusLine(zohoStatus(view.zoho))}
      </p>
      ${this.unconfirmed && state === "not_connected" ? unconfirmedNote() : nothing}
      ${view.zoho.problem
        ? problemNote(view.zoho.problem)
        : html`<p>${t(`zoho_about_${state}`)}</p>`}
      ${state === "not_connected"
        ? nothing
        : html`<chatkeep-account
            .zoho=${view.zoho}
            .onUnconfirmed=${() => (this.unconfirmed = true)}
          ></chatkeep-account>`}
      ${working
        ? html`<chatkeep-checks .zoho=${view.zoho} .onSignIn=${this.signInAgain}></chatkeep-checks>`
        : nothing}
      ${signInHelps(view.zoho) || (working && this.again)
        ? html`<chatkeep-sign-in
            .zoho=${view.zoho}
            .linking=${state === "not_connected" ? undefined : view.settings.linking}
            .attach=${view.settings.attachMedia}
            .onSignedIn=${() => (this.again = false)}
          ></chatkeep-sign-in>`
        : html`<chatkeep-settings
            .settings=${view.settings}
            .home=${view.zoho.region ?? ""}
            .pace=${view.backup.pace}
            .dealsProblem=${view.dealsProblem}
            .checks=${view.zoho.checks ?? []}
          ></chatkeep-settings>`}
      ${working
        ? html`<chatkeep-directory
              .directory=${view.directory}
              .settings=${view.settings}
            ></chatkeep-directory>
            <chatkeep-older .history=${view.history}></chatkeep-older>
            <chatkeep-credits
              .credits=${view.credits}
              .budget=${view.settings.dailyCredits}
              .problem=${view.backup.problem}
            ></chatkeep-credits>`
        : nothing}
      ${state === "not_connected" ? nothing : html`<chatkeep-proofs></chatkeep-proofs>`}
      <chatkeep-health .health=${this.stored.health}></chatkeep-health>`;
  }

  private readonly signInAgain = async (): Promise<void> => {
    this.again = true;
    await this.updateComplete;
    await this.querySelector<SignInForm>("chatkeep-sign-in")?.updateComplete;
    this.querySelector<HTMLElement>("#step-1")?.focus();
  };

  private async wake(): Promise<void> {
    this.failure = (await call("options/view.refresh", {})).error;
  }
}

function unconfirmedNote(): TemplateResult {
  return html`<div id="disconnect-unconfirmed" class="note wait" role="status">
    ${icon("info")}
    <div>
      <p class="note-title">${t("disconnect_unconfirmed")}</p>
      <p>${t("disconnect_unconfirmed_about")}</p>
    </div>
  </div>`;
}
