import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { call } from "../shared/call";
import type { CoreError, PaceView, Problem, Settings, ZohoCheck } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { describedBy, field, focusFirstError, invalid, type FieldText } from "../shared/field";
import { t } from "../shared/i18n";
import { failureNote } from "../shared/problem";
import { regionName } from "../shared/region-name";
import { count } from "../shared/time";
import { attachField, attachNote } from "./attach-fields";
import { dealsField } from "./deals-field";
import { linkingChoice } from "./linking-choice";
import { regions } from "./regions";
import { deletedField, quietFields, respectField, writeField } from "./rhythm-fields";

/** NumberSetting is a choice that is typed as a whole number. */
type NumberSetting = "firstBackupDays" | "dailyCredits" | "attachMostMB";

/**
 * The bounds of the numbers, as the core has them: the days a first backup may reach back, the
 * credits that may be spent in a day, and the megabytes of a file that is attached.
 */
const bounds: Record<NumberSetting, { least: number; most: number }> = {
  firstBackupDays: { least: 1, most: 30 },
  dailyCredits: { least: 0, most: 10_000_000 },
  attachMostMB: { least: 1, most: 15 },
};

const numberIds: Record<NumberSetting, string> = {
  firstBackupDays: "first-backup-days",
  dailyCredits: "daily-credits",
  attachMostMB: "attach-most",
};

/**
 * SettingsForm holds the user's choices. What is being edited stands above what is stored; all else
 * is stored as it stands at that moment, because another region may have changed it meanwhile.
 */
@customElement("chatkeep-settings")
export class SettingsForm extends FaceElement {
  @property({ attribute: false }) settings: Settings | undefined;
  /** home is the organisation's country as an ISO 3166 code, empty when not known. */
  @property({ attribute: false }) home = "";
  /** pace says when notes are written at present, undefined at every cycle. */
  @property({ attribute: false }) pace: PaceView | undefined;
  /** checks are what the sign-in was found to allow. */
  @property({ attribute: false }) checks: readonly ZohoCheck[] = [];

  /** dealsProblem says what keeps deals from getting notes, undefined while nothing does. */
  @property({ attribute: false }) dealsProblem: Problem | undefined;

  @state() private draft: Partial<Settings> = {};
  /** typed are the numbers as they were typed. */
  @state() private typed: Partial<Record<NumberSetting, string>> = {};
  @state() private sending = false;
  @state() private saved = false;
  @state() private checked = false;
  @state() private failure: CoreError | undefined;

  private readonly regions = regions();

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("settings") && this.saved) {
      this.draft = {};
      this.typed = {};
    }
  }

  protected override render() {
    const values = this.values();
    if (!values) {
      return nothing;
    }
    return html`<form id="settings-form" novalidate @submit=${this.submit}>
      <h2>${t("settings")}</h2>
      ${linkingChoice(values.linking, undefined, (linking) => this.edit({ linking }))}
      ${this.regionField(values)}
      ${this.numberField(values, "firstBackupDays", {
        label: t("days_label"),
        help: t("days_help"),
        error: t("days_wrong"),
      })}
      ${this.numberField(values, "dailyCredits", {
        label: t("budget_label"),
        help: t("budget_help"),
        error: t("budget_wrong", count(bounds.dailyCredits.most)),
      })}
      ${writeField(values, this.pace, (change) => this.edit(change))}
      ${quietFields(values, (change) => this.edit(change))}
      ${deletedField(values, (change) => this.edit(change))}
      ${respectField(values, (change) => this.edit(change))}
      ${dealsField(values, this.dealsProblem, (change) => this.edit(change))}
      ${attachField(values, (change) => this.edit(change))}
      ${values.attachMedia
        ? this.numberField(values, "attachMostMB", {
            label: t("attach_most_label"),
            help: t("attach_most_help"),
            error: t("attach_most_wrong", count(bounds.attachMostMB.most)),
          })
        : nothing}
      ${this.settings ? attachNote(this.settings, this.checks) : nothing}
      ${this.awakeField(values)}
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

  /** Draws the field of a number; its error is the one to show when the number is refused. */
  private numberField(
    values: Settings,
    key: NumberSetting,
    words: Required<Pick<FieldText, "label" | "help" | "error">>,
  ): TemplateResult {
    const id = numberIds[key];
    const wrong = this.checked && this.validNumber(values, key) === undefined;
    const text: FieldText = { ...words, error: wrong ? words.error : undefined };
    return field(
      id,
      text,
      html`<input
        id=${id}
        class="number-input"
        type="number"
        inputmode="numeric"
        min=${bounds[key].least}
        max=${bounds[key].most}
        .value=${this.typed[key] ?? String(values[key])}
        aria-invalid=${invalid(text)}
        aria-describedby=${describedBy(id, text)}
        @input=${(event: Event) => {
          this.typed = { ...this.typed, [key]: valueOf(event) };
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
    this.draft = { ...this.draft, ...change };
    this.saved = false;
  }

  private values(): Settings | undefined {
    return this.settings && { ...this.settings, ...this.draft };
  }

  /** Returns a setting as a number, or undefined when it is not a whole one within its bounds. */
  private validNumber(values: Settings, key: NumberSetting): number | undefined {
    const typed = this.typed[key]?.trim();
    // An empty field is Number's idea of 0, and nobody's choice.
    const value = typed === undefined ? values[key] : typed === "" ? Number.NaN : Number(typed);
    const { least, most } = bounds[key];
    return Number.isInteger(value) && value >= least && value <= most ? value : undefined;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const values = this.values();
    if (!values || this.sending) {
      return;
    }
    const firstBackupDays = this.validNumber(values, "firstBackupDays");
    const dailyCredits = this.validNumber(values, "dailyCredits");
    // A number that is not in sight cannot be put right, and what is stored is right.
    const attachMostMB = values.attachMedia
      ? this.validNumber(values, "attachMostMB")
      : values.attachMostMB;
    this.checked = true;
    this.failure = undefined;
    if (firstBackupDays === undefined || dailyCredits === undefined || attachMostMB === undefined) {
      await this.updateComplete;
      focusFirstError(this);
      return;
    }
    this.sending = true;
    const numbers = { firstBackupDays, dailyCredits, attachMostMB };
    const answer = await call("options/settings.save", { ...values, ...numbers });
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
