import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { call } from "../shared/call";
import {
  FORMS_KEY,
  PEOPLE_KEY,
  type CoreError,
  type Problem,
  type TabState,
} from "../shared/contract";
import { FaceElement } from "../shared/face";
import { newerData } from "../shared/newer-data";
import { failureNote, problemNote } from "../shared/problem";
import { Stored } from "../shared/state";
import "./backup-region";
import "./chat-region";
import "./connect-region";
import "./header-region";
import { noticeFor } from "./notice";
import "./people-region";

/** Tab states in which the chat named last is not, or must not be, in sight. */
const chatless: readonly TabState[] = ["no_tab", "signed_out", "locked"];

/** Panel is the sidebar: it hands each region its slice of what is stored, and decides nothing. */
@customElement("chatkeep-panel")
export class Panel extends FaceElement {
  private readonly stored = new Stored(this, [FORMS_KEY, PEOPLE_KEY]);
  @state() private failure: CoreError | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.wake();
  }

  protected override render() {
    const { view, loaded, lastSyncAt } = this.stored;
    return html`<header>
        <chatkeep-header .view=${view} .lastSyncAt=${lastSyncAt}></chatkeep-header>
      </header>
      <main>${loaded ? this.regions() : nothing} ${failureNote(newerData(view) ? undefined : this.failure)}</main>
      ${loaded ? this.foot() : nothing}`;
  }

  private regions(): TemplateResult | typeof nothing {
    const { view, open, card, forms, people } = this.stored;
    if (!view && !open) {
      return nothing;
    }
    const newer = newerData(view);
    if (newer) {
      return problemNote(newer);
    }
    if (view?.zoho.state === "not_connected") {
      return html`<chatkeep-connect></chatkeep-connect>`;
    }
    const notice = view && noticeFor(view);
    const hidden = this.chatHidden();
    return html`${notice?.note ?? nothing}
      <chatkeep-chat
        ?hidden=${hidden || (!open?.chat && view?.whatsapp.state !== "ready")}
        .open=${hidden ? undefined : open}
        .card=${hidden ? undefined : card}
        .forms=${forms}
        .quiet=${notice?.primary ?? false}
        .told=${notice?.problem}
        .historyPaused=${view?.history?.paused ?? false}
      ></chatkeep-chat>
      ${problemNote(notice ? undefined : this.problem())}
      <chatkeep-people
        ?hidden=${hidden}
        .people=${hidden ? undefined : people}
        .folded=${Boolean(open?.chat)}
        .quiet=${notice?.primary ?? false}
      ></chatkeep-people>`;
  }

  private foot(): TemplateResult | typeof nothing {
    const { view, card } = this.stored;
    if (!view || newerData(view) || view.zoho.state === "not_connected") {
      return nothing;
    }
    return html`<footer>
      <chatkeep-backup
        .backup=${view.backup}
        .card=${this.chatHidden() ? undefined : card}
      ></chatkeep-backup>
    </footer>`;
  }

  private chatHidden(): boolean {
    const tab = this.stored.view?.whatsapp.state;
    return tab !== undefined && chatless.includes(tab);
  }

  /** Returns the problem of the whole backup, unless the open chat already tells of it. */
  private problem(): Problem | undefined {
    const { view, card } = this.stored;
    const problem = view?.backup.problem;
    const told = [card?.problem?.code, card?.sync?.problem?.code];
    return problem && !told.includes(problem.code) ? problem : undefined;
  }

  private async wake(): Promise<void> {
    this.failure = (await call("panel/view.refresh", {})).error;
  }
}
