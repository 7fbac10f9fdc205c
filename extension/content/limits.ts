/** The bounds of what the content scripts carry. The page keeps them and the bridge checks them again. */
export const LIMITS = {
  /** Chats in one snapshot, newest first. */
  chats: 5000,
  /** Messages in one page. */
  messages: 50,
  /** UTF-16 units of a message's text. */
  text: 65_536,
  /** UTF-16 units of a quoted text; a quote only has to be recognised. */
  quote: 1024,
  /** UTF-16 units of a name, a title, a file name or a poll's option. */
  name: 512,
  /** UTF-16 units of a type name, a MIME type or a variant's name. */
  word: 128,
  /** Entries of a list inside a message: contact cards, poll options. */
  list: 50,
  /** Mentions looked at in one message; a group has at most 1,024 members. */
  mentions: 2048,
  /** Reactions of one message; a group has at most 1,024 members. */
  reactions: 1024,
  /** UTF-16 units of an emoji; a family with skin tones has 41. */
  emoji: 64,
  /** UTF-16 units of the address of an advertisement. */
  url: 2048,
  /** UTF-16 units of a message key or a JID. */
  id: 256,
  /** Bytes of one page of messages as UTF-8 JSON; older messages wait for the next page. */
  pageBytes: 4 * 1024 * 1024,
  /** UTF-16 units of any one message on the bus; more is not even parsed. */
  busUnits: 16 * 1024 * 1024,
  /** Bytes of an attachment that may be asked for, and so of any that is read. */
  mediaBytes: 100 * 1024 * 1024,
  /** Milliseconds the page script gives the browser to read a piece of an attachment; less than answerMs. */
  mediaMs: 4000,
  /** Message keys kept in the page to continue a chat from. */
  anchors: 2000,
  /** Milliseconds the page has for one answer. */
  answerMs: 8000,
  /** Milliseconds the bridge gives one reading of WhatsApp's database. */
  databaseMs: 1500,
  /** Milliseconds between two looks for a database that is not listed. */
  databaseListMs: 150,
  /** How often a database that is not listed is looked for. */
  databaseLooks: 4,
  /** Milliseconds for which what the database said is believed. */
  databaseFreshMs: 60_000,
  /** Milliseconds after which a database that could not be read is tried again. */
  databaseAgainMs: 10_000,
  /** Persons looked up in one reading of the database. */
  people: 300,
  /** Keys of the newest messages looked through for those on the screen, or of one chat. */
  visibleKeys: 5000,
  /** Rows of one chat looked at for one count of its messages. */
  countRows: 20_000,
  /** Milliseconds for looking at them, within those of one reading of the database. */
  countMs: 900,
  /** Messages of a day in one note, as the core may ask for at most. */
  perNote: 1000,
  /** Rows read from the screen. */
  screenRows: 500,
  /** Milliseconds between two looks at the screen while only that tells which chat is open. */
  screenLookMs: 1000,
  /** Questions that may wait in the bridge. */
  queue: 16,
  /** Milliseconds between two hints about the same chat. */
  hintMs: 1000,
  /** New messages of the open chat that make a burst. */
  burst: 5,
  /** Milliseconds of quiet after a burst before it is told. */
  burstQuietMs: 20_000,
  /** Milliseconds after which a burst is told although more messages come. */
  burstMostMs: 60_000,
  /** Milliseconds of quiet before a switch of the open chat is reported. */
  activeMs: 50,
} as const;
