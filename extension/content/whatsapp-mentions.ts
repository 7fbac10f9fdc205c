import { charCodeAt, dictionary, hasOwn, indexOfText, match, sliceText } from "./originals";
import { LIMITS } from "./limits";
import { field, listField, nameField } from "./whatsapp-fields";
import type { Identity } from "./whatsapp-identity";
import { accountJID, isLID, jidText, userOf } from "./whatsapp-jid";

/** What a hidden number reads as inside a mention. */
const HIDDEN = "@…";

/** What each mention of a message reads as, by the digits that stand in its text. */
export type Mentions = Record<string, string>;

/**
 * The mentions of a message, from mentionedJidList and groupMentions. A mention of a person stands in
 * the text as "@" and the user part of a JID, which may be a LID: then the digits look like a phone
 * number and are none; one of a group as "@" and its whole JID. A known person reads "@Name"; a person
 * known by number only reads "@+15550001111"; a LID nobody can resolve reads "@…".
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
  const called = identity.callOf(person);
  if (called !== "") {
    return `@${called}`;
  }
  return isLID(accountJID(jid)) ? HIDDEN : "";
}

/** A group's JID behind an "@"; the older ones are a number and a time (WAWebWid). */
const GROUP_MENTION = /^@[0-9]{1,20}(?:-[0-9]{1,20})?@g\.us(?![A-Za-z0-9])/;

const GROUP_SERVER = "@g.us";

/** How long such a mention is at most, in UTF-16 units. */
const LONGEST_GROUP = 48;

/** From how many digits on a mention that no list names may be a LID; WhatsApp's have 14 or 15. */
const LID_DIGITS = 13;

/**
 * The text with its mentions readable. One pass over the text: what was put in is not looked at
 * again, so a name with an "@" in it stays as it is. Digits that no list of the message names are
 * replaced only when this browser knows somebody by that LID.
 */
export function readMentions(text: string, mentions: Mentions, identity: Identity): string {
  let read = "";
  let copied = 0;
  let at = indexOfText(text, "@", 0);
  while (at >= 0) {
    let end = at + 1;
    while (end < text.length && isUserUnit(charCodeAt(text, end))) {
      end++;
    }
    const groupEnd = endOfGroup(text, at);
    let reading = "";
    if (groupEnd > 0) {
      end = groupEnd;
      reading = readingOfGroup(sliceText(text, at + 1, end - GROUP_SERVER.length), mentions);
    } else if (end > at + 1) {
      reading = readingOfDigits(sliceText(text, at + 1, end), mentions, identity);
    }
    if (reading !== "") {
      read += sliceText(text, copied, at) + reading;
      copied = end;
    }
    at = indexOfText(text, "@", end);
  }
  return read + sliceText(text, copied);
}

/** Where the mention of a group that begins at a place ends, 0 when none does. */
function endOfGroup(text: string, at: number): number {
  const found = match(GROUP_MENTION, sliceText(text, at, at + LONGEST_GROUP));
  return found === null ? 0 : at + found[0].length;
}

function readingOfGroup(user: string, mentions: Mentions): string {
  return hasOwn(mentions, user) ? (mentions[user] as string) : HIDDEN;
}

function readingOfDigits(user: string, mentions: Mentions, identity: Identity): string {
  if (hasOwn(mentions, user)) {
    return mentions[user] as string;
  }
  const known = user.length >= LID_DIGITS && user.length <= 20 && identity.knowsLID(user);
  return known ? readingOf(`${user}@lid`, `${user}@lid`, identity) : "";
}

/** Whether a UTF-16 unit is an ASCII digit. */
function isUserUnit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}
