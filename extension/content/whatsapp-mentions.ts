import { append, charCodeAt, dictionary, hasOwn, sliceText } from "./originals";
import { LIMITS } from "./limits";
import { field, listField, nameField } from "./whatsapp-fields";
import type { Identity } from "./whatsapp-identity";
import { isLID, isPhoneJID, jidText, userOf } from "./whatsapp-jid";

/** What a hidden number reads as inside a mention. */
const HIDDEN = "@…";

/** What each mention of a message reads as, by the digits that stand in its text. */
export type Mentions = Record<string, string>;

/**
 * The mentions of a message, from mentionedJidList and groupMentions. A mention stands in the text as
 * "@" and the user part of a JID, which may be a LID: then the digits look like a phone number and are
 * none. A known person reads "@Name"; a person known by number only reads "@+15550001111"; a LID
 * nobody can resolve reads "@…".
 */
export function mentionsOf(message: unknown, identity: Identity): Mentions {
  const mentions = dictionary<string>();
  addMentions(mentions, message, identity);
  addMentions(mentions, field(message, "quotedMsg"), identity);
  return mentions;
}

function addMentions(mentions: Mentions, message: unknown, identity: Identity): void {
  const people = listField(message, "mentionedJidList", LIMITS.mentions);
  for (let i = 0; i < people.length; i++) {
    const jid = jidText(people[i]);
    const reading = readingOf(people[i], jid, identity);
    if (reading !== "") {
      mentions[userOf(jid)] = reading;
    }
  }
  const groups = listField(message, "groupMentions", LIMITS.mentions);
  for (let i = 0; i < groups.length; i++) {
    const user = userOf(jidText(field(groups[i], "groupJid")));
    const subject = nameField(groups[i], "groupSubject");
    if (user !== "" && subject !== "") {
      mentions[user] = `@${subject}`;
    }
  }
}

function readingOf(person: unknown, jid: string, identity: Identity): string {
  const name = identity.nameOf(person);
  if (name !== "") {
    return `@${name}`;
  }
  const phone = identity.phoneOf(person);
  if (isPhoneJID(phone)) {
    return `@+${userOf(phone)}`;
  }
  return isLID(jid) ? HIDDEN : "";
}

/**
 * The text with its mentions readable. One pass over the text: what was put in is not looked at
 * again, so a name with an "@" in it stays as it is.
 */
export function readMentions(text: string, mentions: Mentions): string {
  const pieces: string[] = [];
  let copied = 0;
  for (let at = 0; at < text.length; at++) {
    if (charCodeAt(text, at) !== 0x40) {
      continue;
    }
    let end = at + 1;
    while (end < text.length && isUserUnit(charCodeAt(text, end))) {
      end++;
    }
    const user = sliceText(text, at + 1, end);
    if (user !== "" && hasOwn(mentions, user)) {
      append(pieces, sliceText(text, copied, at));
      append(pieces, mentions[user] as string);
      copied = end;
    }
    at = end - 1;
  }
  let read = "";
  for (let i = 0; i < pieces.length; i++) {
    read += pieces[i] as string;
  }
  return read + sliceText(text, copied);
}

/** Whether a UTF-16 unit is an ASCII digit. */
function isUserUnit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}
