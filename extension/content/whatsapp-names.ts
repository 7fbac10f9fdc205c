import { charCodeAt, indexOfText, match, sliceText } from "./originals";
import { field, nameField, readOr } from "./whatsapp-fields";
import { accountJID, isLID, jidText, userOf } from "./whatsapp-jid";

/**
 * The best name for a CRM from a contact (WAWebContactModel): the address book's, the verified
 * business name, the push name. A name that is only a number, open or masked, is none.
 */
export function nameOfContact(contact: unknown): string {
  return nameOfContacts([contact]);
}

/**
 * The best name among the contacts of one person, who may be in the address book by number while others
 * know them by LID.
 */
export function nameOfContacts(contacts: unknown[]): string {
  const names = ["name", "verifiedName", "pushname"];
  for (let i = 0; i < names.length; i++) {
    for (let k = 0; k < contacts.length; k++) {
      const name = readOr(() => nameField(contacts[k], names[i] as string), "");
      if (name !== "" && !isNumberLike(name)) {
        return name;
      }
    }
  }
  return "";
}

const NO_LETTERS = /^[^\p{L}]+$/u;

const NUMBER_PART = /[0-9][^]{5}|\+[0-9]|[∙•·*]{2}/;

/** Whether a display name is a formatted or masked phone number, such as "+1 415∙∙∙∙∙32". */
export function isNumberLike(name: string): boolean {
  return match(NO_LETTERS, name) !== null && match(NUMBER_PART, name) !== null;
}

/** From how many digits on a LID is looked for inside other digits; WhatsApp's have 14 or 15. */
const LID_DIGITS = 8;

/**
 * Whether a display name shows the digits of a LID, however they are grouped. They look like a phone
 * number and are none, so such a name must not be passed on.
 */
export function showsLID(name: string, lid: string): boolean {
  const account = accountJID(lid);
  const user = isLID(account) ? userOf(account) : "";
  return user.length >= LID_DIGITS && indexOfText(digitsOf(name), user) >= 0;
}

/** The ASCII digits of a text, in their order. */
export function digitsOf(text: string): string {
  let digits = "";
  for (let i = 0; i < text.length; i++) {
    const unit = charCodeAt(text, i);
    if (unit >= 0x30 && unit <= 0x39) {
      digits += sliceText(text, i, i + 1);
    }
  }
  return digits;
}

/** The name the chat list shows, "" when there is none or when it is only the digits of a LID. */
export function titleOf(chat: unknown): string {
  const title = nameField(chat, "formattedTitle") || nameField(chat, "name");
  return showsLID(title, jidText(field(chat, "id"))) || showsLID(title, jidText(field(chat, "accountLid")))
    ? ""
    : title;
}
