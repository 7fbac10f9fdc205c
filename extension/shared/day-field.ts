import type { ReactiveControllerHost, TemplateResult } from "lit";
import { html } from "lit";
import { describedBy, field, focusFirstError, type FieldText } from "./field";
import { beginOfDay, dayBefore, EARLIEST } from "./history-reach";
import { t } from "./i18n";
import { day } from "./time";

/** DayLook is how a field for a day stands in its region. */
export interface DayLook {
  label: string;
  /** before is the moment, in Unix seconds, before whose day the chosen one lies. */
  before: number;
  /** beside stands beside the field, such as the button that takes its day. */
  beside: TemplateResult;
  /** changed is called at each change. */
  changed?: () => void;
}

/**
 * DayField is a field for the day from which on older messages are wanted, with what was entered.
 * What is wrong with it is said once the day is taken.
 */
export class DayField {
  private entered = "";
  private checked = false;

  /** The host draws the field; id becomes the id of the control. */
  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly id: string,
  ) {}

  draw({ label, before, beside, changed }: DayLook): TemplateResult {
    const wrong = this.checked && beginOfDay(this.entered, before) === undefined;
    const text: FieldText = {
      label,
      error: wrong ? t("history_day_wrong", day(before * 1000)) : undefined,
    };
    return field(
      this.id,
      text,
      html`<div class="row">
        <input
          id=${this.id}
          class="day-input"
          type="date"
          min=${EARLIEST}
          max=${dayBefore(before)}
          .value=${this.entered}
          aria-invalid=${wrong ? "true" : "false"}
          aria-describedby=${describedBy(this.id, text)}
          @input=${(event: Event) => {
            this.entered = (event.target as HTMLInputElement).value;
            this.host.requestUpdate();
            changed?.();
          }}
        />
        ${beside}
      </div>`,
    );
  }

  /**
   * Returns the local midnight, in Unix seconds, at which the entered day begins. When it is none, or
   * does not lie before the day of the moment before, the field says so and gets the focus.
   */
  async take(before: number): Promise<number | undefined> {
    const from = beginOfDay(this.entered, before);
    this.checked = true;
    this.host.requestUpdate();
    if (from === undefined) {
      await this.host.updateComplete;
      focusFirstError(this.host);
    }
    return from;
  }

  clear(): void {
    this.entered = "";
    this.checked = false;
    this.host.requestUpdate();
  }
}
