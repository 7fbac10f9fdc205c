import { html, type TemplateResult } from "lit";
import type { DeletedText, PaceView, Settings } from "../shared/contract";
import { describedBy, field, type FieldText } from "../shared/field";
import { t, type MessageKey } from "../shared/i18n";

const deletedWays: readonly DeletedText[] = ["keep", "drop"];

/** The minutes between two writes of notes, as the core takes them, with their words. */
const intervals: readonly { minutes: number; words: MessageKey }[] = [
  { minutes: 3, words: "write_every_3" },
  { minutes: 15, words: "write_every_15" },
  { minutes: 60, words: "write_every_60" },
];

/** Edit takes a change of the settings. */
export type Edit = (change: Partial<Settings>) => void;

/** Draws the choice of what becomes of the words of deleted messages. */
export function deletedField(values: Settings, edit: Edit): TemplateResult {
  const text: FieldText = { label: t("deleted_label"), help: t("deleted_help") };
  return field(
    "deleted-text",
    text,
    html`<select
      id="deleted-text"
      aria-describedby=${describedBy("deleted-text", text)}
      @change=${(event: Event) => {
        const way = deletedWays.find((known) => known === valueOf(event));
        if (way) {
          edit({ deletedText: way });
        }
      }}
    >
      ${deletedWays.map(
        (way) =>
          html`<option value=${way} .selected=${values.deletedText === way}>
            ${t(`deleted_${way}`)}
          </option>`,
      )}
    </select>`,
  );
}

/** Draws the choice whether a note that a person has changed is left as it is. */
export function respectField(values: Settings, edit: Edit): TemplateResult {
  return html`<div class="check">
    <input
      id="respect-edits"
      type="checkbox"
      .checked=${values.respectEdits}
      aria-describedby="respect-edits-help"
      @change=${(event: Event) => edit({ respectEdits: (event.target as HTMLInputElement).checked })}
    />
    <label for="respect-edits">${t("respect_edits_label")}</label>
    <p class="help" id="respect-edits-help">${t("respect_edits_help")}</p>
  </div>`;
}

/** Draws how often notes are written at most, and what holds at present. */
export function writeField(
  values: Settings,
  pace: PaceView | undefined,
  edit: Edit,
): TemplateResult {
  const text: FieldText = {
    label: t("write_every_label"),
    help: t(pace?.stretched ? "write_every_stretched" : "write_every_help"),
  };
  return field(
    "write-every",
    text,
    html`<select
      id="write-every"
      aria-describedby=${describedBy("write-every", text)}
      @change=${(event: Event) => edit({ writeEveryMinutes: Number(valueOf(event)) })}
    >
      ${intervals.map(
        ({ minutes, words }) =>
          html`<option value=${minutes} .selected=${values.writeEveryMinutes === minutes}>
            ${t(words)}
          </option>`,
      )}
    </select>`,
  );
}

/** Draws the hours in which no note is written; there are none while both ends are the same. */
export function quietFields(values: Settings, edit: Edit): TemplateResult {
  return html`<fieldset class="times" aria-describedby="quiet-help">
    <legend>${t("quiet_title")}</legend>
    <div class="row">
      ${timeField("quiet-from", t("quiet_from"), values.quietFrom, (quietFrom) =>
        edit({ quietFrom }),
      )}
      ${timeField("quiet-to", t("quiet_to"), values.quietTo, (quietTo) => edit({ quietTo }))}
    </div>
    <p class="help" id="quiet-help">${t("quiet_help")}</p>
  </fieldset>`;
}

function timeField(
  id: string,
  label: string,
  minute: number,
  choose: (minute: number) => void,
): TemplateResult {
  return field(
    id,
    { label },
    html`<input
      id=${id}
      type="time"
      .value=${clockOf(minute)}
      @change=${(event: Event) => choose(minuteOf(valueOf(event)))}
    />`,
  );
}

/** Writes a minute of the day as a time input does; what is not one is midnight. */
export function clockOf(minute: number | undefined): string {
  const known = minute ?? 0;
  const two = (n: number) => String(n).padStart(2, "0");
  return `${two(Math.floor(known / 60))}:${two(known % 60)}`;
}

/** Reads what a time input holds as a minute of the day; an empty one is midnight. */
export function minuteOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}
