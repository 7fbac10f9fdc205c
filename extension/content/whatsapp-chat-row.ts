import type { Account, ChatRow } from "../shared/contract";
import { append, wholeNumber } from "./originals";
import type { Chat } from "./whatsapp-chats";
import { countField, field, flagField, textField } from "./whatsapp-fields";
import type { Identity } from "./whatsapp-identity";
import { isGroupJID, isLID, isPhoneJID, jidText } from "./whatsapp-jid";
import { nameOfContact, titleOf } from "./whatsapp-names";
import { isSharingLimited } from "./whatsapp-privacy";

/**
 * What is passed on of a chat: who it is and when it was last active, t in Unix seconds. Throws when it
 * cannot be read.
 */
export function chatRow({ model, jid }: Chat, t: number, me: Account, identity: Identity): ChatRow {
  const id = field(model, "id");
  const row: ChatRow = { chat: jid, t, endOfHistory: endOfHistory(model) };
  const accountLID = jidText(field(model, "accountLid"));
  const lid = isLID(accountLID) ? accountLID : identity.lidOf(id);
  const phone = identity.phoneOf(id);
  if (isPhoneJID(phone)) {
    row.phone = phone;
  }
  if (isLID(lid)) {
    row.lid = lid;
  }
  const title = titleOf(model);
  if (title !== "") {
    row.title = title;
  }
  const contact = field(model, "contact");
  const group = isGroupJID(jid);
  const name = group ? "" : nameOfContact(contact) || identity.nameOf(id);
  if (name !== "") {
    row.name = name;
  }
  // Where one of the own ids is not told, WhatsApp still knows the chat under it for the user's own.
  if (!group && (jid === me.phone || jid === me.lid || identity.isMe(id))) {
    row.self = true;
  }
  const former = formerOf(model, row);
  if (former.length > 0) {
    row.former = former;
  }
  if (!group && flagField(contact, "isBusiness")) {
    row.business = true;
  }
  if (flagField(contact, "isUsernameContact") || flagField(model, "isUsernameThreadAtCreation")) {
    row.username = true;
  }
  // WAWebLidOriginType: "general" or "ctwa", click to WhatsApp.
  if (textField(model, "lidOriginType") === "ctwa") {
    row.ad = true;
  }
  const metadata = group ? field(model, "groupMetadata") : undefined;
  if (isOfCommunity(metadata)) {
    row.community = true;
  }
  if (announces(metadata)) {
    row.announcement = true;
  }
  if (isSharingLimited(field(model, "limitSharing"))) {
    row.limitSharing = true;
  }
  if (countField(model, "ephemeralDuration") > 0) {
    row.ephemeral = true;
  }
  return row;
}

/** The persons' JIDs under which WhatsApp kept the chat before; columns of its chat table. */
function formerOf(model: unknown, row: ChatRow): string[] {
  const former: string[] = [];
  const names = ["originalLid", "historyChatId"];
  for (let i = 0; i < names.length; i++) {
    const jid = jidText(field(model, names[i] as string));
    const person = isPhoneJID(jid) || isLID(jid);
    if (person && jid !== row.chat && jid !== row.phone && jid !== row.lid && jid !== former[0]) {
      append(former, jid);
    }
  }
  return former;
}

/** WAWebGroupMetadataModel: isParentGroup of a community, parentGroup of a group in one. */
function isOfCommunity(metadata: unknown): boolean {
  return flagField(metadata, "isParentGroup") || isGroupJID(jidText(field(metadata, "parentGroup")));
}

/** WAWebGroupMetadataModel: isParentGroup of a community, defaultSubgroup of the group of its announcements. */
function announces(metadata: unknown): boolean {
  return flagField(metadata, "isParentGroup") || flagField(metadata, "defaultSubgroup");
}

/** Chat.endOfHistoryTransferType, 0 to 5; -1 when it is not known. */
function endOfHistory(model: unknown): number {
  const value = wholeNumber(field(model, "endOfHistoryTransferType"));
  return value !== undefined && value >= 0 && value <= 99 ? value : -1;
}
