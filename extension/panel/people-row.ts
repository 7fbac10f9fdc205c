import { html, nothing, type TemplateResult } from "lit";
import type { PersonRecord, PersonRow } from "../shared/contract";
import { t } from "../shared/i18n";
import { icon } from "../shared/icons";
import { passes } from "../shared/problem";
import { confirmable } from "./people-groups";

/** Draws one chat of the list: its name, its record, and in few words how it stands. */
export function personRow(row: PersonRow): TemplateResult {
  return html`<li class="person" data-chat=${row.chat} data-state=${row.state}>
    ${lines(row, row.record ? [row.record] : (row.offers ?? []))}
  </li>`;
}

/** Draws a chat to be confirmed: with a box to tick when one record is likely, else with a hint. */
export function confirmRow(
  row: PersonRow,
  ticked: boolean,
  tick: (ticked: boolean) => void,
): TemplateResult {
  const record = confirmable(row);
  return html`<li class="person" data-chat=${row.chat} data-state=${row.state}>
    ${record
      ? html`<label class="tick">
          <input
            type="checkbox"
            .checked=${ticked}
            @change=${(event: Event) => tick((event.target as HTMLInputElement).checked)}
          />
          <span class="person-lines">${lines(row, [record])}</span>
        </label>`
      : html`${lines(row, row.offers ?? [])}
          <p class="muted choose-hint">${t("people_choose")}</p>`}
  </li>`;
}

function lines(row: PersonRow, records: readonly PersonRecord[]): TemplateResult {
  const { title, problem } = row;
  return html`<span class="name"><bdi>${title || t("chat_untitled")}</bdi></span>
    ${records.map(recordLine)}
    ${row.state === "linked" && problem
      ? nothing
      : html`<span class="muted">${row.why ? t(`brief_${row.why}`) : t(`chat_${row.state}`)}</span>`}
    ${problem && problem !== row.state
      ? html`<span class="status ${passes(problem) ? "wait" : "bad"}"
          >${icon(passes(problem) ? "clock" : "alert")}<span>${t(`problem_${problem}`)}</span></span
        >`
      : nothing}`;
}

function recordLine({ module, name, id }: PersonRecord): TemplateResult {
  return html`<span class="person-record" data-record=${id}
    ><span class="muted">${t(`module_${module}`)}</span> <bdi>${name}</bdi></span
  >`;
}
