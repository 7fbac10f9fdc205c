import type { Account, ChatRow } from "../shared/contract";
import { LAST_SECOND } from "./check-page";
import { own } from "./check-value";
import type { Person } from "./database-person";
import {
  countColumn,
  flagColumn,
  jidColumn,
  jidOf,
  limitedColumn,
  nameColumn,
  partsOfKey,
  wordColumn,
} from "./database-values";
import { isGroupJID, isLID, isPhoneJID, userOf } from "./whatsapp-jid";
import { isNoticeType } from "./whatsapp-message-types";
import { digitsOf, isNumberLike, nameOfContact } from "./whatsapp-names";

/** Marks of writing direction, variation selectors and joiners of no width: they look like nothing. */
const INVISIBLE = /[\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe0f\ufeff]/g;

/** What stands for the hidden digits of a number. */
const MASK = /[∙•·*]/;

/**
 * The own account as the rows of a chat name it: the one who gets what comes in and sends what goes
 * out. Notices and calls are left aside, since their sender may be the one who acted. Undefined when the
 * rows contradict one another; then the database holds more than one account's messages and nothing can
 * be told.
 */
export function accountOf(rows: Iterable<object>): Account | undefined {
  const me: Account = {};
  for (const row of rows) {
    const fromMe = partsOfKey(own(row, "id"))?.fromMe;
    const type = wordColumn(row, "type");
    const tells = fromMe !== undefined && !isNoticeType(type) && type !== "call_log";
    const jid = tells ? jidColumn(row, fromMe ? "from" : "to") : "";
    const kind = isPhoneJID(jid) ? "phone" : isLID(jid) ? "lid" : undefined;
    if (kind !== undefined) {
      if (me[kind] !== undefined && me[kind] !== jid) {
        return undefined;
      }
      me[kind] = jid;
    }
  }
  return me;
}

/** The ids of chats that rows of messages name. */
export function remotesOf(rows: Iterable<object>): string[] {
  const remotes = new Set<string>();
  for (const row of rows) {
    remotes.add(partsOfKey(own(row, "id"))?.remote ?? "");
  }
  return [...remotes];
}

/**
 * Whether the name over the conversation may be that of this person or group. It is compared with every
 * name WhatsApp could show; without any of them, or when the title is a masked number, there is nothing
 * to compare. names are further names from other tables.
 */
export function mayBeCalled(title: string, person: Person, names: readonly string[]): boolean {
  const shown = comparable(title);
  if (shown === "") {
    return true;
  }
  const columns = ["name", "shortName", "verifiedName", "pushname", "username", "displayNameLID"];
  const known = [
    ...person.contacts.flatMap((row) => columns.map((column) => nameColumn(row, column))),
    ...person.chats.map((row) => nameColumn(row, "name")),
    ...names,
  ]
    .map(comparable)
    .filter((name) => name !== "");
  if (known.includes(shown)) {
    return true;
  }
  if (isNumberLike(shown)) {
    return person.phone === "" || MASK.test(shown) || digitsOf(shown) === userOf(person.phone);
  }
  return known.every(isNumberLike);
}

/** A name without what cannot be seen in it; WhatsApp puts "~" before a push name. */
function comparable(name: string): string {
  return name.replace(INVISIBLE, "").normalize("NFC").replace(/^[@~]\s*/, "").replace(/\s+/g, " ").trim();
}

/**
 * The open chat as the database has it; undefined when it has no row for it, since then nobody can say
 * whether it is under advanced chat privacy. group is the row of a group's metadata.
 */
export function visibleChatRow(
  person: Person,
  group: object | undefined,
  title: string,
  me: Account,
): ChatRow | undefined {
  const chat = person.chats[0];
  const jid = jidColumn(chat, "id");
  if (chat === undefined || jid === "") {
    return undefined;
  }
  const t = countColumn(chat, "t") ?? 0;
  const row: ChatRow = { chat: jid, t: t <= LAST_SECOND ? t : 0, endOfHistory: endOfHistory(chat) };
  if (person.phone !== "") {
    row.phone = person.phone;
  }
  if (person.lid !== "") {
    row.lid = person.lid;
  }
  if (title !== "") {
    row.title = title;
  }
  const name = isGroupJID(jid) ? "" : (person.contacts.map(nameOfContact).find((found) => found !== "") ?? "");
  if (name !== "") {
    row.name = name;
  }
  const former = person.chats
    .flatMap((each) => [jidOf(own(each, "originalLid")), jidOf(own(each, "historyChatId"))])
    .filter((id, i, all) => id !== "" && id !== jid && all.indexOf(id) === i);
  if (former.length > 0) {
    row.former = former;
  }
  return { ...row, ...traitsOf(person, me), ...(group && communityTraitsOf(group)) };
}

/** WAWebGroupMetadataModel: isParentGroup of a community, defaultSubgroup of the group of its announcements. */
function communityTraitsOf(group: object): Partial<ChatRow> {
  const announces = flagColumn(group, "isParentGroup") || flagColumn(group, "defaultSubgroup");
  return {
    ...((announces || isGroupJID(jidColumn(group, "parentGroup"))) && { community: true }),
    ...(announces && { announcement: true }),
  };
}

function traitsOf({ ids, contacts, chats }: Person, me: Account): Partial<ChatRow> {
  const self = ids.some((id) => id === me.phone || id === me.lid);
  return {
    ...(self && { self }),
    ...(contacts.some((row) => flagColumn(row, "isBusiness")) && { business: true }),
    ...(isUsername(contacts, chats) && { username: true }),
    ...(chats.some((row) => wordColumn(row, "lidOriginType") === "ctwa") && { ad: true }),
    ...(chats.some((row) => limitedColumn(row)) && { limitSharing: true }),
    ...(chats.some((row) => (countColumn(row, "ephemeralDuration") ?? 0) > 0) && { ephemeral: true }),
  };
}

function isUsername(contacts: readonly object[], chats: readonly object[]): boolean {
  return (
    contacts.some((row) => flagColumn(row, "isUsernameContact")) ||
    chats.some((row) => flagColumn(row, "isUsernameThreadAtCreation"))
  );
}

/** Chat.endOfHistoryTransferType, -1 when it is not known. */
function endOfHistory(chat: object): number {
  const value = countColumn(chat, "endOfHistoryTransferType") ?? -1;
  return value <= 99 ? value : -1;
}
