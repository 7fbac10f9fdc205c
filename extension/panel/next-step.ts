import { html, nothing, type TemplateResult } from "lit";
import { call } from "../shared/call";
import "../shared/command";
import type { CommandButton } from "../shared/command";
import type { Card, ChatState, Forms, Why } from "../shared/contract";
import "../shared/fold";
import { t } from "../shared/i18n";
import "./candidates";
import "./create-form";
import type { Drafts } from "./drafts";
import type { FormReader } from "./form-reader";
import "./search-region";

/** Desk is what the steps of all chats have in common. */
export interface Desk {
  forms: Forms | undefined;
  drafts: Drafts;
  reader: FormReader;
  /** quiet is true while another region holds the one primary button. */
  quiet: boolean;
}

/** The states in which a chat may be linked to a record found by hand. */
const searchable: readonly ChatState[] = [
  "not_in_zoho",
  "choose",
  "unlinked",
  "record_gone",
  "number_hidden",
  "group",
  "unknown",
];

/** The states that pass, through which what was found by hand is kept. */
const passing: readonly ChatState[] = ["checking", "creating"];

/** The reasons for which the one record that holds a number may still be the wrong one. */
const doubtful: readonly Why[] = ["incomplete", "converted", "declined"];

/** Returns whether the form for a new record is in sight, because creating one is the likely step. */
export function offersForm({ state, why }: Card): boolean {
  return state === "creating" || (state === "not_in_zoho" && why !== "incomplete");
}

/** Draws the next step of a chat, and below it the others, folded away. */
export function nextStep(card: Card, desk: Desk): TemplateResult {
  return html`${step(card, desk)}
  ${searchable.includes(card.state) || passing.includes(card.state)
    ? html`<chatkeep-fold
        ?hidden=${passing.includes(card.state)}
        name="search"
        .label=${t("search_title")}
        .content=${() => html`<chatkeep-search .chat=${card.chat}></chatkeep-search>`}
      ></chatkeep-fold>`
    : nothing}`;
}

function step(card: Card, desk: Desk): TemplateResult | typeof nothing {
  const primary = desk.quiet ? "secondary" : "primary";
  switch (card.state) {
    case "creating":
    case "not_in_zoho":
      // One template for both, so that the form stays the same one, with its focus.
      return offersForm(card)
        ? html`${createForm(card, desk, desk.quiet)}
          ${card.state === "creating" ? nothing : lookAgain(card.chat, "link")}`
        : html`${lookAgain(card.chat, primary)} ${createFold(card, desk)}`;
    case "choose":
      return html`${candidates(card, desk)} ${createFold(card, desk)}
      ${lookAgain(card.chat, card.why === "incomplete" ? primary : "link")}`;
    case "record_gone":
      return card.candidates?.length
        ? html`${candidates(card, desk)} ${createFold(card, desk)} ${lookAgain(card.chat, "link")}`
        : html`${lookAgain(card.chat, primary)} ${createFold(card, desk)}`;
    case "unlinked":
      return html`${card.former
        ? command("relink-chat", t("relink"), t("candidate_linking"), primary, () =>
            call("panel/chat.relink", { chat: card.chat }),
          )
        : nothing}
      ${createFold(card, desk)}`;
    case "excluded":
      return command("allow-chat", t("allow_again"), t("never_busy"), primary, () =>
        call("panel/chat.exclude", { chat: card.chat, excluded: false }),
      );
    case "paused":
      return command("resume-chat", t("resume"), t("resuming"), primary, () =>
        call("panel/chat.pause", { chat: card.chat, paused: false }),
      );
    case "unknown":
      return lookAgain(card.chat, primary);
    case "number_hidden":
      return lookAgain(card.chat, "secondary");
    default:
      return nothing;
  }
}

function candidates(card: Card, desk: Desk): TemplateResult {
  return html`<chatkeep-candidates
    .chat=${card.chat}
    .candidates=${card.candidates ?? []}
    .quiet=${desk.quiet || (card.why !== undefined && doubtful.includes(card.why))}
  ></chatkeep-candidates>`;
}

/** Draws the form for a new record where that is not the likely step. */
function createFold(card: Card, desk: Desk): TemplateResult | typeof nothing {
  return card.create
    ? html`<chatkeep-fold
        name="none-of-these"
        .label=${card.candidates?.length ? t("candidate_none") : t("create_instead")}
        .content=${() => createForm(card, desk, true)}
      ></chatkeep-fold>`
    : nothing;
}

function createForm(card: Card, desk: Desk, quiet: boolean): TemplateResult {
  return html`<chatkeep-create-form
    .chat=${card.chat}
    .suggestion=${card.create}
    .forms=${desk.forms}
    .drafts=${desk.drafts}
    .reader=${desk.reader}
    .creating=${card.state === "creating"}
    .quiet=${quiet}
    .problem=${card.problem}
  ></chatkeep-create-form>`;
}

function lookAgain(chat: string, look: CommandButton["look"]): TemplateResult {
  return command("look-again", t("look_again"), t("looking"), look, () =>
    call("panel/chat.lookAgain", { chat }),
  );
}

function command(
  name: string,
  label: string,
  busyLabel: string,
  look: CommandButton["look"],
  act: CommandButton["command"],
): TemplateResult {
  return html`<chatkeep-command
    .name=${name}
    .label=${label}
    .busyLabel=${busyLabel}
    .look=${look}
    .command=${act}
  ></chatkeep-command>`;
}
