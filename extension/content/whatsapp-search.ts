import { call, isArray, quietly } from "./originals";
import { field } from "./whatsapp-fields";
import type { Loader } from "./whatsapp-loader";
import { MEMBERS, type ModuleMember } from "./whatsapp-modules";

/** Rows of WhatsApp's local database, oldest first. */
export interface Rows {
  rows: unknown[];
  /** missed is true for status 404: nothing was found, or the anchor is not in the database. */
  missed: boolean;
  variant: "msgFindBefore" | "msgFindByDirection" | "msgFindAfter";
}

/**
 * A search from an anchor: a MsgKey instance, or {remote: Wid} for the newest messages of a chat.
 * WAWebDBMessageFindLocal (client revision 1044822804) reads and decrypts the local database; it makes
 * no network call and does not touch the list on screen. WhatsApp's loader of earlier messages is
 * left out on purpose: it grows that list.
 */
export async function findBefore(loader: Loader, anchor: unknown, count: number): Promise<Rows | undefined> {
  return (
    (await ask(loader, MEMBERS.findBefore, { anchor, count }, "msgFindBefore")) ??
    (await ask(loader, MEMBERS.findByDirection, { anchor, count, direction: "before" }, "msgFindByDirection"))
  );
}

/** The messages after an anchor. */
export async function findAfter(loader: Loader, anchor: unknown, count: number): Promise<Rows | undefined> {
  return (
    (await ask(loader, MEMBERS.findAfter, { anchor, count }, "msgFindAfter")) ??
    (await ask(loader, MEMBERS.findByDirection, { anchor, count, direction: "after" }, "msgFindByDirection"))
  );
}

/** One way of searching; undefined when it is missing, fails or answers in another shape. */
async function ask(
  loader: Loader,
  member: ModuleMember,
  question: object,
  variant: Rows["variant"],
): Promise<Rows | undefined> {
  const target = loader.find(member);
  if (target === undefined) {
    return undefined;
  }
  try {
    const answer = await call(target.value, target.owner, [question]);
    const rows = quietly(() => field(answer, "messages"));
    const status = quietly(() => field(answer, "status"));
    const missed = typeof status === "number" && status >= 400;
    if (isArray(rows)) {
      return { rows: missed ? [] : rows, missed, variant };
    }
    return missed ? { rows: [], missed, variant } : undefined;
  } catch {
    return undefined;
  }
}
