import type { ChatState, LinkChat, PersonRecord, PersonRow } from "../shared/contract";
import type { MessageKey } from "../shared/i18n";
import { isLikely } from "./likely";

/** PeopleGroup is a part of the list of chats. */
export type PeopleGroup = "confirm" | "without" | "linked" | "unasked" | "barred" | "off";

const groupOf: Record<ChatState, PeopleGroup> = {
  choose: "confirm",
  not_in_zoho: "without",
  creating: "without",
  record_gone: "without",
  linked: "linked",
  checking: "unasked",
  unknown: "unasked",
  group: "barred",
  community: "barred",
  number_hidden: "barred",
  self: "barred",
  unsupported: "barred",
  protected: "barred",
  paused: "off",
  unlinked: "off",
  excluded: "off",
};

/** The names of the groups, in the order in which they are listed: first those that need somebody. */
export const groupNames: Readonly<Record<PeopleGroup, MessageKey>> = {
  confirm: "people_confirm",
  without: "people_without",
  linked: "people_linked",
  unasked: "people_unasked",
  barred: "people_barred",
  off: "people_off",
};

/** Returns the chats of each group, in the order of the list. */
export function grouped(rows: readonly PersonRow[]): Record<PeopleGroup, PersonRow[]> {
  const groups: Record<PeopleGroup, PersonRow[]> = {
    confirm: [],
    without: [],
    linked: [],
    unasked: [],
    barred: [],
    off: [],
  };
  for (const row of rows) {
    groups[groupOf[row.state]].push(row);
  }
  return groups;
}

/**
 * Returns the one record that a chat can be linked to without opening it: the best one offered, when
 * no other is likely too, and the user has not unlinked it before.
 */
export function confirmable({ why, offers = [] }: PersonRow): PersonRecord | undefined {
  const likely = offers.filter(({ reason }) => isLikely(reason));
  return likely.length === 1 && likely[0] === offers[0] && why !== "declined" ? offers[0] : undefined;
}

/**
 * Ticks remembers which chats somebody has ticked or unticked, together with the record that stood
 * there: another record is another question. A chat is ticked by itself only when nothing but the
 * user's wish to be asked keeps it from being linked.
 */
export class Ticks {
  private readonly byChoice = new Map<string, boolean>();

  has(row: PersonRow): boolean {
    const record = confirmable(row);
    return record !== undefined && (this.byChoice.get(question(row, record)) ?? row.why === "asked");
  }

  set(row: PersonRow, ticked: boolean): void {
    const record = confirmable(row);
    if (record) {
      this.byChoice.set(question(row, record), ticked);
    }
  }

  /** Returns the links of the chats that are ticked. */
  links(rows: readonly PersonRow[]): LinkChat[] {
    return rows
      .filter((row) => this.has(row))
      .map((row) => ({ row, record: confirmable(row) }))
      .flatMap(({ row, record }) =>
        record ? [{ chat: row.chat, module: record.module, recordId: record.id }] : [],
      );
  }
}

function question({ chat }: PersonRow, { module, id }: PersonRecord): string {
  return `${chat}/${module}/${id}`;
}
