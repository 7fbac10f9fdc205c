import { html, nothing, type TemplateResult } from "lit";
import type {
  Card,
  ChatState,
  ProblemCode,
  TabState,
  Verdict,
  View,
  ZohoState,
  ZohoView,
} from "./contract";
import { t } from "./i18n";
import { icon, type IconName } from "./icons";
import { newerData } from "./newer-data";

/** Tone chooses a status colour. A tone never stands without its icon and its word. */
export type Tone = "good" | "wait" | "bad" | "quiet";

/** Status is a state as people see it. */
export interface Status {
  tone: Tone;
  icon: IconName;
  word: string;
}

/** Draws a status as an icon and a word in its colour. */
export function statusLine(status: Status): TemplateResult {
  return html`<span class="status ${status.tone}"
    >${icon(status.icon)}<span>${status.word}</span></span
  >`;
}

/**
 * Draws a status as a note: its word, and below it what that means and what to do. A quiet note is
 * not read out when it changes, because something else says so.
 */
export function statusNote(status: Status, about: string, quiet = false): TemplateResult {
  return html`<div class="note ${status.tone}" role=${quiet ? nothing : "status"}>
    ${icon(status.icon)}
    <div>
      <p class="note-title">${status.word}</p>
      <p>${about}</p>
    </div>
  </div>`;
}

const good = { tone: "good", icon: "check" } as const;
const wait = { tone: "wait", icon: "clock" } as const;
const bad = { tone: "bad", icon: "alert" } as const;
const quiet = { tone: "quiet", icon: "info" } as const;

const zohoLooks: Record<ZohoState, Omit<Status, "word">> = {
  not_connected: quiet,
  connected: good,
  signed_out: bad,
  refused: bad,
  unreachable: wait,
};

const tabLooks: Record<TabState, Omit<Status, "word">> = {
  no_tab: quiet,
  silent: bad,
  asleep: { tone: "wait", icon: "asleep" },
  partial: { tone: "wait", icon: "alert" },
  changed: bad,
  waiting: wait,
  signed_out: bad,
  syncing: wait,
  conflict: bad,
  locked: bad,
  blocked: bad,
  unreadable: bad,
  ready: good,
};

const verdictLooks: Record<Verdict, Omit<Status, "word">> = {
  ok: good,
  degraded: { tone: "wait", icon: "info" },
  partial: tabLooks.partial,
  starting: wait,
  blocked: bad,
  changed: tabLooks.changed,
  asleep: tabLooks.asleep,
  silent: tabLooks.silent,
  no_tab: tabLooks.no_tab,
};

const chatLooks: Record<ChatState, Omit<Status, "word">> = {
  checking: { tone: "quiet", icon: "search" },
  not_in_zoho: { tone: "quiet", icon: "plus" },
  choose: { tone: "wait", icon: "choose" },
  creating: wait,
  linked: good,
  paused: { tone: "wait", icon: "pause" },
  record_gone: bad,
  unlinked: { tone: "quiet", icon: "unlink" },
  excluded: { tone: "quiet", icon: "never" },
  number_hidden: { tone: "quiet", icon: "hidden" },
  group: { tone: "quiet", icon: "group" },
  community: { tone: "quiet", icon: "group" },
  self: { tone: "quiet", icon: "person" },
  unsupported: quiet,
  protected: { tone: "quiet", icon: "shield" },
  unknown: bad,
};

/** The problems by which Zoho does answer, but keeps calls waiting. */
const keptWaiting: readonly ProblemCode[] = ["throttled", "credits_used"];

/** Returns the connection to Zoho as a status. */
export function zohoStatus({ state, problem }: ZohoView): Status {
  const waiting = state === "unreachable" && problem && keptWaiting.includes(problem.code);
  return { ...zohoLooks[state], word: waiting ? t("zoho_waiting") : t(`zoho_${state}`) };
}

/** Returns the WhatsApp Web tab as a status. */
export function tabStatus(state: TabState): Status {
  return { ...tabLooks[state], word: t(`whatsapp_${state}`) };
}

/** Returns how well WhatsApp Web can be read as a status. */
export function verdictStatus(verdict: Verdict): Status {
  return { ...verdictLooks[verdict], word: t(`verdict_${verdict}`) };
}

/** Returns one chat's state as a status; a linked chat says how far its backup has come. */
export function chatStatus(card: Card): Status {
  if (card.state === "linked" && card.sync?.problem) {
    return { ...bad, word: t("chat_linked_problem") };
  }
  if (card.state === "linked" && card.sync && card.sync.syncedAt === 0) {
    return { ...wait, word: t("chat_linked_first") };
  }
  if (card.state === "linked" && card.sync && card.sync.waiting > 0) {
    return { ...wait, word: t("chat_linked_waiting") };
  }
  return { ...chatLooks[card.state], word: t(`chat_${card.state}`) };
}

/** Returns the one word for everything, the most pressing state first. */
export function overallStatus(view: View | undefined): Status {
  if (!view) {
    return { ...wait, word: t("overall_starting") };
  }
  if (newerData(view)) {
    return { ...bad, word: t("overall_needs_you") };
  }
  if (view.zoho.state === "not_connected") {
    return { ...quiet, word: t("zoho_not_connected") };
  }
  const zoho = zohoLooks[view.zoho.state];
  const tab = tabLooks[view.whatsapp.state];
  if (zoho.tone === "bad" || tab.tone === "bad") {
    return { ...bad, word: t("overall_needs_you") };
  }
  if (tab.tone === "quiet") {
    return { ...quiet, word: t("overall_closed") };
  }
  if (zoho.tone === "wait" || tab.tone === "wait" || view.backup.state === "waiting") {
    return { ...wait, word: t("overall_waiting") };
  }
  if (view.backup.state === "running") {
    return { ...wait, word: t("overall_syncing") };
  }
  const synced = view.backup.lastSyncAt > 0;
  return { ...good, word: synced ? t("overall_up_to_date") : t("overall_ready") };
}
