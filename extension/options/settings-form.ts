import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { call } from "../shared/call";
import type { CoreError, Settings } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { describedBy, field, focusFirstError, type FieldText } from "../shared/field";
import { t } from "../shared/i18n";
import { failureNote } from "../shared/problem";
import { linkingChoice } from "./linking-choice";
import { regionName, regions } from "./regions";

/** The days a first backup may reach back. */
const DAYS = { least: 1, most: 30 } as const;

/** SettingsForm holds the user's choices. While they are being edited, stored ones do not show. */
@customElement("chatkeep-settings")
export class SettingsForm extends FaceElement {
  @property({ attribute: false }) settings: Settings | undefined;
  /** home is the organisation's country as an ISO 3166 code, empty when not known. */
  @property({ attribute: false }) home = "";

  @state() private draft: Settings | undefined;
  @state() private days: string | undefined;
  @state() private sending = false;
  @state() private saved = false;
  @state() private checked = false;
  @state() private failure: CoreError | undefined;

  private readonly regions = regions();

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("settings") && this.saved) {
      this.draft = undefined;
      this.days = undefined;
    }
  }

  protected override render() {
    const values = this.draft ?? this.settings;
    if (!values) {
      return nothing;
    }
    return html`<form id="settings-form" novalidate @submit=${this.submit}>
      <h2>${t("settings")}</h2>
      ${linkingChoice(values.linking, undefined, (linking) => this.edit({ linking }))}
      ${this.regionField(values)} ${this.daysField(values)} ${this.awakeField(values)}
      <div class="row">
        <button
          id="save-settings"
          type="submit"
          class="primary"
          aria-disabled=${this.sending ? "true" : "false"}
        >
          ${this.sending ? t("saving") : t("save")}
        </button>
        <span id="settings-saved" role="status">${this.saved ? t("settings_saved") : ""}</span>
      </div>
      ${failureNote(this.failure)}
    </form>`;
  }

  private regionField(values: Settings): TemplateResult {
    const text: FieldText = { label: t("region_label"), help: t("region_help") };
    const own = this.home ? `${t("region_of_org")}: ${regionName(this.home)}` : t("region_of_org");
    return field(
      "region",
      text,
      html`<select
        id="region"
        aria-describedby=${describedBy("region", text)}
        @change=${(event: Event) => this.edit({ region: valueOf(event) })}
      >
        <option value="" .selected=${values.region === ""}>${own}</option>
        ${this.regions.map(
          ({ code, name }) =>
            html`<option value=${code} .selected=${values.region === code}>${name}</option>`,
        )}
      </select>`,
    );
  }

  private daysField(values: Settings): TemplateResult {
    const text: FieldText = {
      label: t("days_label"),
      help: t("days_help"),
      error: this.checked && !this.validDays(values) ? t("days_wrong") : undefined,
    };
    return field(
      "first-backup-days",
      text,
      html`<input
        id="first-backup-days"
        type="number"
        inputmode="numeric"
        min=${DAYS.least}
        max=${DAYS.most}
        .value=${this.days ?? String(values.firstBackupDays)}
        aria-invalid=${text.error ? "true" : "false"}
        aria-describedby=${describedBy("first-backup-days", text)}
        @input=${(event: Event) => {
          this.days = valueOf(event);
          this.edit({});
        }}
      />`,
    );
  }

  private awakeField(values: Settings): TemplateResult {
    return html`<div class="check">
      <input
        id="keep-awake"
        type="checkbox"
        .checked=${values.keepAwake}
        aria-describedby="keep-awake-help"
        @change=${(event: Event) =>
          this.edit({ keepAwake: (event.target as HTMLInputElement).checked })}
      />
      <label for="keep-awake">${t("keep_awake_label")}</label>
      <p class="help" id="keep-awake-help">${t("keep_awake_help")}</p>
    </div>`;
  }

  private edit(change: Partial<Settings>): void {
    if (this.settings) {
      this.draft = { ...(this.draft ?? this.settings), ...change };
      this.saved = false;
    }
  }

  /** Returns the days as a number, or undefined when they are not one within bounds. */
  private validDays(values: Settings): number | undefined {
    const days = this.days === undefined ? values.firstBackupDays : Number(this.days);
    return Number.isInteger(days) && days >= DAYS.least && days <= DAYS.most ? days : undefined;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const values = this.draft ?? this.settings;
    if (!values || this.sending) {
      return;
    }
    const firstBackupDays = this.validDays(values);
    this.checked = true;
    this.failure = undefined;
    if (firstBackupDays === undefined) {
      await this.updateComplete;
      focusFirstError(this);
      return;
    }
    this.sending = true;
    const answer = await call("options/settings.save", { ...values, firstBackupDays });
    this.sending = false;
    this.failure = answer.error;
    if (!answer.error) {
      this.saved = true;
    }
  }
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}
