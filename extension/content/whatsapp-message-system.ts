import type { SystemRecord } from "../shared/contract";
import { LIMITS } from "./limits";
import { append, includes, match } from "./originals";
import { field, listField, textField } from "./whatsapp-fields";
import type { Identity } from "./whatsapp-identity";
import { accountJID, isLID, isPhoneJID, jidText } from "./whatsapp-jid";
import type { Mentions } from "./whatsapp-mentions";
import { readableText } from "./whatsapp-message-text";

/** A JID anywhere in a text. */
const HAS_JID = /[0-9]@(?:c\.us|s\.whatsapp\.net|lid|g\.us|bot|hosted)/;

/** The group events whose body is the new subject or description. */
function tellsText(type: string, subtype: string): boolean {
  return type === "gp2" && (subtype === "subject" || subtype === "description");
}

/**
 * Who did what to whom in a notice of WhatsApp: author, recipients and templateParams. Names only, or
 * numbers with "+"; a LID is never one. The body is read where it is a text somebody wrote, and not
 * when it holds a JID, which the body of other notices often is. Undefined when nothing is told.
 */
export function systemOf(
  message: unknown,
  { type, subtype }: { type: string; subtype: string },
  mentions: Mentions,
  identity: Identity,
): SystemRecord | undefined {
  const system: SystemRecord = {};
  const author = field(message, "author");
  const actor = jidText(author);
  if (isPerson(actor)) {
    system.actor = actor;
    const name = identity.nameOf(author) || identity.numberBehind(author);
    if (name !== "") {
      system.actorName = name;
    }
  }
  const people: string[] = [];
  addPeople(people, listField(message, "recipients", LIMITS.mentions), identity);
  addPeople(people, listField(message, "templateParams", LIMITS.mentions), identity);
  if (people.length > 0) {
    system.people = people;
  }
  const body = tellsText(type, subtype) ? textField(message, "body") : "";
  const { text } = readableText(body, LIMITS.text, mentions, identity);
  if (text !== "" && match(HAS_JID, text) === null) {
    system.text = text;
  }
  return system.actor === undefined && people.length === 0 && system.text === undefined ? undefined : system;
}

function addPeople(people: string[], persons: unknown[], identity: Identity): void {
  for (let i = 0; i < persons.length && people.length < LIMITS.list; i++) {
    const called = isPerson(jidText(persons[i])) ? identity.callOf(persons[i]) : "";
    if (called !== "" && !includes(people, called)) {
      append(people, called);
    }
  }
}

/** Whether a JID is a person's; templateParams hold groups and plain words too. */
function isPerson(jid: string): boolean {
  const account = accountJID(jid);
  return isPhoneJID(account) || isLID(account);
}
