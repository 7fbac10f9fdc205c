import type {
  AdRecord,
  AlbumRecord,
  CallRecord,
  ContactRecord,
  EventRecord,
  LocationRecord,
  MediaRecord,
  PollRecord,
  QuoteRecord,
  ReactionRecord,
  ShopRecord,
  SystemRecord,
} from "../shared/contract";
import { jid, LAST_SECOND } from "./check-page";
import { flag, integer, list, number, shape, text } from "./check-value";
import { LIMITS } from "./limits";

const MAX_SECONDS = 31_536_000;
const count = integer(0, Number.MAX_SAFE_INTEGER);

/** A word of WhatsApp's, such as a type. */
export const word = text(LIMITS.word, /^[A-Za-z0-9_-]*$/);

/** A name or another short text. */
export const name = text(LIMITS.name);

/** A bare message id. */
export const id = text(LIMITS.id, /^\S*$/);

/** A time in Unix seconds. */
export const second = integer(0, LAST_SECOND);

/** A time in Unix milliseconds. */
export const millisecond = integer(0, LAST_SECOND * 1000);

/** What describes an attachment. */
export const media = shape<MediaRecord>(
  {},
  { mime: text(LIMITS.word), name, size: count, seconds: integer(0, MAX_SECONDS), pages: count, gif: flag },
);

/** What a message answers. */
export const quote = shape<QuoteRecord>(
  {},
  { id, sender: jid, senderName: name, fromMe: flag, type: word, text: text(LIMITS.quote) },
);

/** One person's emoji on a message; one that was taken back has none and is no reaction. */
export const reaction = shape<ReactionRecord>(
  { emoji: text(LIMITS.emoji, /\S/) },
  { sender: jid, name, fromMe: flag, at: millisecond },
);

/** A place. */
export const location = shape<LocationRecord>(
  { latitude: number(-90, 90), longitude: number(-180, 180) },
  { name, live: flag },
);

/** A contact card. */
export const contact = shape<ContactRecord>({}, { name, phones: list(text(LIMITS.word), LIMITS.list) });

/** A poll. */
export const poll = shape<PollRecord>(
  { question: name },
  { options: list(name, LIMITS.list), multiple: flag, votes: list(count, LIMITS.list) },
);

/** An appointment. */
export const event = shape<EventRecord>({}, { start: second, end: second, place: name, cancelled: flag });

/** A call. */
export const call = shape<CallRecord>({}, { video: flag, outcome: word, seconds: integer(0, MAX_SECONDS) });

/** The announcement of pictures and videos. */
export const album = shape<AlbumRecord>({}, { images: count, videos: count });

/** A product, an order or a payment. */
export const shop = shape<ShopRecord>(
  {},
  { title: name, items: count, thousandths: count, currency: text(3, /^[A-Z]{3}$/) },
);

/** An advertisement. Its address is text and is never fetched. */
export const ad = shape<AdRecord>({}, { title: name, url: text(LIMITS.url) });

/** A notice of WhatsApp. */
export const system = shape<SystemRecord>(
  {},
  { actor: jid, actorName: name, people: list(name, LIMITS.mentions), text: text(LIMITS.text) },
);
