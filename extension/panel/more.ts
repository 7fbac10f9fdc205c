import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { call } from "../shared/call";
import "../shared/command";
import type { Card, ChatState } from "../shared/contract";
import "../shared/fold";
import { t } from "../shared/i18n";
import "./search-region";

/** The states in which a chat is linked to a record that is there. */
const linked: readonly ChatState[] = ["linked", "paused"];

/** The states of chats that could be linked one day, and may be kept from it. */
const linkable: readonly ChatState[] = [
  "not_in_zoho",
  "choose",
  "unlinked",
  "record_gone",
  "number_hidden",
  "group",
  "unknown",
];

/** Draws, folded away, what is rarely done with a chat. Each of these can be undone. */
export function more(card: Card): TemplateResult | typeof nothing {
  const isLinked = linked.includes(card.state);
  if (!isLinked && !linkable.includes(card.state)) {
    return nothing;
  }
  // Folded again once the chat has been linked or unlinked, because this is another choice then.
  return html`${keyed(
    `${card.chat}/${isLinked}`,
    html`<details id="more">
      <summary>${t("more")}</summary>
      <div class="unfolded">
        ${card.state === "linked" ? pause(card.chat) : nothing}
        ${isLinked ? html`${unlink(card.chat)} ${search(card)}` : nothing} ${never(card.chat)}
      </div>
    </details>`,
  )}`;
}

function pause(chat: string): TemplateResult {
  return html`<div class="act">
    <p class="muted" id="pause-about">${t("about_linked")}</p>
    <chatkeep-command
      name="pause-chat"
      .label=${t("pause")}
      .busyLabel=${t("pausing")}
      describedby="pause-about"
      .command=${() => call("panel/chat.pause", { chat, paused: true })}
    ></chatkeep-command>
  </div>`;
}

function unlink(chat: string): TemplateResult {
  return html`<div class="act">
    <p class="muted" id="unlink-about">${t("unlink_about")}</p>
    <chatkeep-command
      name="unlink-chat"
      .label=${t("unlink")}
      .busyLabel=${t("unlinking")}
      describedby="unlink-about"
      .command=${() => call("panel/chat.unlink", { chat })}
    ></chatkeep-command>
  </div>`;
}

function never(chat: string): TemplateResult {
  return html`<div class="act">
    <p class="muted" id="never-about">${t("never_about")}</p>
    <chatkeep-command
      name="exclude-chat"
      .label=${t("never")}
      .busyLabel=${t("never_busy")}
      describedby="never-about"
      .command=${() => call("panel/chat.exclude", { chat, excluded: true })}
    ></chatkeep-command>
  </div>`;
}

function search({ chat, record }: Card): TemplateResult {
  return html`<chatkeep-fold
    name="search"
    .label=${t("search_title_other")}
    .content=${() =>
      html`<chatkeep-search .chat=${chat} .linked=${record?.id ?? ""}></chatkeep-search>`}
  ></chatkeep-fold>`;
}
