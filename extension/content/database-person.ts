import type { Reading } from "./database-reading";
import type { Table } from "./database-tables";
import { jidColumn, lidColumn, phoneColumn } from "./database-values";
import { nameOfContact } from "./whatsapp-names";
import { isLID, isPhoneJID } from "./whatsapp-jid";

/** The tables, besides the core ones, in which persons are looked up. */
export const PERSON_TABLES: readonly Table[] = ["lid-pn-mapping"];

/** How many rows of one number are looked at; there is one, or two while WhatsApp merges contacts. */
const FEW = 4;

/** Somebody, or a group, as WhatsApp's database knows them. */
export interface Person {
  /** Every JID under which WhatsApp keeps or has kept the chat, the one asked for first. */
  ids: string[];
  /** The phone JID, "" when the database does not know it. */
  phone: string;
  /** The LID, "" when the database does not know it. */
  lid: string;
  /** The contact's rows, that of the JID asked for first. */
  contacts: object[];
  /** The rows of the chat, that of the JID asked for first; there are two while a chat moves to its LID. */
  chats: object[];
}

/** The phone number behind a LID and a name, "" for what the database does not know. */
export interface Card {
  phone: string;
  name: string;
}

/** Who a LID is: the name of the contact, or of the contact of the number behind it. */
export async function cardOf(reading: Reading, lid: string): Promise<Card> {
  const contact = await reading.get("contact", lid);
  const phone = await phoneOf(reading, lid, contact);
  const name = nameOfContact(contact) || (phone === "" ? "" : nameOfContact(await reading.get("contact", phone)));
  return { phone, name };
}

/** Everything the database says of the chat with this JID. */
export async function personOf(reading: Reading, jid: string): Promise<Person> {
  const contact = await reading.get("contact", jid);
  const chat = await reading.get("chat", jid);
  const other = isLID(jid)
    ? await phoneOf(reading, jid, contact)
    : isPhoneJID(jid)
      ? await lidOf(reading, jid, chat)
      : "";
  const contacts = [contact, other === "" ? undefined : await reading.get("contact", other)].filter(isThere);
  const chats = [chat, other === "" ? undefined : await reading.get("chat", other)].filter(isThere);
  const former = chats.flatMap((row) => [jidColumn(row, "originalLid"), jidColumn(row, "historyChatId")]);
  return {
    ids: [...new Set([jid, other, ...former])].filter((id) => id !== ""),
    phone: isPhoneJID(jid) ? jid : isPhoneJID(other) ? other : "",
    lid: isLID(jid) ? jid : isLID(other) ? other : "",
    contacts,
    chats,
  };
}

/**
 * The number behind a LID. The contact knows it, before that the older table did, and a chat that is
 * kept under the number names the LID.
 */
async function phoneOf(reading: Reading, lid: string, contact: object | undefined): Promise<string> {
  const known =
    phoneColumn(contact, "phoneNumber") || phoneColumn(await reading.get("lid-pn-mapping", lid), "phoneNumber");
  return known || phoneColumn((await reading.where("chat", "accountLid", lid, 1))[0], "id");
}

async function lidOf(reading: Reading, phone: string, chat: object | undefined): Promise<string> {
  const account = lidColumn(chat, "accountLid");
  if (account !== "") {
    return account;
  }
  const contacts = await reading.where("contact", "phoneNumber", phone, FEW);
  const mappings = await reading.where("lid-pn-mapping", "phoneNumber", phone, FEW);
  return [...contacts, ...mappings].map((row) => lidColumn(row, "id")).find((lid) => lid !== "") ?? "";
}

function isThere(row: object | undefined): row is object {
  return row !== undefined;
}
