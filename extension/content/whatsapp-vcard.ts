import type { ContactRecord } from "../shared/contract";
import { LIMITS } from "./limits";
import { append, includes, indexOfText, match, sliceText, trimText } from "./originals";
import { cutText } from "./text";
import { listField, nameField, textField } from "./whatsapp-fields";
import type { Identity } from "./whatsapp-identity";
import { digitsOf } from "./whatsapp-names";

/** How much of a card is looked at, in UTF-16 units; cards may carry a photograph. */
const CARD_UNITS = 65_536;

/**
 * The contact cards of a message: body and vcardFormattedName of a vcard, vcardList[] of a multi_vcard.
 * Of a card only the names and the numbers written on it are read.
 */
export function contactsOf(message: unknown, type: string, identity: Identity): ContactRecord[] {
  const contacts: ContactRecord[] = [];
  if (type === "vcard") {
    add(contacts, nameField(message, "vcardFormattedName"), textField(message, "body"), identity);
  } else if (type === "multi_vcard") {
    const cards = listField(message, "vcardList");
    for (let i = 0; i < cards.length; i++) {
      add(contacts, nameField(cards[i], "displayName"), textField(cards[i], "vcard"), identity);
    }
    if (cards.length === 0) {
      add(contacts, nameField(message, "vcardFormattedName"), "", identity);
    }
  }
  return contacts;
}

function add(contacts: ContactRecord[], given: string, card: string, identity: Identity): void {
  const text = sliceText(card, 0, CARD_UNITS);
  const contact: ContactRecord = {};
  const name = given || formattedName(text);
  if (name !== "") {
    contact.name = name;
  }
  const phones = phonesOn(text, identity);
  if (phones.length > 0) {
    contact.phones = phones;
  }
  if (name !== "" || phones.length > 0) {
    append(contacts, contact);
  }
}

/** The FN property of a vCard (RFC 6350, section 6.2.1). */
export function formattedName(card: string): string {
  const found = property(sliceText(card, 0, CARD_UNITS), FN, 0);
  return found === undefined ? "" : cutText(trimText(unescape(found.value)), LIMITS.name).text;
}

/**
 * The numbers of a vCard's TEL properties (RFC 6350, section 6.4.1; vCard 2.1, section 2.3.1), as they
 * are written. WhatsApp puts its own id of the person into a parameter, waid, which may be a LID; only
 * the value is read, and a value that is the LID of somebody this browser knows is none.
 */
export function phonesOn(card: string, identity: Pick<Identity, "knowsLID">): string[] {
  const phones: string[] = [];
  let found = property(card, TEL, 0);
  while (found !== undefined && phones.length < LIMITS.list) {
    const value = unescape(found.value);
    const uri = match(/^tel:([^;]*)/i, value);
    const phone = cutText(trimText(uri === null ? value : (uri[1] as string)), LIMITS.word).text;
    if (phone !== "" && !includes(phones, phone) && !identity.knowsLID(digitsOf(phone))) {
      append(phones, phone);
    }
    found = property(card, TEL, found.end);
  }
  return phones;
}

const FN = /(?:^|\n)(?:[A-Za-z0-9-]+\.)?FN(?:;[^:\r\n]*)?:/i;

const TEL = /(?:^|\n)(?:[A-Za-z0-9-]+\.)?TEL(?:;[^:\r\n]*)?:/i;

/** The first property after a place in a card, its folded lines joined (RFC 6350, section 3.2). */
function property(card: string, pattern: RegExp, from: number): { value: string; end: number } | undefined {
  const rest = sliceText(card, from);
  const start = match(pattern, rest);
  if (start === null) {
    return undefined;
  }
  let value = "";
  let at = start.index + start[0].length;
  for (;;) {
    const end = indexOfText(rest, "\n", at);
    const line = sliceText(rest, at, end < 0 ? rest.length : end);
    value += match(/\r$/, line) === null ? line : sliceText(line, 0, -1);
    const next = end < 0 ? "" : sliceText(rest, end + 1, end + 2);
    if (next !== " " && next !== "\t") {
      // The line feed stays, because the next property begins with it.
      return { value, end: from + (end < 0 ? rest.length : end) };
    }
    at = end + 2;
  }
}


function unescape(value: string): string {
  let plain = "";
  for (let i = 0; i < value.length; i++) {
    const unit = sliceText(value, i, i + 1);
    if (unit !== "\\" || i + 1 === value.length) {
      plain += unit;
      continue;
    }
    i++;
    const escaped = sliceText(value, i, i + 1);
    plain += escaped === "n" || escaped === "N" ? " " : escaped;
  }
  return plain;
}
