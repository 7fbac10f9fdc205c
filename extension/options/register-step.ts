import { html, nothing, type TemplateResult } from "lit";
import "../shared/copy";
import type { ClientType } from "../shared/contract";
import { attachScopeString, scopeString, type DataCentre } from "../shared/datacentres";
import { t } from "../shared/i18n";
import { siteLink } from "../shared/links";
import { consoleOf } from "./centres";
import type { Way } from "./draft";

/** Returns the address to which Zoho's consent page sends the user back. */
export function redirectURL(): string {
  return chrome.identity.getRedirectURL("zoho");
}

/**
 * Draws the steps at Zoho's API console, in the order and with the words of its pages; attach says
 * that files are to be attached.
 */
export function registerStep(
  way: Way,
  clientType: ClientType,
  centre: DataCentre | undefined,
  attach: boolean,
): TemplateResult {
  return html`<ol class="steps">
    <li>
      ${t("step_console")}
      ${centre
        ? siteLink(consoleOf(centre), new URL(consoleOf(centre)).host, "api-console")
        : html`<span class="muted">${t("step_console_choose")}</span>`}
    </li>
    ${way === "web" ? webSteps(clientType) : selfSteps(attach)}
  </ol>`;
}

function webSteps(clientType: ClientType): TemplateResult {
  return html`<li>${t("step_add_client")} <strong>${t(`console_${clientType}`)}</strong></li>
    <li>${t("step_homepage")}</li>
    <li>
      ${t("step_redirect")}
      <chatkeep-copy
        name="redirect-url"
        .value=${redirectURL()}
        .label=${t("redirect_label")}
      ></chatkeep-copy>
    </li>
    <li>${t("step_create")}</li>`;
}

function selfSteps(attach: boolean): TemplateResult | typeof nothing {
  return html`<li>${t("step_self_client")}</li>
    <li>
      ${t("step_scope")}
      <chatkeep-copy
        name="scope"
        .value=${attach ? attachScopeString : scopeString}
        .label=${t("scope_label")}
      ></chatkeep-copy>
    </li>
    <li>${t("step_duration")}</li>
    <li>${t("step_code")}</li>`;
}
