import { append, indexOfText, match, sliceText, trimText } from "./originals";
import { LIMITS } from "./limits";
import { cutText } from "./text";
import { field, listField, nameField, textField } from "./whatsapp-fields";

/** How much of a card is looked at, in UTF-16 units; cards may carry a photograph. */
const CARD_UNITS = 65_536;

/**
 * The display names of a message's contact cards: vcardFormattedName of a vcard, vcardList[] of a
 * multi_vcard. Numbers on the cards are not read.
 */
export function contactNames(message: unknown, type: string): string[] {
  const names: string[] = [];
  if (type === "vcard") {
    add(names, nameField(message, "vcardFormattedName") || formattedName(textField(message, "body")));
  } else if (type === "multi_vcard") {
    const cards = listField(message, "vcardList");
    for (let i = 0; i < cards.length; i++) {
      add(names, nameField(cards[i], "displayName") || formattedName(textField(cards[i], "vcard")));
    }
    if (cards.length === 0 && field(message, "vcardList") === undefined) {
      add(names, nameField(message, "vcardFormattedName"));
    }
  }
  return names;
}

function add(names: string[], name: string): void {
  if (name !== "" && names.length < LIMITS.list) {
    append(names, name);
  }
}

/** The FN property of a vCard, its folded lines joined (RFC 6350, sections 3.2 and 6.2.1). */
export function formattedName(card: string): string {
  const text = sliceText(card, 0, CARD_UNITS);
  const start = match(/(?:^|\n)(?:[A-Za-z0-9-]+\.)?FN(?:;[^:\r\n]*)?:/i, text);
  if (start === null) {
    return "";
  }
  let value = "";
  let at = start.index + start[0].length;
  for (;;) {
    const end = indexOfText(text, "\n", at);
    const line = sliceText(text, at, end < 0 ? text.length : end);
    value += match(/\r$/, line) === null ? line : sliceText(line, 0, -1);
    const next = end < 0 ? "" : sliceText(text, end + 1, end + 2);
    if (next !== " " && next !== "\t") {
      break;
    }
    at = end + 2;
  }
  return cutText(trimText(unescape(value)), LIMITS.name).text;
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
