import { append, call, isArray, quietly } from "./originals";
import type { Chat } from "./whatsapp-chats";
import { field } from "./whatsapp-fields";
import { keyText } from "./whatsapp-keys";
import type { Loader } from "./whatsapp-loader";
import { MEMBERS } from "./whatsapp-modules";
import type { Direction } from "./whatsapp-search";

/** Part of the messages a chat has in memory. */
export interface MemoryPage {
  rows: unknown[];
  /** rest is how many messages in memory lie beyond the rows, in the direction of the page. */
  rest: number;
}

/**
 * The messages WhatsApp has in memory for a chat, oldest first: what its window has loaded, possibly
 * with a gap where the user jumped to an old message. Undefined when the list is not there.
 */
export function messagesInMemory({ model }: Chat): unknown[] | undefined {
  const models = quietly(() => {
    const list = field(model, "msgs") as { getModelsArray: unknown };
    return call(list.getModelsArray, list, []);
  });
  return isArray(models) ? models : undefined;
}

/** Up to count messages next to the one with a key, or the newest ones; undefined when it is not there. */
export function pageInMemory(
  models: unknown[],
  key: string,
  direction: Direction,
  count: number,
): MemoryPage | undefined {
  let at = models.length;
  if (key !== "") {
    at = 0;
    while (at < models.length && keyText(quietly(() => field(models[at], "id")))?.key !== key) {
      at++;
    }
    if (at === models.length) {
      return undefined;
    }
  }
  const first = direction === "after" ? at + 1 : at > count ? at - count : 0;
  const end = direction === "after" ? (models.length - first > count ? first + count : models.length) : at;
  const rows: unknown[] = [];
  for (let i = first; i < end; i++) {
    append(rows, models[i]);
  }
  return { rows, rest: direction === "after" ? models.length - end : first };
}

/** A message in memory by the text of its key, MsgCollection.get; undefined when it is not there. */
export function messageInMemory(loader: Loader, key: string): unknown {
  const messages = loader.value(MEMBERS.messages) ?? loader.value(MEMBERS.messagesAll);
  return quietly(() => (messages as { get(key: string): unknown }).get(key)) ?? undefined;
}
