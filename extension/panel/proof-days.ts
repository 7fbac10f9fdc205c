import { html, nothing, type TemplateResult } from "lit";
import type { ProofDay } from "../shared/contract";
import { t } from "../shared/i18n";
import { count } from "../shared/time";

/** How many days the table shows; the file has all. */
const MOST = 60;

/** How many hexadecimal digits of a digest tell two days apart at a glance. */
const SHORT = 8;

/** Draws how many messages of each day are known here and confirmed by Zoho, the newest day first. */
export function daysTable(days: readonly ProofDay[]): TemplateResult {
  const shown = days.slice(-MOST).reverse();
  return html`<table id="proof-days-table">
      <caption>
        ${t("proof_days_caption")}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t("proof_days_day")}</th>
          <th scope="col" class="count">${t("proof_days_held")}</th>
          <th scope="col" class="count">${t("proof_days_confirmed")}</th>
          <th scope="col">${t("proof_days_digest")}</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map(row)}
      </tbody>
    </table>
    ${shown.length < days.length
      ? html`<p id="proof-days-more">${t("proof_days_more", count(shown.length), count(days.length))}</p>`
      : nothing}
    <p class="muted">${t("proof_days_about")}</p>`;
}

function row({ date, held, confirmed, chain }: ProofDay): TemplateResult {
  return html`<tr data-day=${date}>
    <th scope="row"><time datetime=${date} dir="ltr">${date}</time></th>
    <td class="count">${count(held)}</td>
    <td class="count">${count(confirmed)}</td>
    <td><span class="digest" dir="ltr" title=${chain}>${chain.slice(0, SHORT)}</span></td>
  </tr>`;
}
