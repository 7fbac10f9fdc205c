import { html, nothing, type TemplateResult } from "lit";
import type { HeldNumber, RecordCard } from "../shared/contract";
import { t } from "../shared/i18n";
import { siteLink } from "../shared/links";
import { day, timeTag } from "../shared/time";
import { heldWords } from "./match-words";

/** Draws the linked record: what it is, its name, the way to it and how the link came about. */
export function recordCard(record: RecordCard): TemplateResult {
  return html`<section class="card" id="record" data-record=${record.id}>
    <p class="kind">${t(`module_${record.module}`)}</p>
    <p class="name" id="record-name"><bdi>${record.name}</bdi></p>
    <p class="muted" id="record-origin" data-origin=${record.origin}>
      ${t(`origin_${record.origin}`)} · ${timeTag(record.linkedAt, day(record.linkedAt))}
    </p>
    ${record.held ? heldNumber(record.held) : nothing}
    ${siteLink(record.url, t("open_in_zoho"), "open-record")}
  </section>`;
}

/** Draws the number by which a record was found. What people write into the CRM keeps its own direction. */
function heldNumber({ field, stored, likeness }: HeldNumber): TemplateResult {
  const words = heldWords(likeness);
  return html`<p class="muted" id="record-number">
      ${t("held_number")} <bdi dir="ltr">${stored}</bdi> (<bdi>${field}</bdi>)
    </p>
    ${words === undefined ? nothing : html`<p class="muted">${words}</p>`}`;
}

/** Draws the record a chat was linked to; one that is gone has no page to open any more. */
export function formerCard(record: RecordCard, gone: boolean): TemplateResult {
  return html`<section class="card" id="former" data-record=${record.id}>
    <p class="kind">${t(`module_${record.module}`)} · ${t("former_was")}</p>
    <p class="name" id="former-name"><bdi>${record.name}</bdi></p>
    ${siteLink(gone ? undefined : record.url, t("open_in_zoho"), "open-former")}
  </section>`;
}
