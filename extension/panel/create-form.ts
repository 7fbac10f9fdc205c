import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { call } from "../shared/call";
import type { CoreError, CreateForm, ProblemCode } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { describedBy, field, focusFirstError, type FieldText } from "../shared/field";
import { t } from "../shared/i18n";
import { failureNote } from "../shared/problem";
import { count } from "../shared/time";
import { Drafts } from "./drafts";

/** The longest names a contact can have, in characters, as CreateContact says. */
const LONGEST = { firstName: 40, lastName: 80 } as const;

type NameField = keyof typeof LONGEST;

/**
 * CreateFormRegion asks for the name of a new contact. What was typed belongs to the user: it is
 * kept in drafts and stands above anything the core suggests later for the same chat.
 */
@customElement("chatkeep-create-form")
export class CreateFormRegion extends FaceElement {
  @property() chat = "";
  /** suggestion is what the core would write; undefined while the contact is being created. */
  @property({ attribute: false }) suggestion: CreateForm | undefined;
  @property({ attribute: false }) drafts = new Drafts();
  /** creating is true while the core creates the contact or settles the outcome. */
  @property({ type: Boolean }) creating = false;
  /** quiet takes the primary look off the button, because another one is more pressing. */
  @property({ type: Boolean }) quiet = false;
  /** told is a problem the region above already explains. */
  @property({ attribute: false }) told: ProblemCode | undefined;

  @state() private sending = false;
  @state() private checked = false;
  @state() private failure: CoreError | undefined;

  protected override render() {
    const values = this.values();
    if (!values) {
      return nothing;
    }
    const busy = this.sending || this.creating;
    const failure = this.failure?.problem === this.told && this.told ? undefined : this.failure;
    return html`<form
      id="create-form"
      novalidate
      aria-busy=${busy ? "true" : "false"}
      @submit=${this.submit}
    >
      ${this.name("firstName", "first-name", t("form_first_name"), values, busy)}
      ${this.name("lastName", "last-name", t("form_last_name"), values, busy)}
      ${field(
        "phone",
        { label: t("form_phone") },
        html`<input id="phone" dir="ltr" type="tel" readonly .value=${values.phone} />`,
      )}
      <button
        id="create-contact"
        type="submit"
        class=${this.quiet ? "secondary" : "primary"}
        aria-disabled=${busy ? "true" : "false"}
      >
        ${busy ? t("form_creating") : t("form_create")}
      </button>
      ${failureNote(busy ? undefined : failure)}
    </form>`;
  }

  private name(
    key: NameField,
    id: string,
    label: string,
    values: CreateForm,
    busy: boolean,
  ): TemplateResult {
    const text: FieldText = { label, error: this.checked ? fault(key, values) : undefined };
    return field(
      id,
      text,
      html`<input
        id=${id}
        type="text"
        dir="auto"
        autocomplete="off"
        spellcheck="false"
        .value=${values[key]}
        ?required=${key === "lastName"}
        ?readonly=${busy}
        aria-invalid=${text.error ? "true" : "false"}
        aria-describedby=${describedBy(id, text)}
        @input=${(event: InputEvent) => this.type(key, event)}
      />`,
    );
  }

  private values(): CreateForm | undefined {
    return this.drafts.get(this.chat) ?? this.suggestion;
  }

  private type(key: NameField, event: InputEvent): void {
    const values = this.values();
    if (values) {
      this.drafts.set(this.chat, { ...values, [key]: (event.target as HTMLInputElement).value });
      this.requestUpdate();
    }
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const values = this.values();
    if (!values || this.sending || this.creating) {
      return;
    }
    this.checked = true;
    if (fault("firstName", values) || fault("lastName", values)) {
      await this.updateComplete;
      focusFirstError(this);
      return;
    }
    this.drafts.set(this.chat, values);
    this.failure = undefined;
    this.sending = true;
    const answer = await call("panel/contact.create", {
      chat: this.chat,
      firstName: values.firstName.trim(),
      lastName: values.lastName.trim(),
    });
    this.sending = false;
    this.failure = answer.error;
  }
}

/** Returns why a name cannot be written to Zoho, or undefined when it can. */
function fault(key: NameField, values: CreateForm): string | undefined {
  const name = values[key].trim();
  if (key === "lastName" && name === "") {
    return t("form_last_name_missing");
  }
  return [...name].length > LONGEST[key] ? t("form_too_long", count(LONGEST[key])) : undefined;
}
