import { dictionary, hasOwn, quietly } from "./originals";
import type { Account } from "../shared/contract";
import { field, nameField, readOr } from "./whatsapp-fields";
import { accountJID, isLID, isPhoneJID, jidText, userOf } from "./whatsapp-jid";
import type { Loader } from "./whatsapp-loader";
import { MEMBERS } from "./whatsapp-modules";
import { nameOfContact, nameOfContacts } from "./whatsapp-names";

/** The own account and which member knew it. */
export interface Me {
  account: Account;
  /** variant is "" while nothing is known. */
  variant: string;
}

/** Reads the own account: the two getters of 2026, then Conn.wid, then the getter before them. */
export function readMe(loader: Loader): Me {
  const account: Account = {};
  let variant = "";
  const note = (value: unknown, source: string): void => {
    const jid = jidText(value);
    if (isPhoneJID(jid) && account.phone === undefined) {
      account.phone = jid;
    } else if (isLID(jid) && account.lid === undefined) {
      account.lid = jid;
    } else {
      return;
    }
    variant = variant === "" ? source : variant;
  };
  note(loader.call(MEMBERS.mePhone, []), "getMaybeMePnUser");
  note(loader.call(MEMBERS.meLID, []), "getMaybeMeLidUser");
  const conn = loader.value(MEMBERS.conn);
  if (variant === "") {
    note(quietly(() => field(conn, "wid")), "Conn.wid");
  }
  if (variant === "") {
    note(loader.call(MEMBERS.meOld, []), "getMaybeMeUser");
  }
  const name = variant === "" ? "" : readOr(() => nameField(conn, "pushname"), "");
  if (name !== "") {
    account.name = name;
  }
  return { account, variant };
}

/** Whether two readings are of the same account. */
export function isSameAccount(before: Account, after: Account): boolean {
  return before.phone === after.phone && before.lid === after.lid;
}

/** Who a JID is, as far as WhatsApp Web knows it in this browser. Answers are kept for one question. */
export interface Identity {
  /** The phone JID of a person, "" when WhatsApp hides it. */
  phoneOf(person: unknown): string;
  /** The LID of a person, "" when it is not known. */
  lidOf(person: unknown): string;
  /** The best name for a CRM: address book, verified business, push name; "" when there is none. */
  nameOf(person: unknown): string;
  /** How to call a person: the name, else "+" and the number, "" when neither is known. */
  callOf(person: unknown): string;
  /** "+" and the number behind a LID; "" when it is hidden, and for everything that is no LID. */
  numberBehind(person: unknown): string;
  /** Whether a person is the own account. */
  isMe(person: unknown): boolean;
  /** Whether digits are those of a LID this browser knows somebody by. */
  knowsLID(digits: string): boolean;
  /** Which way the first LID was resolved, "" when none was. */
  variant(): string;
}

/** The chat list as far as identity needs it. */
export interface ChatIdentities {
  /** The JID of the chat that carries this LID as its accountLid, "" when there is none. */
  chatOfAccountLID(lid: string): string;
}

/**
 * Makes the identity reader for one question. Everything is looked up in memory: a query to WhatsApp's
 * servers would be noticed there and is not needed for people one has talked to.
 */
