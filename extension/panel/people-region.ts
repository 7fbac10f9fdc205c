import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { call, type Answer } from "../shared/call";
import "../shared/command";
import type { LinkedChats, People, PersonRow } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { KeptFocus } from "../shared/focus";
import { t } from "../shared/i18n";
import { plural } from "../shared/plural";
import { problemNote } from "../shared/problem";
import { count } from "../shared/time";
import { confirmable, grouped, groupNames, Ticks, type PeopleGroup } from "./people-groups";
import { confirmRow, personRow } from "./people-row";

/** How many chats one request may link, as LinkChats says. */
const AT_ONCE = 200;

/**
 * PeopleRegion lists the chats and who they are in Zoho, by groups, and links those that are ticked.
 * A chat cannot be opened from here: Chatkeep touches nothing in WhatsApp. The rows of a group are
 * drawn only while it is open, as there may be a thousand.
 */
@customElement("chatkeep-people")
export class PeopleRegion extends FaceElement {
  @property({ attribute: false }) people: People | undefined;
  /** folded is true while a chat is open, which matters more. */
  @property({ type: Boolean }) folded = false;
  /** quiet is true while another region holds the one primary button. */
  @property({ type: Boolean }) quiet = false;

  @state() private unfolded = false;
  @state() private open: ReadonlySet<PeopleGroup> = new Set<PeopleGroup>(["confirm"]);
  @state() private done: LinkedChats | undefined;
  private readonly ticks = new Ticks();
  private groups = grouped([]);

  constructor() {
    super();
    new KeptFocus(this, "#people-title, #all-chats > summary");
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("people")) {
      this.groups = grouped(this.people?.rows ?? []);
    }
  }

  protected override render() {
    if (!this.people) {
      return nothing;
    }
    if (!this.folded) {
      return html`<section id="people" aria-labelledby="people-title">
        <h2 id="people-title" tabindex="-1">${t("people_title")}</h2>
        ${this.body(this.people)}
      </section>`;
    }
    return html`<details
      id="all-chats"
      ?open=${this.unfolded}
      @toggle=${(event: Event) => (this.unfolded = (event.target as HTMLDetailsElement).open)}
    >
      <summary>${t("people_all")}</summary>
      ${this.unfolded
        ? html`<div id="people" class="unfolded">
            <p class="muted">${t("people_open")}</p>
            ${this.body(this.people)}
          </div>`
        : nothing}
    </details>`;
  }

  private body({ unasked, more = 0 }: People): TemplateResult {
    const { linked, confirm, without } = this.groups;
    return html`<p id="people-summary">
        ${t("people_summary", count(linked.length), count(confirm.length), count(without.length))}
      </p>
      ${unasked > 0
        ? html`<p id="people-not-asked" class="muted">
            ${plural(unasked, { one: "people_unasked_one", other: "people_unasked_other" })}
          </p>`
        : nothing}
      ${Object.keys(groupNames).map((group) => this.group(group as PeopleGroup))}
      ${more > 0
        ? html`<p id="people-more" class="muted">
            ${plural(more, { one: "people_more_one", other: "people_more_other" })}
          </p>`
        : nothing}
      <div id="people-outcome" role="status">${this.done ? outcome(this.done) : nothing}</div>`;
  }

  private group(group: PeopleGroup): TemplateResult | typeof nothing {
    const rows = this.groups[group];
    if (rows.length === 0) {
      return nothing;
    }
    const open = this.open.has(group);
    return html`<details
      id="people-${group}"
      class="people-group"
      ?open=${open}
      @toggle=${(event: Event) => this.turn(group, (event.target as HTMLDetailsElement).open)}
    >
      <summary>${t("people_group", t(groupNames[group]), count(rows.length))}</summary>
      ${open ? this.rows(group, rows) : nothing}
    </details>`;
  }

  private rows(group: PeopleGroup, rows: readonly PersonRow[]): TemplateResult {
    return html`${group === "confirm" ? this.linking(rows) : nothing}
      <ul class="people-list">
        ${repeat(
          rows,
          (row) => row.chat,
          (row) =>
            group === "confirm"
              ? confirmRow(row, this.ticks.has(row), (ticked) => this.tick([row], ticked))
              : personRow(row),
        )}
      </ul>`;
  }

  private linking(rows: readonly PersonRow[]): TemplateResult | typeof nothing {
    const able = rows.filter((row) => confirmable(row));
    const ticked = able.filter((row) => this.ticks.has(row)).length;
    if (able.length === 0) {
      return nothing;
    }
    const all = ticked === able.length;
    return html`<div class="row">
      ${ticked > 0
        ? html`<chatkeep-command
            name="link-selected"
            .label=${plural(ticked, { one: "people_link_one", other: "people_link_other" })}
            .busyLabel=${t("candidate_linking")}
            .look=${this.folded || this.quiet ? "secondary" : "primary"}
            .command=${this.linkTicked}
          ></chatkeep-command>`
        : nothing}
      <button
        id="select-all"
        type="button"
        class="link"
        @click=${() => this.tick(able, !all)}
      >
        ${all ? t("people_select_none") : t("people_select_all")}
      </button>
    </div>`;
  }

  private tick(rows: readonly PersonRow[], ticked: boolean): void {
    for (const row of rows) {
      this.ticks.set(row, ticked);
    }
    this.requestUpdate();
  }

  private turn(group: PeopleGroup, open: boolean): void {
    if (open !== this.open.has(group)) {
      const groups = new Set(this.open);
      if (open) {
        groups.add(group);
      } else {
        groups.delete(group);
      }
      this.open = groups;
    }
  }

  /** Links the chats that are ticked now, in as many requests as they need, until one is refused. */
  private readonly linkTicked = async (): Promise<Answer<"panel/chats.link">> => {
    const links = this.ticks.links(this.groups.confirm);
    let sum: LinkedChats = { linked: 0, refused: 0 };
    this.done = undefined;
    for (let i = 0; i < links.length; i += AT_ONCE) {
      const answer = await call("panel/chats.link", { links: links.slice(i, i + AT_ONCE) });
      if (answer.error) {
        this.done = sum.linked + sum.refused > 0 ? sum : undefined;
        return answer;
      }
      sum = added(sum, answer.ok);
    }
    this.done = sum;
    return { ok: sum };
  };
}

function added(sum: LinkedChats, { linked, refused, problem }: LinkedChats): LinkedChats {
  const first = sum.problem ?? problem;
  return { linked: sum.linked + linked, refused: sum.refused + refused, ...(first && { problem: first }) };
}

function outcome({ linked, refused, problem }: LinkedChats): TemplateResult {
  return html`${linked > 0 || refused === 0
    ? html`<p>${plural(linked, { one: "people_done_one", other: "people_done_other" })}</p>`
    : nothing}
  ${refused > 0
    ? html`<p>${plural(refused, { one: "people_refused_one", other: "people_refused_other" })}</p>`
    : nothing}
  ${problemNote(problem)}`;
}
