import type { ReactionRecord } from "../shared/contract";
import { LIMITS } from "./limits";
import { append, call, now, quietly, sort, within } from "./originals";
import { cutText } from "./text";
import { entriesOf, field, flagField, millisecondField, textField } from "./whatsapp-fields";
import type { Identity } from "./whatsapp-identity";
import { isGroupJID, jidText } from "./whatsapp-jid";
import { keyParts, keyText } from "./whatsapp-keys";
import type { Loader } from "./whatsapp-loader";
import { typeOf } from "./whatsapp-message-types";
import { MEMBERS } from "./whatsapp-modules";
import { withheldBecause } from "./whatsapp-privacy";

/** How long the reactions of one page may take, in milliseconds. */
const READ_MS = 3000;

/** Reads the emoji people have put on messages. */
export interface Reactions {
  /** "Reactions" when this build's reactions can be read, "" when not, or when they could not be last time. */
  variant(): string;
  /** Whether the table of reactions can be read, so that WhatsApp need not load messages for them. */
  frugal(): boolean;
  /**
   * The reactions of each row, in the rows' order. A row has none when WhatsApp says so, when its content
   * is withheld, or when they cannot be read: that never loses the message.
   */
  of(rows: unknown[], limited: boolean, identity: Identity): Promise<ReactionRecord[][]>;
}

/** Makes the reader of reactions. */
export function createReactions(loader: Loader): Reactions {
  /** Whether the table gave something else than rows when it was last asked. */
  let failing = false;

  const collection = (): unknown => loader.value(MEMBERS.reactions) ?? loader.value(MEMBERS.reactionsAll);

  /** What a method of the collection says of a message: by the text of its key, or by the key itself. */
  function ask(list: unknown, method: string, key: unknown): unknown {
    return quietly(() => call((list as Record<string, unknown>)[method], list, [key])) ?? undefined;
  }

  /**
   * {reactions: […]} of one message. What is in memory comes first, then the table of reactions in the
   * local database. WhatsApp's own find comes last and only in builds without a reader of that table: it
   * loads the message into memory and puts its hasReaction right when the table says otherwise
   * (WAWebReactionsCollection.findImpl, WAWebMsgReactionsBridge).
   */
  async function read(key: unknown, text: string): Promise<unknown> {
    const list = collection();
    const held = ask(list, "get", text);
    if (held !== undefined) {
      return held;
    }
    if (loader.find(MEMBERS.reactionRows) === undefined) {
      return await found(list, key, text);
    }
    const rows = await tableRows(text);
    if (entriesOf(field(rows, "reactions"), 1).length > 0) {
      return rows;
    }
    // A reaction may name its message by the person's other id.
    const other = keyText(loader.call(MEMBERS.otherKey, [key]))?.key;
    return other === undefined ? rows : await tableRows(other);
  }

  /** WhatsApp's own find takes the text of a key or the key itself. */
  async function found(list: unknown, key: unknown, text: string): Promise<unknown> {
    try {
      const told = (await ask(list, "find", text)) ?? undefined;
      if (told !== undefined) {
        return told;
      }
    } catch {
      // A find that wants the key itself may refuse its text.
    }
    return await ask(list, "find", key);
  }

  async function tableRows(text: string): Promise<unknown> {
    failing = true;
    const rows = await loader.call(MEMBERS.reactionRows, [text]);
    const groups = quietly(() => field(rows, "reactions"));
    failing = typeof groups !== "object" || groups === null;
    return rows;
  }

  async function ofRow(row: unknown, identity: Identity, ms: number): Promise<ReactionRecord[]> {
    const records = await within(async () => {
      const key = field(row, "id");
      const text = keyText(key)?.key;
      return text === undefined ? [] : reactionRecords(await read(key, text), identity);
    }, ms);
    return records ?? [];
  }

  const frugal = (): boolean => loader.find(MEMBERS.reactionRows) !== undefined;

  return {
    frugal,
    variant: () => (!failing && (frugal() || collection() !== undefined) ? "Reactions" : ""),
    async of(rows, limited, identity) {
      const since = now();
      const all: ReactionRecord[][] = [];
      for (let i = 0; i < rows.length; i++) {
        const rest = since + READ_MS - now();
        const wanted = rest > 0 && quietly(() => mayBeRead(rows[i], limited)) === true;
        append(all, wanted ? await ofRow(rows[i], identity, rest) : []);
      }
      return all;
    },
  };
}

function mayBeRead(row: unknown, limited: boolean): boolean {
  return flagField(row, "hasReaction") && typeOf(row) !== "revoked" && withheldBecause(row, limited) === "";
}

/**
 * The reactions in {reactions: [{aggregateEmoji, senders: [{senderUserJid, reactionText, timestamp,
 * msgKey}]}]}, lists or collections, oldest first. One that was taken back has an empty text; one that
 * waits for its message is marked as an orphan.
 */
export function reactionRecords(value: unknown, identity: Identity): ReactionRecord[] {
  const records: ReactionRecord[] = [];
  const groups = entriesOf(field(value, "reactions"), LIMITS.reactions);
  for (let i = 0; i < groups.length; i++) {
    const senders = entriesOf(field(groups[i], "senders"), LIMITS.reactions);
    for (let k = 0; k < senders.length && records.length < LIMITS.reactions; k++) {
      const record = quietly(() => reactionRecord(senders[k], groups[i], identity));
      if (record !== undefined) {
        append(records, record);
      }
    }
  }
  sort(records, byTime);
  return records;
}

function reactionRecord(entry: unknown, group: unknown, identity: Identity): ReactionRecord | undefined {
  const own = field(entry, "reactionText");
  const emoji = cutText(typeof own === "string" ? own : textField(group, "aggregateEmoji"), LIMITS.emoji).text;
  if (emoji === "" || field(entry, "orphan") === 1) {
    return undefined;
  }
  const person = field(entry, "senderUserJid");
  const sender = jidText(person);
  const record: ReactionRecord = { emoji };
  if (sender !== "") {
    record.sender = sender;
  }
  const key = keyParts(keyText(field(entry, "msgKey"))?.key ?? "");
  const inGroup = isGroupJID(key?.remote ?? "");
  const name = identity.nameOf(person) || (inGroup ? identity.numberBehind(person) : "");
  if (name !== "") {
    record.name = name;
  }
  if (sender === "" ? key?.fromMe === true : identity.isMe(person)) {
    record.fromMe = true;
  }
  const at = millisecondField(entry, "timestamp");
  if (at > 0) {
    record.at = at;
  }
  return record;
}

/** By time, then by person, so that the same reactions always come in the same order. */
function byTime(a: ReactionRecord, b: ReactionRecord): number {
  const earlier = (a.at ?? 0) - (b.at ?? 0);
  const first = a.sender ?? "";
  const second = b.sender ?? "";
  return earlier !== 0 ? earlier : first < second ? -1 : first > second ? 1 : 0;
}
