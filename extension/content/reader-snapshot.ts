import type { PageSnapshot, SessionState } from "../shared/contract";
import { LIMITS } from "./limits";
import { dictionary } from "./originals";
import { createPace, type Pace } from "./pace";
import type { PageLife } from "./page-life";
import { cutText } from "./text";
import type { Chats } from "./whatsapp-chats";
import type { Listeners } from "./whatsapp-hints";
import type { History } from "./whatsapp-history";
import { createIdentity, isSameAccount, readMe } from "./whatsapp-identity";
import type { Loader } from "./whatsapp-loader";
import type { Reactions } from "./whatsapp-reactions";
import type { Session } from "./whatsapp-session";

/** How often the chat list is read when the account changes while it is read. */
const TRIES = 2;

/** What a snapshot is made from. */
export interface SnapshotParts {
  loader: Loader;
  session: Session;
  chats: Chats;
  history: History;
  reactions: Reactions;
  listeners: Pick<Listeners, "epoch" | "variant">;
  life: PageLife;
}

/** Reads what the page says of itself. Chats are told only of a session that is ready from first to last. */
export async function readSnapshot(parts: SnapshotParts): Promise<PageSnapshot> {
  const { session } = parts;
  const pace = createPace();
  for (let i = 0; i < TRIES; i++) {
    const state = session.state();
    const snapshot = await circumstances(parts, state);
    if (state !== "ready") {
      return snapshot;
    }
    const before = readMe(parts.loader);
    await addChats(snapshot, before, parts, pace);
    // The page had its turn meanwhile: the lock or another account may have come.
    if (session.state() === "ready" && isSameAccount(before.account, readMe(parts.loader).account)) {
      return snapshot;
    }
  }
  const state = session.state();
  return circumstances(parts, state === "ready" ? "waiting" : state);
}

/** What is told of a page in any state. */
async function circumstances(parts: SnapshotParts, state: SessionState): Promise<PageSnapshot> {
  const { session, listeners, life } = parts;
  const variants = dictionary<string>();
  const snapshot: PageSnapshot = { v: 1, session: state, variants, me: {}, chats: [], tab: life.tab() };
  const build = session.build();
  if (build !== undefined) {
    snapshot.build = cutText(build.build, LIMITS.word).text;
    note(variants, "version", build.variant);
  }
  note(variants, "session", session.variant());
  note(variants, "events", listeners.variant());
  const reason = state === "blocked" ? session.reason() : "";
  if (reason !== "") {
    snapshot.reason = reason;
  }
  if (listeners.epoch() !== "") {
    snapshot.epoch = listeners.epoch();
  }
  if (session.readyMs() > 0) {
    snapshot.readyMs = session.readyMs();
  }
  const firstSync = state === "ready" || state === "syncing" ? await session.firstSync() : undefined;
  if (firstSync !== undefined) {
    snapshot.firstSync = firstSync;
  }
  return snapshot;
}

async function addChats(
  snapshot: PageSnapshot,
  me: ReturnType<typeof readMe>,
  { loader, chats, history, reactions }: SnapshotParts,
  pace: Pace,
): Promise<void> {
  const identity = createIdentity(loader, me.account, chats.identities());
  const active = chats.active();
  await history.searchAgain((jid) => chats.find(jid));
  const { rows, excluded, failed } = await chats.rows(me.account, identity, pace);
  snapshot.me = me.account;
  snapshot.chats = rows;
  if (active.chat !== undefined) {
    snapshot.active = active.chat.jid;
  }
  if (excluded > 0) {
    snapshot.excluded = excluded;
  }
  if (failed > 0) {
    snapshot.failed = failed;
  }
  const variants = snapshot.variants as Record<string, string>;
  note(variants, "me", me.variant);
  note(variants, "chats", chats.variant());
  note(variants, "active", active.variant);
  note(variants, "history", history.variant());
  note(variants, "lid", identity.variant());
  note(variants, "key", chats.keyVariant());
  note(variants, "reactions", reactions.variant());
}

function note(variants: Record<string, string>, capability: string, variant: string): void {
  if (variant !== "") {
    variants[capability] = variant;
  }
}
