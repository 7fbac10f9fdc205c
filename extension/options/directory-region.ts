import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { call } from "../shared/call";
import { Clock } from "../shared/clock";
import "../shared/command";
import type {
  CoreError,
  DirectoryMode,
  DirectoryState,
  DirectoryView,
  Settings,
} from "../shared/contract";
import { FaceElement } from "../shared/face";
import { t } from "../shared/i18n";
import { failureNote } from "../shared/problem";
import { statusLine, type Status } from "../shared/status";
import { ago, count, moment, timeTag } from "../shared/time";

const looks: Record<DirectoryState, Omit<Status, "word">> = {
  off: { tone: "quiet", icon: "info" },
  building: { tone: "wait", icon: "clock" },
  ready: { tone: "good", icon: "check" },
  stale: { tone: "wait", icon: "alert" },
  too_large: { tone: "quiet", icon: "info" },
};

/** The states in which numbers are known here. */
const kept: readonly DirectoryState[] = ["ready", "stale"];

/** DirectoryRegion shows the local index of the CRM's phone numbers, and switches it on and off. */
@customElement("chatkeep-directory")
export class DirectoryRegion extends FaceElement {
  @property({ attribute: false }) directory: DirectoryView | undefined;
  @property({ attribute: false }) settings: Settings | undefined;

  /** wished is the choice that is being saved. */
  @state() private wished: DirectoryMode | undefined;
  @state() private failure: CoreError | undefined;

  constructor() {
    super();
    new Clock(this);
  }

  protected override render() {
    const { directory, settings } = this;
    // A view of a core that knows no directory yet has a state without a name.
    if (!directory?.state || !settings) {
      return nothing;
    }
    const on = (this.wished ?? settings.directory) !== "off";
    return html`<section id="directory" aria-labelledby="directory-title">
      <h2 id="directory-title">${t("directory_title")}</h2>
      <p id="directory-state" role="status" data-state=${directory.state}>
        ${statusLine({ ...looks[directory.state], word: t(`directory_${directory.state}`) })}
      </p>
      <p>${t(`directory_about_${directory.state}`)}</p>
      ${directory.state === "building" ? progress(directory) : nothing}
      ${kept.includes(directory.state) || directory.records > 0 ? facts(directory) : nothing}
      <div class="check">
        <input
          id="directory-keep"
          type="checkbox"
          role="switch"
          .checked=${on}
          aria-describedby="directory-cost directory-private"
          @change=${this.turn}
        />
        <label for="directory-keep">${t("directory_keep")}</label>
        <p class="help" id="directory-cost">${t("directory_cost")}</p>
        <p class="help" id="directory-private">${t("directory_private")}</p>
      </div>
      ${failureNote(this.failure)}
      ${on
        ? html`<chatkeep-command
            name="directory-rebuild"
            .label=${t("directory_again")}
            .busyLabel=${t("directory_reading")}
            .running=${directory.state === "building"}
            .command=${() => call("options/directory.rebuild", {})}
          ></chatkeep-command>`
        : nothing}
    </section>`;
  }

  private async turn(event: Event): Promise<void> {
    const box = event.target as HTMLInputElement;
    if (!this.settings || this.wished !== undefined) {
      box.checked = this.wished !== "off";
      return;
    }
    this.failure = undefined;
    this.wished = box.checked ? "auto" : "off";
    const answer = await call("options/settings.save", { ...this.settings, directory: this.wished });
    this.failure = answer.error;
    this.wished = undefined;
  }
}

function progress({ read = 0, expected = 0 }: DirectoryView): TemplateResult {
  return html`<div class="spent">
    <p id="directory-progress">
      ${expected > 0
        ? t("directory_read_of", count(read), count(expected))
        : t("directory_read", count(read))}
    </p>
    ${expected > 0
      ? html`<progress
          aria-labelledby="directory-progress"
          max=${expected}
          .value=${Math.min(read, expected)}
        ></progress>`
      : nothing}
  </div>`;
}

function facts({ records, unreadable, asOf = 0 }: DirectoryView): TemplateResult {
  return html`<dl class="lines">
    ${fact("records", t("directory_records"), count(records))}
    ${fact("unreadable", t("directory_unreadable"), count(unreadable))}
    ${fact(
      "as-of",
      t("directory_as_of"),
      asOf > 0
        ? html`${timeTag(asOf, moment(asOf))} <span class="muted">· ${ago(asOf)}</span>`
        : t("directory_never"),
    )}
  </dl>`;
}

function fact(id: string, label: string, value: TemplateResult | string): TemplateResult {
  return html`<div>
    <dt>${label}</dt>
    <dd id="directory-${id}">${value}</dd>
  </div>`;
}
