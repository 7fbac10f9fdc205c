import { html, nothing, type TemplateResult } from "lit";
import type { SetAside } from "../shared/contract";
import { t } from "../shared/i18n";
import { siteLink } from "../shared/links";
import { count } from "../shared/time";
import { candidateLines } from "./candidates";

/** Draws, folded away, the records that hold a chat's number or almost, and why none is offered. */
export function setAside(aside: readonly SetAside[] | undefined): TemplateResult | typeof nothing {
  if (!aside?.length) {
    return nothing;
  }
  return html`<details id="aside">
    <summary>${t("aside_title", count(aside.length))}</summary>
    <div class="unfolded">
      <p class="muted">${t("aside_about")}</p>
      <ul class="cards">
        ${aside.map(
          ({ candidate, why }) =>
            html`<li class="card" data-record=${candidate.id} data-why=${why}>
              ${candidateLines(candidate, `aside-${candidate.id}`)}
              <p>${t(`brief_${why}`)}</p>
              ${siteLink(candidate.url, t("open_in_zoho"))}
            </li>`,
        )}
      </ul>
    </div>
  </details>`;
}
