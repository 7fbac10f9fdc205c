import type { MessageRecord, ReactionRecord } from "../shared/contract";
import { LIMITS } from "./limits";
import { append, toJSONText } from "./originals";
import { utf8Length } from "./text";
import { messageRecord, type MessageContext } from "./whatsapp-message";
import type { Direction } from "./whatsapp-search";

/** The records of a page, oldest first, and whether rows had to be left for the next page. */
export interface Serialised {
  kept: MessageRecord[];
  left: boolean;
}

/**
 * The rows next to where the page begins, as many as fit: the newest of a page of older messages, the
 * oldest of a page of newer ones. The rest waits for the next page, which continues from the last row
 * that was kept, so nothing is passed over.
 */
export function serialise(
  rows: unknown[],
  reactions: ReactionRecord[][],
  context: MessageContext,
  { direction, count }: { direction: Direction; count: number },
): Serialised {
  const before = direction === "before";
  const nearest: MessageRecord[] = [];
  let bytes = 0;
  for (let i = 0; i < rows.length; i++) {
    const at = before ? rows.length - 1 - i : i;
    const record = messageRecord(rows[at], context, reactions[at]);
    bytes += utf8Length(toJSONText(record));
    if ((bytes > LIMITS.pageBytes || nearest.length >= count) && nearest.length > 0) {
      break;
    }
    append(nearest, record);
  }
  const left = nearest.length < rows.length;
  if (!before) {
    return { kept: nearest, left };
  }
  const kept: MessageRecord[] = [];
  for (let i = nearest.length - 1; i >= 0; i--) {
    append(kept, nearest[i] as MessageRecord);
  }
  return { kept, left };
}