export function createIdentity(loader: Loader, me: Account, chats: ChatIdentities): Identity {
  const phones = dictionary<string>();
  let firstVariant = "";

  /** The account's JID of a person, and what WhatsApp's functions take for it. */
  function accountOf(person: unknown): { jid: string; handle: unknown } {
    const said = jidText(person);
    const jid = accountJID(said);
    return { jid, handle: jid === said ? person : jid };
  }

  function wid(person: unknown, jid: string): unknown {
    // The LID cache takes Wid objects only and throws for text.
    return typeof person === "object" ? person : loader.call(MEMBERS.createWid, [jid]);
  }

  function contact(person: unknown, jid: string): unknown {
    const contacts = loader.value(MEMBERS.contacts) ?? loader.value(MEMBERS.contactsAll);
    const get = (key: unknown): unknown =>
      quietly(() => (contacts as { get(key: unknown): unknown }).get(key)) ?? undefined;
    return get(typeof person === "object" ? person : jid) ?? get(jid);
  }

  function resolve(person: unknown, lid: string): string {
    if (lid === me.lid && me.phone !== undefined) {
      return found(me.phone, "me");
    }
    const lidWid = wid(person, lid);
    if (me.phone !== undefined && loader.call(MEMBERS.isMe, [lidWid]) === true) {
      return found(me.phone, "isMeAccount");
    }
    const card = contact(person, lid);
    return (
      found(loader.call(MEMBERS.phoneOfLID, [lidWid]), "getPhoneNumber") ||
      found(quietly(() => field(card, "phoneNumber")), "contact.phoneNumber") ||
      (card === undefined ? "" : found(loader.call(MEMBERS.phoneOfContact, [card]), "getPnForLid")) ||
      found(quietly(() => chats.chatOfAccountLID(lid)), "accountLid") ||
      found(cached(lidWid), "lidPnCache") ||
      found(loader.call(MEMBERS.toPhone, [lidWid]), "toPn")
    );
  }

  /** What the LID cache holds, for builds that give away the cache and none of what asks it. */
  function cached(lidWid: unknown): unknown {
    const cache = loader.value(MEMBERS.lidCache) as { getLidEntry(lid: unknown): unknown } | undefined;
    return quietly(() => field(cache?.getLidEntry(lidWid), "phoneNumber"));
  }

  function found(value: unknown, variant: string): string {
    const jid = jidText(value);
    if (!isPhoneJID(jid)) {
      return "";
    }
    firstVariant = firstVariant === "" ? variant : firstVariant;
    return jid;
  }

  function phoneOf(person: unknown): string {
    const { jid, handle } = accountOf(person);
    if (isPhoneJID(jid)) {
      return isBot(handle) ? "" : jid;
    }
    if (!isLID(jid)) {
      return "";
    }
    if (!hasOwn(phones, jid)) {
      phones[jid] = resolve(handle, jid);
    }
    return phones[jid] as string;
  }

  function lidOf(person: unknown): string {
    const { jid, handle } = accountOf(person);
    if (isLID(jid)) {
      return jid;
    }
    if (!isPhoneJID(jid)) {
      return "";
    }
    const lid =
      jid === me.phone && me.lid !== undefined
        ? me.lid
        : jidText(loader.call(MEMBERS.lidOfPhone, [wid(handle, jid)]));
    return isLID(lid) ? lid : "";
  }

  function nameOf(person: unknown): string {
    const { jid, handle } = accountOf(person);
    if (jid === "") {
      return "";
    }
    if (jid === me.phone || jid === me.lid) {
      return me.name ?? "";
    }
    const card = contact(handle, jid);
    const phone = isLID(jid) ? phoneOf(person) : "";
    if (phone !== "" && phone === me.phone) {
      // An older build tells the own number alone.
      return nameOfContact(card) || (me.name ?? "");
    }
    return nameOfContacts(phone === "" ? [card] : [card, contact(phone, phone)]);
  }

  function isMe(person: unknown): boolean {
    const { jid, handle } = accountOf(person);
    return (
      jid !== "" &&
      (jid === me.phone || jid === me.lid || loader.call(MEMBERS.isMe, [wid(handle, jid)]) === true)
    );
  }

  function knowsLID(digits: string): boolean {
    const lid = `${digits}@lid`;
    return isLID(lid) && (lid === me.lid || contact(lid, lid) !== undefined || phoneOf(lid) !== "");
  }

  return {
    phoneOf,
    lidOf,
    nameOf,
    callOf(person) {
      const name = nameOf(person);
      const phone = name === "" ? phoneOf(person) : "";
      return phone === "" ? name : `+${userOf(phone)}`;
    },
    numberBehind(person) {
      const phone = isLID(accountJID(jidText(person))) ? phoneOf(person) : "";
      return phone === "" ? "" : `+${userOf(phone)}`;
    },
    isMe,
    knowsLID,
    variant: () => firstVariant,
  };
}

/** Whether a Wid says of itself that it is one of WhatsApp's bots; some have a phone's form. */
function isBot(person: unknown): boolean {
  return quietly(() => (person as { isBot(): unknown }).isBot()) === true;
}
