import type { MessagePage, MessageRecord, MessagesQuestion } from "../shared/contract";
import { account, jid } from "./check-page";
import {
  ad,
  album,
  call,
  contact,
  event,
  id,
  location,
  media,
  millisecond,
  name,
  poll,
  quote,
  reaction,
  second,
  shop,
  system,
  word,
} from "./check-records";
import { flag, isObject, list, Malformed, oneOf, own, shape, text, type Check } from "./check-value";
import { LIMITS } from "./limits";
import { KEY_PATTERN } from "./whatsapp-keys";

/** The key of a message. */
export const key: Check<string> = text(LIMITS.id, KEY_PATTERN);

/** The identity every record has; an unreadable message may lack its key, and says so. */
const identity = { key, id, fromMe: flag, t: second, type: word };

const messageRecord = shape<MessageRecord>(identity, {
  sender: jid,
  senderName: name,
  subtype: word,
  text: text(LIMITS.text),
  cut: flag,
  forwarded: flag,
  failed: flag,
  parent: id,
  media,
  quote,
  edited: flag,
  editedAt: millisecond,
  deleted: oneOf("sender", "admin"),
  deletedBy: jid,
  reactions: list(reaction, LIMITS.reactions),
  location,
  contacts: list(contact, LIMITS.list),
  poll,
  event,
  call,
  album,
  shop,
  choices: list(name, LIMITS.list),
  ad,
  system,
  withheld: oneOf("view_once", "disappearing", "protected", "phone_only"),
  error: text(LIMITS.word, /^[a-z_]+$/),
});

type Identity = keyof typeof identity;

const bareRecord = shape<Pick<MessageRecord, Identity>>(identity, {});

/** One message. A record with a sound identity and unsound content keeps its place, with an error. */
const oneMessage: Check<MessageRecord> = (value) => {
  if (isObject(value) && own(value, "key") === "" && typeof own(value, "error") === "string") {
    return keyless(value);
  }
  try {
    const record = messageRecord(value);
    return hasContent(record) ? record : withoutContent(record);
  } catch (error) {
    if (!(error instanceof Malformed)) {
      throw error;
    }
    return { ...bareRecord(value), error: "malformed" };
  }
};

/** A message whose key could not be read: it is counted, but cannot be told from others. */
function keyless(value: object): MessageRecord {
  const time = own(value, "t");
  return {
    key: "",
    id: "",
    fromMe: own(value, "fromMe") === true,
    t: Number.isSafeInteger(time) ? second(time) : 0,
    type: word(own(value, "type")),
    error: "no_key",
  };
}

/** What is said of a message whatever becomes of its content. */
type Circumstance =
  | Identity
  | "sender"
  | "senderName"
  | "subtype"
  | "forwarded"
  | "failed"
  | "parent"
  | "edited"
  | "editedAt"
  | "deleted"
  | "deletedBy"
  | "withheld"
  | "error";

/** The fields that carry what somebody wrote, sent or felt: all that are no circumstance. */
const CONTENT: Record<Exclude<keyof MessageRecord, Circumstance>, true> = {
  text: true,
  cut: true,
  media: true,
  quote: true,
  reactions: true,
  location: true,
  contacts: true,
  poll: true,
  event: true,
  call: true,
  album: true,
  shop: true,
  choices: true,
  ad: true,
  system: true,
};

function hasContent({ type, withheld, deleted, error }: MessageRecord): boolean {
  return type !== "revoked" && (withheld ?? deleted ?? error) === undefined;
}

/** Holds the page to its word: what is withheld, deleted or unreadable has no content. */
function withoutContent(record: MessageRecord): MessageRecord {
  for (const field of Object.keys(CONTENT) as (keyof typeof CONTENT)[]) {
    delete record[field];
  }
  return record;
}

/** A page of messages, whatever it answers. Throws Malformed when it is none. */
export const messagePage: Check<MessagePage> = shape<MessagePage>(
  {
    v: oneOf(1),
    chat: jid,
    me: account,
    messages: list(oneMessage, LIMITS.messages),
    start: flag,
    source: oneOf("store", "screen"),
    variant: text(LIMITS.word, /^[A-Za-z0-9_.-]*$/),
  },
  { partial: flag, end: flag },
);

/** The page script's page of messages as the answer to question. Throws Malformed when it is not one. */
export function pageOfMessages(question: MessagesQuestion): Check<MessagePage> {
  return (value) => {
    const page = messagePage(value);
    if (page.chat !== question.chat || page.messages.length > question.count || page.source !== "store") {
      throw new Malformed("another page than the one asked for");
    }
    return page;
  };
}
