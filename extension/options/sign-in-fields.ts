import { html, type TemplateResult } from "lit";
import type { ClientType } from "../shared/contract";
import { dataCentres } from "../shared/datacentres";
import { describedBy, field, invalid, type FieldText } from "../shared/field";
import { t } from "../shared/i18n";
import { centreName } from "./centres";
import type { SignInDraft, Way } from "./draft";

const ways: readonly Way[] = ["web", "self"];
const clientTypes: readonly ClientType[] = ["server", "mobile"];

/** What is wrong with the value of a field: its error, or a note of why it was refused. */
export type Wrong = Pick<FieldText, "error" | "note">;

/** Edit takes over what somebody has changed in a draft. */
export type Edit = (change: Partial<SignInDraft>) => void;

/** Draws the choice of the data centre; its id is data-centre. */
export function centreField(chosen: string, wrong: Wrong, edit: Edit): TemplateResult {
  const text: FieldText = { label: t("centre_label"), help: t("centre_help"), ...wrong };
  return field(
    "data-centre",
    text,
    html`<select
      id="data-centre"
      aria-invalid=${invalid(text)}
      aria-describedby=${describedBy("data-centre", text)}
      @change=${(event: Event) => edit({ dataCentre: valueOf(event) })}
    >
      <option value="" disabled .selected=${chosen === ""}>${t("centre_choose")}</option>
      ${dataCentres.map(
        (centre) =>
          html`<option value=${centre.code} .selected=${chosen === centre.code}>
            ${centreName(centre)}${centre.confirmed ? "" : ` (${t("centre_unconfirmed")})`}
          </option>`,
      )}
    </select>`,
  );
}

/** Draws the choice between the two ways to sign in. */
export function wayChoice(chosen: Way, edit: Edit): TemplateResult {
  return html`<fieldset class="choice">
    <legend>${t("way_title")}</legend>
    ${ways.map(
      (way) => html`<label>
        <input
          id="way-${way}"
          type="radio"
          name="way"
          value=${way}
          .checked=${chosen === way}
          @change=${() => edit({ way })}
        />
        <span>
          <span class="choice-title">${way === "web" ? t("way_web") : t("way_self")}</span>
          <span class="help">${way === "web" ? t("way_web_about") : t("way_self_about")}</span>
        </span>
      </label>`,
    )}
  </fieldset>`;
}

/** Draws the choice of the type of client; its id is client-type. */
export function clientTypeField(chosen: ClientType, edit: Edit): TemplateResult {
  const text: FieldText = { label: t("client_type_label"), help: t("client_type_help") };
  return field(
    "client-type",
    text,
    html`<select
      id="client-type"
      aria-describedby=${describedBy("client-type", text)}
      @change=${(event: Event) => edit({ clientType: valueOf(event) as ClientType })}
    >
      ${clientTypes.map(
        (type) =>
          html`<option value=${type} .selected=${chosen === type}>
            ${t(`client_type_${type}`)}
          </option>`,
      )}
    </select>`,
  );
}

/** The fields into which something is pasted, with the ids of their controls. */
const pasted = { clientId: "client-id", clientSecret: "client-secret", code: "code" } as const;

/** Draws a field into which something of Zoho's console is pasted; only the client id is readable. */
export function pasteField(
  key: keyof typeof pasted,
  value: string,
  text: FieldText,
  edit: Edit,
): TemplateResult {
  const id = pasted[key];
  return field(
    id,
    text,
    html`<input
      id=${id}
      type=${key === "clientId" ? "text" : "password"}
      dir="ltr"
      autocomplete="off"
      spellcheck="false"
      .value=${value}
      aria-invalid=${invalid(text)}
      aria-describedby=${describedBy(id, text)}
      @input=${(event: Event) => edit({ [key]: valueOf(event) })}
    />`,
  );
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}
