import { TOUCH_KEY_PREFIX } from "../shared/contract";

/** The change that is being written; the next one waits for it, however it ends. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Marks a chat in which a message changed, in chrome.storage.session. The mark is the time of the oldest
 * such message since the core last took it, in Unix seconds: as far back as that the chat has to be read
 * again. 0 means that the time of none of them is known; every time wins over it, because the newest
 * messages are read again in any case.
 *
 * Two marks of one chat are never written at once, so the older time cannot get lost between reading and
 * writing.
 */
export function markTouched(chat: string, t: number): Promise<void> {
  const turn = last.then(() => keepOldest(TOUCH_KEY_PREFIX + chat, t));
  // The next change waits for this one to end; the caller hears how it ended.
  last = turn.catch(() => undefined);
  return turn;
}

async function keepOldest(key: string, t: number): Promise<void> {
  const { [key]: marked } = await chrome.storage.session.get(key);
  const oldest = oldestOf(marked);
  if (marked === undefined || (t > 0 && (oldest === 0 || t < oldest))) await chrome.storage.session.set({ [key]: t });
}

/** The time of a stored mark; one that is no time says no more than that something changed. */
function oldestOf(marked: unknown): number {
  return typeof marked === "number" ? marked : 0;
}
