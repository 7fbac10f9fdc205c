/*
 * The page script. It runs in WhatsApp Web's own world (MAIN) at document_start, before the page's
 * scripts, and reads the page's store for the bridge. It writes nothing, wraps nothing, calls no
 * network and leaves no trace in the document: what it can do is listed in whatsapp-modules.ts.
 */
import type { PageHint } from "../shared/contract";
import { createBursts } from "./burst";
import { awaitBus, type PageEnd } from "./channel-page";
import type { BridgeMessage, PageMessage } from "./channel";
import { quietly } from "./originals";
import { createPageLife } from "./page-life";
import { createReader } from "./reader";
import { createMediaReader } from "./reader-media";
import { createChats } from "./whatsapp-chats";
import { readOr, textField } from "./whatsapp-fields";
import { createHistory } from "./whatsapp-history";
import { createListeners } from "./whatsapp-hints";
import { readMe } from "./whatsapp-identity";
import { createLoader } from "./whatsapp-loader";
import { createReactions } from "./whatsapp-reactions";
import { createSearch } from "./whatsapp-search";
import { createSession } from "./whatsapp-session";
import { createWatch } from "./whatsapp-watch";

let bus: PageEnd | undefined;
const tell = (message: PageMessage): void => bus?.post(message);
const hint = (told: PageHint): void => tell({ kind: "hint", hint: told });

const loader = createLoader();
const chats = createChats(loader);
const search = createSearch(loader);
const history = createHistory(loader, search);
const reactions = createReactions(loader);
const session = createSession(loader, {
  complete: () => chats.variant() !== "" && readMe(loader).variant !== "",
  frugal: () => history.frugal() && reactions.frugal(),
});
const life = createPageLife();
const bursts = createBursts(hint);
const listeners = createListeners({
  loader,
  session,
  chats,
  bursts,
  tell: hint,
  onSession: () => watch.lookOn(),
});
const reader = createReader({ loader, session, chats, history, reactions, listeners, life });
const media = createMediaReader({ loader, session, chats, search });
const watch = createWatch({ loader, session, listeners, tell: hint });

awaitBus(
  (end) => {
    bus = end;
    watch.look();
  },
  (message) => void answer(message as BridgeMessage),
);

/** Answers the bridge; a question that fails in an unforeseen way is refused, never left open. */
async function answer(message: BridgeMessage): Promise<void> {
  try {
    if (message.kind === "stop") {
      watch.stop();
      listeners.detach();
      life.stop();
      bus = undefined;
      return;
    }
    watch.look();
    tell(await answerTo(message));
  } catch {
    const id = readOr(() => textField(message, "id"), "");
    const error = { code: "unreadable", message: "the page could not be read" };
    quietly(() => tell({ kind: "refusal", id, error }));
  }
}

async function answerTo(message: Exclude<BridgeMessage, { kind: "stop" }>): Promise<PageMessage> {
  const { id } = message;
  if (message.kind === "snapshot") {
    return { kind: "answer", id, ok: await reader.snapshot() };
  }
  if (message.kind === "media") {
    const piece = await media.piece(message.question);
    return "ok" in piece ? { kind: "answer", id, ok: piece.ok } : { kind: "refusal", id, error: piece.error };
  }
  const { chat, before, after } = message.question;
  if (!before && !after) {
    bursts.read(chat);
  }
  const result = await reader.messages(message.question);
  if (!("ok" in result)) {
    return { kind: "refusal", id, error: result.error };
  }
  const { page, lacksReactions } = result.ok;
  return { kind: "answer", id, ok: page, lacksReactions };
}
