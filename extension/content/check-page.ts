import type {
  Account,
  ChatRow,
  FirstSync,
  HintReason,
  PageHint,
  PageSnapshot,
  SessionState,
  TabLife,
} from "../shared/contract";
import { flag, integer, isObject, list, Malformed, oneOf, own, shape, text, type Check } from "./check-value";
import { LIMITS } from "./limits";
import { JID_PATTERN, LID_PATTERN, PHONE_JID_PATTERN } from "./whatsapp-jid";

/** The latest time believed, in Unix seconds: the year 5138. */
export const LAST_SECOND = 99_999_999_999;

const MAX_VARIANTS = 32;
const MAX_FORMER = 8;
const MAX_CHATS = 1_000_000;
const MAX_MS = Number.MAX_SAFE_INTEGER;
const BUILD = /^[\w.+-]*$/;
const WORD = /^[\w-]*$/;
const CAPABILITY = /^[a-zA-Z]{1,32}$/;
const VARIANT = /^[A-Za-z0-9_.-]{1,64}$/;

/** A JID of any kind. */
export const jid: Check<string> = text(LIMITS.id, JID_PATTERN);

/** A phone JID. */
const phone: Check<string> = text(LIMITS.id, PHONE_JID_PATTERN);

/** A LID. */
const lid: Check<string> = text(LIMITS.id, LID_PATTERN);

const name: Check<string> = text(LIMITS.name);

/** The own account. */
export const account: Check<Account> = shape<Account>({}, { phone, lid, name });

/** One chat of the list. */
export const chatRow: Check<ChatRow> = shape<ChatRow>(
  { chat: jid, t: integer(0, LAST_SECOND), endOfHistory: integer(-1, 99) },
  {
    phone,
    lid,
    title: name,
    name,
    self: flag,
    former: list(jid, MAX_FORMER),
    business: flag,
    username: flag,
    ad: flag,
    community: flag,
    announcement: flag,
    limitSharing: flag,
    ephemeral: flag,
  },
);

const session: Check<SessionState> = oneOf<SessionState>(
  "waiting",
  "signed_out",
  "syncing",
  "conflict",
  "locked",
  "blocked",
  "unreadable",
  "ready",
);

const tab: Check<TabLife> = shape<TabLife>({}, { hidden: flag, thawed: integer(0, Number.MAX_SAFE_INTEGER) });

/** The ways the page took. They are told for diagnosis only, so one that makes no sense is left out. */
const variants: Check<Record<string, string>> = (value) => {
  if (!isObject(value)) {
    throw new Malformed("variants");
  }
  const names = Object.keys(value);
  if (names.length > MAX_VARIANTS) {
    throw new Malformed("variants");
  }
  const made: Record<string, string> = {};
  for (const key of names) {
    const way = own(value, key);
    if (CAPABILITY.test(key) && typeof way === "string" && VARIANT.test(way)) {
      made[key] = way;
    }
  }
  return made;
};

/** The open chat, "" when what is told is no chat: the chats of the list are told all the same. */
const openChat: Check<string> = (value) => {
  try {
    return jid(value);
  } catch {
    return "";
  }
};

/** Chat rows, one by one: a row that is malformed is left out and counted. */
function chatRows(value: unknown): { rows: ChatRow[]; refused: number } {
  const rows: ChatRow[] = [];
  let refused = 0;
  for (const entry of list((row) => row, LIMITS.chats)(value)) {
    try {
      rows.push(chatRow(entry));
    } catch {
      refused++;
    }
  }
  return { rows, refused };
}

const snapshotOf = (chats: Check<ChatRow[]>): Check<PageSnapshot> =>
  shape<PageSnapshot>(
    { v: oneOf(1), session, me: account, chats, tab },
    {
      build: text(LIMITS.word, BUILD),
      reason: text(LIMITS.word, WORD),
      epoch: text(LIMITS.word, WORD),
      readyMs: integer(0, MAX_MS),
      firstSync: oneOf<FirstSync>("running", "complete"),
      variants,
      active: openChat,
      excluded: integer(0, MAX_CHATS),
      failed: integer(0, MAX_CHATS),
    },
  );

/**
 * A snapshot as the page told it. Throws Malformed when the page as a whole makes no sense; chats that
 * make none are left out and counted among the failed ones, an open chat that is none is left out.
 */
export const pageSnapshot: Check<PageSnapshot> = (value) => {
  let refused = 0;
  const made = snapshotOf((chats) => {
    const checked = chatRows(chats);
    refused = checked.refused;
    return checked.rows;
  })(value);
  if (made.session !== "ready" && made.chats.length > 0) {
    throw new Malformed("chats of a session that is not ready");
  }
  if (made.active === "") {
    delete made.active;
  }
  if (refused > 0) {
    made.failed = (made.failed ?? 0) + refused;
  }
  return made;
};

/** A hint as the page told it. */
export const pageHint: Check<PageHint> = (value) => {
  const hint = shape<PageHint>(
    { reason: oneOf<HintReason>("ready", "active", "messages", "burst", "session") },
    { chat: jid, title: name, t: integer(0, LAST_SECOND) },
  )(value);
  if (hint.reason !== "active") {
    delete hint.title;
  }
  if (hint.reason !== "messages") {
    delete hint.t;
  }
  return hint;
};
