import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { call } from "../shared/call";
import "../shared/command";
import type { CoreError, FoundRecord, FoundRecords } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { describedBy, field, focusFirstError, invalid, type FieldText } from "../shared/field";
import { t } from "../shared/i18n";
import { siteLink } from "../shared/links";
import { plural } from "../shared/plural";
import { failureNote } from "../shared/problem";

/** The bounds of what is searched for, in characters, as SearchRecords says. */
const LEAST = 2;
const MOST = 100;

/**
 * SearchRegion finds records by a name, a number or an e-mail address, and links the chat to one of
 * them. What was found stays in sight until something else is searched for.
 */
@customElement("chatkeep-search")
export class SearchRegion extends FaceElement {
  @property() chat = "";
  /** linked is the id of the record the chat is linked to, empty for none. */
  @property() linked = "";

  @state() private text = "";
  @state() private wrong = false;
  @state() private searching = false;
  @state() private found: FoundRecords | undefined;
  @state() private failure: CoreError | undefined;

  protected override render() {
    const text: FieldText = {
      label: t("search_label"),
      help: t("search_help"),
      error: this.wrong ? t("search_wrong") : undefined,
    };
    return html`${this.linked ? html`<p class="muted">${t("search_about_linked")}</p>` : nothing}
      <form id="search-form" role="search" novalidate @submit=${this.submit}>
        ${field(
          "search-text",
          text,
          html`<input
            id="search-text"
            type="search"
            dir="auto"
            autocomplete="off"
            spellcheck="false"
            .value=${this.text}
            aria-invalid=${invalid(text)}
            aria-describedby=${describedBy("search-text", text)}
            @input=${(event: Event) => (this.text = (event.target as HTMLInputElement).value)}
          />`,
        )}
        <button
          id="search-records"
          type="submit"
          class="secondary"
          aria-disabled=${this.searching ? "true" : "false"}
        >
          ${this.searching ? t("searching") : t("search_button")}
        </button>
        ${failureNote(this.failure)}
      </form>
      <p id="search-count" class="unseen" role="status">${this.found ? outcome(this.found) : ""}</p>
      ${this.found ? this.results(this.found) : nothing}`;
  }

  private results({ records, more }: FoundRecords): TemplateResult {
    return html`<h3 id="search-results" tabindex="-1">${t("search_found")}</h3>
      ${records.length === 0
        ? html`<p id="search-none">${t("search_none")}</p>`
        : html`<ul id="found" class="cards" aria-labelledby="search-results">
            ${repeat(
              records,
              (record) => record.id,
              (record) => this.card(record),
            )}
          </ul>`}
      ${more ? html`<p id="search-more" class="muted">${t("search_more")}</p>` : nothing}`;
  }

  private card(record: FoundRecord): TemplateResult {
    const id = `found-${record.id}`;
    return html`<li class="card" data-record=${record.id}>
      <p class="kind">${t(`module_${record.module}`)}</p>
      <p class="name" id=${id}><bdi>${record.name}</bdi></p>
      ${record.detail ? html`<p class="stored"><bdi>${record.detail}</bdi></p>` : nothing}
      <div class="row">
        ${record.id === this.linked
          ? html`<p class="muted">${t("search_linked")}</p>`
          : html`<chatkeep-command
              .name=${`link-found-${record.id}`}
              .label=${t("search_link")}
              .busyLabel=${t("candidate_linking")}
              .describedby=${id}
              .command=${() => this.link(record)}
            ></chatkeep-command>`}
        ${siteLink(record.url, t("open_in_zoho"))}
      </div>
    </li>`;
  }

  private link({ module, id }: FoundRecord) {
    return call("panel/chat.link", { chat: this.chat, module, recordId: id });
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const text = this.text.trim();
    const length = [...text].length;
    if (this.searching) {
      return;
    }
    this.wrong = length < LEAST || length > MOST;
    this.failure = undefined;
    if (this.wrong) {
      await this.updateComplete;
      focusFirstError(this);
      return;
    }
    this.searching = true;
    const answer = await call("panel/records.search", { text });
    this.searching = false;
    this.failure = answer.error;
    this.found = answer.ok;
    await this.updateComplete;
    this.querySelector<HTMLElement>("#search-results")?.focus();
  }
}

/** Returns in a sentence how many records were found. */
function outcome({ records }: FoundRecords): string {
  return records.length === 0
    ? t("search_none")
    : plural(records.length, { one: "search_one", other: "search_other" });
}
