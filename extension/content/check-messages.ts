import type {
  CallRecord,
  LocationRecord,
  MediaRecord,
  MessagePage,
  MessageRecord,
  MessagesQuestion,
  PollRecord,
  QuoteRecord,
} from "../shared/contract";
import { account, jid, LAST_SECOND } from "./check-page";
import { flag, integer, isObject, list, Malformed, number, oneOf, own, shape, text, type Check } from "./check-value";
import { LIMITS } from "./limits";
import { KEY_PATTERN } from "./whatsapp-keys";

const MAX_BYTES = Number.MAX_SAFE_INTEGER;
const MAX_SECONDS = 31_536_000;

const word = text(LIMITS.word, /^[A-Za-z0-9_-]*$/);
const name = text(LIMITS.name);
const id = text(LIMITS.id, /^\S*$/);
const second = integer(0, LAST_SECOND);

const media = shape<MediaRecord>(
  {},
  { mime: text(LIMITS.word), name, size: integer(0, MAX_BYTES), seconds: integer(0, MAX_SECONDS) },
);

const quote = shape<QuoteRecord>({}, { id, sender: jid, type: word, text: text(LIMITS.quote) });

const location = shape<LocationRecord>(
  { latitude: number(-90, 90), longitude: number(-180, 180) },
  { name, live: flag },
);

const poll = shape<PollRecord>({ question: name }, { options: list(name, LIMITS.list) });

const call = shape<CallRecord>({}, { video: flag, outcome: word, seconds: integer(0, MAX_SECONDS) });

/** The identity every record has; an unreadable message may lack its key, and says so. */
const identity = {
  key: text(LIMITS.id, KEY_PATTERN),
  id,
  fromMe: flag,
  t: second,
  type: word,
};

const messageRecord = shape<MessageRecord>(identity, {
  sender: jid,
  senderName: name,
  subtype: word,
  text: text(LIMITS.text),
  cut: flag,
  media,
  quote,
  edited: flag,
  editedAt: integer(0, LAST_SECOND * 1000),
  deleted: oneOf("sender", "admin"),
  location,
  contacts: list(name, LIMITS.list),
  poll,
  call,
  withheld: oneOf("view_once", "disappearing", "protected"),
  error: text(LIMITS.word, /^[a-z_]+$/),
});

const bareRecord = shape<Pick<MessageRecord, "key" | "id" | "fromMe" | "t" | "type">>(identity, {});

/** One message. A record with a sound identity and unsound content keeps its place, with an error. */
const oneMessage: Check<MessageRecord> = (value) => {
  if (isObject(value) && own(value, "key") === "" && own(value, "error") !== undefined) {
    return keyless(value);
  }
  try {
    const record = messageRecord(value);
    const { withheld, deleted, error } = record;
    return (withheld ?? deleted ?? error) === undefined ? record : withoutContent(record);
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

/** The fields that carry what somebody wrote or sent. */
const CONTENT = ["text", "cut", "media", "quote", "location", "contacts", "poll", "call"] as const;

/** Holds the page to its word: what is withheld, deleted or unreadable has no content. */
function withoutContent(record: MessageRecord): MessageRecord {
  for (const field of CONTENT) {
    delete record[field];
  }
  return record;
}

const messagePage = shape<MessagePage>(
  {
    v: oneOf(1),
    chat: jid,
    me: account,
    messages: list(oneMessage, LIMITS.messages),
    start: flag,
    variant: text(LIMITS.word, /^[\w. ]*$/),
  },
  { partial: flag },
);

/** A page of messages as the answer to question. Throws Malformed when it is not one. */
export function pageOfMessages(question: MessagesQuestion): Check<MessagePage> {
  return (value) => {
    const page = messagePage(value);
    if (page.chat !== question.chat || page.messages.length > question.count) {
      throw new Malformed("another page than the one asked for");
    }
    return page;
  };
}
