import { html, type TemplateResult } from "lit";
import type { Agreement, CapabilityHealth, Health, TabHealth } from "../shared/contract";
import { t, type MessageKey } from "../shared/i18n";
import { statusLine, type Status } from "../shared/status";
import { count } from "../shared/time";
import { code } from "./code";
import { factsTable } from "./facts-table";

/** What WhatsApp's endOfHistoryTransferType says, by its number. */
const endsOfHistory: readonly MessageKey[] = [
  "end_of_history_0",
  "end_of_history_1",
  "end_of_history_2",
  "end_of_history_3",
  "end_of_history_4",
  "end_of_history_5",
];

/** Draws which way each part of the reader took, the most important part first. */
export function capabilityTable(capabilities: readonly CapabilityHealth[]): TemplateResult {
  return html`<table id="check-ways">
    <caption>
      ${t("check_ways")}
    </caption>
    <thead>
      <tr>
        <th scope="col">${t("check_part")}</th>
        <th scope="col">${t("check_way")}</th>
      </tr>
    </thead>
    <tbody>
      ${capabilities.map(
        ({ name, variant, rank }) =>
          html`<tr data-capability=${name}>
            <th scope="row">${t(`capability_${name}`)}</th>
            <td>
              <div class="way">
                <span>${variant ? code(variant) : "–"}</span> ${statusLine(rankStatus(rank))}
              </div>
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Whether a lesser way does harm is for the verdict to say, so the table does not alarm. */
function rankStatus(rank: number): Status {
  if (rank < 0) {
    return { tone: "wait", icon: "alert", word: t("way_none") };
  }
  return rank === 0
    ? { tone: "good", icon: "check", word: t("way_best") }
    : { tone: "quiet", icon: "info", word: t("way_second") };
}

/** Draws how many of the newest messages of one chat each witness told, and where they disagree. */
export function agreementTables(agreement: Agreement): TemplateResult {
  const { layout, databaseState } = agreement;
  return html`<table id="check-witnesses">
      <caption>
        ${t("check_agreement")}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t("check_witness")}</th>
          <th scope="col">${t("check_state")}</th>
          <th scope="col">${t("check_messages")}</th>
        </tr>
      </thead>
      <tbody>
        ${witness(t("witness_store"), t("witness_store_state"), agreement.store)}
        ${witness(t("witness_database"), t(`database_${databaseState}`), agreement.database)}
        ${witness(t("witness_screen"), layoutWords(layout), agreement.screen)}
      </tbody>
    </table>
    ${factsTable(
      "check-differences",
      t("check_differences"),
      [t("check_difference"), t("check_messages")],
      [
        { name: t("difference_missing"), value: count(agreement.missing) },
        { name: t("difference_unknown"), value: count(agreement.unknown) },
        { name: t("difference_off"), value: count(agreement.off) },
        { name: t("difference_directions"), value: count(agreement.directions) },
        { name: t("difference_times"), value: count(agreement.times) },
        { name: t("difference_encrypted"), value: count(agreement.encrypted) },
        { name: t("difference_types"), value: count(agreement.otherTypes) },
        { name: t("difference_errors"), value: count(agreement.errors) },
        ...(layout ? [{ name: t("difference_title"), value: yesNo(agreement.title) }] : []),
      ],
    )}`;
}

function witness(name: string, state: TemplateResult | string, told: number): TemplateResult {
  return html`<tr>
    <th scope="row">${name}</th>
    <td>${state}</td>
    <td>${count(told)}</td>
  </tr>`;
}

function layoutWords(layout: Agreement["layout"]): TemplateResult | string {
  if (!layout) {
    return t("layout_elsewhere");
  }
  return layout === "none" ? t("layout_none") : html`${t("layout_known")} ${code(layout)}`;
}

/** Draws how many chats of each kind the list holds, and how far their history reaches. */
export function chatTables({ counts }: Health): TemplateResult {
  return html`${factsTable(
    "check-chats",
    t("check_chats"),
    [t("chats_kind"), t("check_count")],
    [
      { name: t("chats_all"), value: count(counts.chats) },
      { name: t("chats_phone"), value: count(counts.byPhone) },
      { name: t("chats_lid"), value: count(counts.byLid) },
      { name: t("chats_groups"), value: count(counts.groups) },
      { name: t("chats_other"), value: count(counts.other) },
      { name: t("chats_failed"), value: count(counts.failed) },
      {
        name: t("chats_resolved"),
        value: t("check_of", count(counts.resolved), count(counts.lids)),
      },
    ],
  )}
  ${factsTable(
    "check-history",
    t("check_history"),
    [t("check_held"), t("check_count")],
    endsOfHistory.map((key, i) => ({ name: t(key), value: count(counts.endOfHistory[i] ?? 0) })),
  )}`;
}

/** Draws what the browser and the page themselves say: the tab, the own account, the first transfer. */
export function tabTable(health: Health): TemplateResult {
  const tab: TabHealth = health.tab;
  return factsTable("check-tab", t("check_tab"), [t("check_fact"), t("check_found")], [
    { name: t("tab_open"), value: count(tab.open) },
    { name: t("tab_hidden"), value: yesNo(tab.hidden) },
    { name: t("tab_asleep"), value: yesNo(tab.asleep) },
    { name: t("tab_kept_awake"), value: yesNo(tab.keptAwake) },
    { name: t("tab_thawed"), value: count(tab.thawed) },
    { name: t("knows_phone"), value: yesNo(health.knowsPhone) },
    { name: t("knows_lid"), value: yesNo(health.knowsLid) },
    {
      name: t("first_sync"),
      value: health.firstSync ? t(`first_sync_${health.firstSync}`) : t("first_sync_unknown"),
    },
  ]);
}

function yesNo(is: boolean): string {
  return is ? t("yes") : t("no");
}
