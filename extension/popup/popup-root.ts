import { html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { call } from "../shared/call";
import "../shared/command";
import type { CoreError, ZohoState } from "../shared/contract";
import { FaceElement } from "../shared/face";
import { t } from "../shared/i18n";
import { openSettings } from "../shared/links";
import { newerData } from "../shared/newer-data";
import { failureNote, problemNote } from "../shared/problem";
import { Stored } from "../shared/state";
import "./badge-region";
import { healthLine } from "./health-line";
import { paceLine } from "./pace-line";
import { openSidebarFailed, windowOfPopup } from "./sidebar";
import { stateLines } from "./state-lines";

/** Popup is the small window of the toolbar button: the last sync, the state, and two buttons. */
@customElement("chatkeep-popup")
export class Popup extends FaceElement {
  private readonly stored = new Stored(this);
  @state() private windowId: number | undefined;
  @state() private failure: CoreError | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.wake();
    void this.findWindow();
  }

  protected override render() {
    const { view, loaded, lastSyncAt } = this.stored;
    const newer = newerData(view);
    const signIn = view && signInWords(view.zoho.state);
    return html`<header class="brand">
        <img src="../icons/icon-48.png" alt="" width="20" height="20" />
        <h1>${t("app_name")}</h1>
        <button id="settings" type="button" class="link" @click=${openSettings}>
          ${t("settings")}
        </button>
      </header>
      <main>
        <chatkeep-badge .view=${view} .lastSyncAt=${lastSyncAt}></chatkeep-badge>
        ${view && !newer ? stateLines(view) : nothing}
        ${view && !newer ? paceLine(view.backup) : nothing}
        ${view && !newer && view.zoho.state !== "not_connected"
          ? healthLine(view.whatsapp)
          : nothing}
        ${problemNote(view?.backup.problem ?? view?.zoho.problem)}
        ${loaded && !newer ? this.buttons(signIn) : nothing}
        ${failureNote(newer ? undefined : this.failure)}
      </main>`;
  }

  private buttons(signIn: string | undefined) {
    return html`<div class="row">
      ${signIn
        ? html`<button id="connect" type="button" class="primary" @click=${openSettings}>
            ${signIn}
          </button>`
        : nothing}
      <button
        id="open-sidebar"
        type="button"
        class=${signIn ? "secondary" : "primary"}
        ?disabled=${this.windowId === undefined}
        @click=${this.openSidebar}
      >
        ${t("open_sidebar")}
      </button>
      ${signIn
        ? nothing
        : html`<chatkeep-command
            name="sync-now"
            .label=${t("sync_now")}
            .busyLabel=${t("syncing")}
            .running=${this.stored.view?.backup.state === "running"}
            .command=${() => call("popup/backup.syncNow", {})}
          ></chatkeep-command>`}
    </div>`;
  }

  private async wake(): Promise<void> {
    this.failure = (await call("popup/view.refresh", {})).error;
  }

  private async findWindow(): Promise<void> {
    this.windowId = await windowOfPopup();
  }

  /**
   * Opens the side panel. Chrome wants this within the click itself, so nothing is awaited before
   * sidePanel.open.
   */
  private openSidebar(): void {
    if (this.windowId === undefined) {
      return;
    }
    chrome.sidePanel.open({ windowId: this.windowId }).then(
      () => window.close(),
      (cause: unknown) => {
        this.failure = openSidebarFailed(cause);
      },
    );
  }
}

/** Returns the words of the button that leads to the sign-in, when nothing works without it. */
function signInWords(state: ZohoState): string | undefined {
  switch (state) {
    case "not_connected":
      return t("connect_button");
    case "signed_out":
      return t("sign_in_again");
    default:
      return undefined;
  }
}
