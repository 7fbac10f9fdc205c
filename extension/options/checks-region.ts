import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { call } from "../shared/call";
import { Clock } from "../shared/clock";
import "../shared/command";
import type { ZohoCheck, ZohoView } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { t } from "../shared/i18n";
import { plural } from "../shared/plural";
import { signInHelps } from "../shared/sign-in-helps";
import { statusLine } from "../shared/status";
import { ago, moment, timeTag } from "../shared/time";
import { checkLine, sameProblem } from "./check-line";

/** ChecksRegion lists what Chatkeep must be allowed to do in Zoho, and checks it again. */
@customElement("chatkeep-checks")
export class ChecksRegion extends FaceElement {
  @property({ attribute: false }) zoho: ZohoView | undefined;
  /** onSignIn is called when somebody wants to sign in once more. */
  @property({ attribute: false }) onSignIn: () => void = () => undefined;

  /** checkedHere is true after a check that this page has asked for. */
  @state() private checkedHere = false;

  constructor() {
    super();
    new Clock(this);
  }

  protected override render() {
    const { checks = [], checkedAt = 0 } = this.zoho ?? {};
    const first = checks.length === 0;
    return html`<section id="zoho-checks" aria-labelledby="zoho-checks-title">
      <h2 id="zoho-checks-title">${t("zcheck_title")}</h2>
      ${first ? html`<p id="zoho-checks-about">${t("zcheck_about")}</p>` : this.found(checks, checkedAt)}
      <div class="row">
        ${this.signInButton(checks)}
        <chatkeep-command
          name="zoho-check"
          .label=${first ? t("check_now") : t("check_again")}
          .busyLabel=${t("checking")}
          .command=${this.check}
        ></chatkeep-command>
        <span id="zoho-check-done" role="status"
          >${this.checkedHere && !first ? t("check_done", outcome(checks)) : ""}</span
        >
      </div>
    </section>`;
  }

  private found(checks: readonly ZohoCheck[], at: number): TemplateResult {
    const bad = checks.some((check) => !check.ok);
    return html`<p id="zoho-checks-outcome">
        ${statusLine({
          tone: bad ? "bad" : "good",
          icon: bad ? "alert" : "check",
          word: outcome(checks),
        })}
        ${at > 0
          ? html`<span class="muted">${t("check_at")} ${timeTag(at, moment(at))} · ${ago(at)}</span>`
          : nothing}
      </p>
      <ul class="checks" aria-labelledby="zoho-checks-title">
        ${checks.map((check, i) =>
          checkLine(
            check,
            checks.slice(0, i).some((earlier) => sameProblem(earlier, check)),
          ),
        )}
      </ul>`;
  }

  /** A missing scope is granted by another sign-in, for which the form may not be there yet. */
  private signInButton(checks: readonly ZohoCheck[]): TemplateResult | typeof nothing {
    const missing = checks.some((check) => check.problem?.code === "scope_missing");
    return missing && this.zoho && !signInHelps(this.zoho)
      ? html`<button id="sign-in-again" type="button" class="secondary" @click=${this.onSignIn}>
          ${t("sign_in_again")}
        </button>`
      : nothing;
  }

  private readonly check = async () => {
    this.checkedHere = false;
    const answer = await call("options/zoho.check", {});
    this.checkedHere = !answer.error;
    return answer;
  };
}

/** Returns the result of all checks in a sentence. */
function outcome(checks: readonly ZohoCheck[]): string {
  const failed = checks.filter((check) => !check.ok).length;
  return failed === 0
    ? t("zcheck_all")
    : plural(failed, { one: "zcheck_failed_one", other: "zcheck_failed_other" });
}
