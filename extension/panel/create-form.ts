import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { call } from "../shared/call";
import type { CoreError, CreateForm, FormField, Forms, ModuleForm, Problem } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { field, focusFirstError } from "../shared/field";
import type { Fold } from "../shared/fold";
import "../shared/fold";
import { t } from "../shared/i18n";
import { failureNote, problemNote } from "../shared/problem";
import { Drafts, draftOf, type Draft } from "./drafts";
import { faultsOf, type Faults } from "./form-check";
import { formControl } from "./form-control";
import { fieldNamed, formOf, isName, isRequired, phoneFieldOf, requestOf, valueOf, withValue } from "./form-model";
import { FormReader } from "./form-reader";
import { elsewhereNote, moduleChoice, noModuleNote } from "./module-choice";

/**
 * CreateFormRegion asks for what a new record needs, as the organisation's own layout has it. What
 * was typed belongs to the user: it is kept in drafts and stands above anything the core suggests
 * later for the same chat.
 */
@customElement("chatkeep-create-form")
export class CreateFormRegion extends FaceElement {
  @property() chat = "";
  /** suggestion is what the core would write; undefined while the record is being created. */
  @property({ attribute: false }) suggestion: CreateForm | undefined;
  /** forms are undefined before they were read from Zoho. */
  @property({ attribute: false }) forms: Forms | undefined;
  @property({ attribute: false }) drafts = new Drafts();
  @property({ attribute: false }) reader = new FormReader();
  /** creating is true while the core creates the record or settles the outcome. */
  @property({ type: Boolean }) creating = false;
  /** quiet takes the primary look off the button, because another one is more pressing. */
  @property({ type: Boolean }) quiet = false;
  /** problem is the chat's; one that names a field of the form is told at that field. */
  @property({ attribute: false }) problem: Problem | undefined;

  @state() private sending = false;
  @state() private checked = false;
  @state() private failure: CoreError | undefined;
  /** changed are the fields that were changed since Zoho has refused one of them. */
  private readonly changed = new Set<string>();

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("problem");
    const other = before?.code !== this.problem?.code || before?.detail !== this.problem?.detail;
    if (changed.has("problem") && other) {
      this.changed.clear();
    }
    // Before the form is drawn, so that it is drawn as one that is read.
    if (this.draft()) {
      void this.askForms();
    }
  }

  private async askForms(): Promise<void> {
    const missing = this.forms === undefined;
    if (await this.reader.ask(missing)) {
      this.requestUpdate();
    }
  }

  /**
   * reading is true while the first forms are read. With them the form grows, so its button rests
   * until then: it would move away under a hand that is about to press it.
   */
  private get reading(): boolean {
    return this.forms === undefined && this.reader.asking;
  }

  protected override render() {
    const draft = this.draft();
    if (!draft) {
      return nothing;
    }
    const form = formOf(this.forms, draft);
    if (!form) {
      return noModuleNote();
    }
    return html`<form
      id="create-form"
      novalidate
      aria-busy=${this.busy ? "true" : "false"}
      @submit=${this.submit}
    >
      ${moduleChoice(this.forms, form.module, this.busy, (module) => this.keep({ ...draft, module }))}
      ${form.elsewhere?.length ? elsewhereNote(form.elsewhere, form.createUrl) : this.fields(form, draft)}
    </form>`;
  }

  private fields(form: ModuleForm, draft: Draft): TemplateResult {
    const faults = this.checked ? faultsOf(form, draft) : {};
    const named = fieldNamed(form, this.problem);
    const wrong = (one: FormField) => one.name in faults || one === named;
    const first = form.fields.filter((one) => isName(one) || isRequired(one));
    const others = form.fields.filter((one) => !first.includes(one));
    // The problem above the form, or at its field, says the same as the refusal.
    const failure = this.failure?.problem && this.failure.problem === this.problem?.code ? undefined : this.failure;
    return html`${this.controls(first, form, draft, faults, named)} ${this.phone(form, draft)}
      ${others.length > 0
        ? html`<chatkeep-fold
            name="more-fields"
            .label=${t("form_more")}
            .forced=${others.some(wrong)}
            .content=${() => this.controls(others, form, draft, faults, named)}
          ></chatkeep-fold>`
        : nothing}
      <button
        id="create-contact"
        type="submit"
        class=${this.quiet ? "secondary" : "primary"}
        aria-disabled=${this.busy || this.reading ? "true" : "false"}
      >
        ${this.busy ? t("form_creating") : this.reading ? t("form_reading") : t(`form_create_${form.module}`)}
      </button>
      ${failureNote(this.busy ? undefined : failure)}`;
  }

  private controls(
    fields: readonly FormField[],
    form: ModuleForm,
    draft: Draft,
    faults: Faults,
    named: FormField | undefined,
  ): unknown {
    // The same name in another module may be a field of another kind.
    return repeat(
      fields,
      (one) => `${form.module}/${one.name}/${one.type}`,
      (one) =>
        formControl({
          field: one,
          value: valueOf(form, one, draft),
          error: faults[one.name],
          note: one === named && this.refused(one) ? refusal(this.problem) : undefined,
          busy: this.busy,
          change: (value) => {
            this.changed.add(one.name);
            this.keep(withValue(form, one, this.draft() ?? draft, value));
          },
        }),
    );
  }

  /** Returns whether what Zoho has refused still stands in a field. */
  private refused({ name }: FormField): boolean {
    return !this.busy && !this.changed.has(name);
  }

  private phone(form: ModuleForm, draft: Draft): TemplateResult {
    const chosen = phoneFieldOf(form, draft);
    const label = form.phones.length === 1 && chosen ? chosen.label : t("form_phone");
    return html`${field(
      "phone",
      { label },
      html`<input id="phone" dir="ltr" type="tel" readonly .value=${draft.phone} />`,
    )}
    ${form.phones.length > 1
      ? field(
          "phone-field",
          { label: t("form_write_to") },
          html`<select
            id="phone-field"
            ?disabled=${this.busy}
            @change=${(event: Event) =>
              this.keep({ ...draft, phoneField: (event.target as HTMLSelectElement).value })}
          >
            ${form.phones.map(
              ({ name, label: words }) =>
                html`<option value=${name} .selected=${name === chosen?.name}>${words}</option>`,
            )}
          </select>`,
        )
      : nothing}`;
  }

  private get busy(): boolean {
    return this.sending || this.creating;
  }

  private draft(): Draft | undefined {
    return this.drafts.get(this.chat) ?? (this.suggestion && draftOf(this.suggestion));
  }

  private keep(draft: Draft): void {
    this.drafts.set(this.chat, draft);
    this.requestUpdate();
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const draft = this.draft();
    const form = draft && formOf(this.forms, draft);
    if (!form || form.elsewhere?.length || this.busy || this.reading) {
      return;
    }
    this.checked = true;
    if (Object.keys(faultsOf(form, draft)).length > 0) {
      await this.settled();
      focusFirstError(this);
      return;
    }
    this.keep(draft);
    this.changed.clear();
    this.failure = undefined;
    this.sending = true;
    const answer = await call("panel/contact.create", requestOf(this.chat, form, draft));
    this.sending = false;
    this.failure = answer.error;
  }

  /** Waits until what is wrong is drawn, also among the fields that were folded away. */
  private async settled(): Promise<void> {
    await this.updateComplete;
    await this.querySelector<Fold>("chatkeep-fold")?.updateComplete;
  }
}

/** Draws at a field why Zoho has refused it; its name stands above it already. */
function refusal(problem: Problem | undefined) {
  return problem ? html`${problemNote({ code: problem.code })}` : undefined;
}
