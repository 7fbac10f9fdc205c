import type { Account, ChatRow, MessagePage, MessageRecord, ReactionRecord } from "../shared/contract";
import { LAST_SECOND } from "./check-page";
import { own } from "./check-value";
import type { Reading } from "./database-reading";
import type { Table } from "./database-tables";
import { countColumn, jidColumn, partsOfKey } from "./database-values";
import { LIMITS } from "./limits";
import { nameOfContact } from "./whatsapp-names";

/** The table of reactions. */
export const REACTION_TABLES: readonly Table[] = ["reactions"];

/**
 * Adds the reactions that the database holds to the messages of a page whose script could not read
 * them. chat is the page's row in the chat list: a reaction may name its message by either id of a
 * person.
 */
export async function addReactions(reading: Reading, page: MessagePage, chat: ChatRow | undefined): Promise<void> {
  const ids = [chat?.phone, chat?.lid].filter((id) => id !== undefined);
  const names = new Map<string, string>();
  for (const message of page.messages) {
    if (!mayHave(message)) {
      continue;
    }
    const reactions: ReactionRecord[] = [];
    for (const key of keysOf(message.key, ids)) {
      for (const row of await reading.where("reactions", "parentMsgKey", key, LIMITS.reactions)) {
        const reaction = reactionOf(row, page.me);
        if (reaction !== undefined && reactions.length < LIMITS.reactions) {
          reactions.push(reaction);
        }
      }
    }
    for (const reaction of reactions) {
      await addName(reading, reaction, names);
    }
    if (reactions.length > 0) {
      message.reactions = reactions;
    }
  }
}

/** Whether a message is told with its content. */
function mayHave({ key, reactions, withheld, deleted, error }: MessageRecord): boolean {
  return key !== "" && reactions === undefined && (withheld ?? deleted ?? error) === undefined;
}

/** A key under each id of the person whose chat it is in; a group has only one. */
function keysOf(key: string, ids: readonly string[]): string[] {
  const remote = partsOfKey(key)?.remote ?? "";
  const others = ids.includes(remote) ? ids.filter((id) => id !== remote) : [];
  return [key, ...others.map((id) => key.replace(`_${remote}_`, () => `_${id}_`))];
}

/** One row of the table; undefined for a reaction that was taken back, whose text is empty. */
function reactionOf(row: object, me: Account): ReactionRecord | undefined {
  const emoji = own(row, "reactionText");
  if (typeof emoji !== "string" || emoji.trim() === "" || emoji.length > LIMITS.emoji) {
    return undefined;
  }
  const reaction: ReactionRecord = { emoji: emoji.toWellFormed() };
  const sender = jidColumn(row, "senderUserJid");
  if (sender !== "") {
    reaction.sender = sender;
  }
  if (partsOfKey(own(row, "msgKey"))?.fromMe === true || (sender !== "" && (sender === me.phone || sender === me.lid))) {
    reaction.fromMe = true;
  }
  const at = countColumn(row, "timestamp");
  if (at !== undefined && at > 0 && at <= LAST_SECOND * 1000) {
    reaction.at = at;
  }
  return reaction;
}

async function addName(reading: Reading, reaction: ReactionRecord, names: Map<string, string>): Promise<void> {
  const { sender, fromMe } = reaction;
  if (sender === undefined || fromMe === true) {
    return;
  }
  const name = names.get(sender) ?? nameOfContact(await reading.get("contact", sender));
  names.set(sender, name);
  if (name !== "") {
    reaction.name = name;
  }
}
