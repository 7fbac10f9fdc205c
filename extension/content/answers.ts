import {
  VERSION,
  type ChatRow,
  type DatabaseWitness,
  type HistoryCount,
  type HistoryQuestion,
  type MediaPiece,
  type MediaQuestion,
  type MessagePage,
  type MessagesQuestion,
  type PageQuestion,
  type PageSnapshot,
  type SessionState,
  type VisibleChat,
  type Witness,
  type WitnessQuestion,
} from "../shared/contract";
import { Malformed } from "./check-value";
import type { Database } from "./database";
import { countRows, NOTHING } from "./database-count";
import type { People } from "./database-people";
import { PERSON_TABLES } from "./database-person";
import { addReactions, REACTION_TABLES } from "./database-reactions";
import { witnessRows } from "./database-witness";
import { failed, type Outcome, type Questions } from "./questions";
import { screenWitness } from "./screen";
import type { ScreenWatch } from "./screen-watch";
import { readVisible } from "./visible";

/** How the bridge and the page script met; "none" when there is no page script. */
export type Channel = "early" | "late" | "none";

/** What the worker gets. */
export type BridgeAnswer = Outcome<PageSnapshot | MessagePage | Witness | VisibleChat | HistoryCount | MediaPiece>;

/** The three witnesses of one page. */
export interface Witnesses {
  /** channel says how the page script is reached, at the time it is asked. */
  channel: () => Channel;
  questions: Questions;
  database: Database;
  people: People;
  /** watch notices a switch of chats while the page script tells of none. */
  watch: ScreenWatch;
}

/** Answers the core's questions from what the page script, the database and the screen say. */
export interface Answers {
  answer(question: PageQuestion): Promise<BridgeAnswer>;
  /** The page has told that its session may have changed. */
  sessionChanged(): void;
}

/** What is kept of a snapshot. */
interface LastWord {
  session: SessionState;
  chats: readonly ChatRow[];
}

/** The sessions in which WhatsApp shows its chats. In any other the user is kept from them, and so are we. */
const OPEN: readonly SessionState[] = ["ready", "unreadable"];

/** Makes the answers. */
export function createAnswers({ channel, questions, database, people, watch }: Witnesses): Answers {
  /** What the page last said of itself, until its session changes. */
  let last: LastWord | undefined;

  async function snapshot(): Promise<Outcome<PageSnapshot>> {
    if (channel() === "none") {
      return { ok: await unreachable() };
    }
    const told = await askPage();
    if (!("ok" in told)) {
      return told;
    }
    const page = told.ok;
    page.variants = { ...page.variants, channel: channel() };
    if (OPEN.includes(page.session)) {
      await consultDatabase(page, page.variants);
    }
    return { ok: page };
  }

  async function askPage(): Promise<Outcome<PageSnapshot>> {
    const told = await questions.snapshot();
    last = undefined;
    if ("ok" in told) {
      const { session, chats } = told.ok;
      last = { session, chats };
      if (session !== "unreadable") {
        watch.rest();
      }
    }
    return told;
  }

  async function consultDatabase(page: PageSnapshot, variants: Record<string, string>): Promise<void> {
    const found = await people.complete(page);
    variants.database = await database.state();
    if (found) {
      variants.lid ??= "database";
    }
    if (page.session === "ready" && variants.database === "ok") {
      variants.reactions ??= "database";
    }
  }

  /** The snapshot of a page whose script never took the bus. */
  async function unreachable(): Promise<PageSnapshot> {
    const variants = { channel: "none", database: await database.state() };
    const tab = document.visibilityState === "hidden" ? { hidden: true } : {};
    return { v: VERSION, session: "unreadable", variants, me: {}, chats: [], tab };
  }

  async function messages(question: MessagesQuestion): Promise<Outcome<MessagePage>> {
    if (channel() === "none") {
      return failed("unreadable", "the page script is not there");
    }
    const told = await questions.messages(question);
    if (!("ok" in told)) {
      return told;
    }
    const { page, lacksReactions } = told.ok;
    if (lacksReactions) {
      const chat = last?.chats.find((row) => isChat(row, question.chat));
      await database.read(REACTION_TABLES, (reading) => addReactions(reading, page, chat));
    }
    return { ok: page };
  }

  /** A piece of an attachment; only the page script can reach what WhatsApp holds in its memory. */
  async function media(question: MediaQuestion): Promise<Outcome<MediaPiece>> {
    return channel() === "none" ? failed("unreadable", "the page script is not there") : questions.media(question);
  }

  /** Whether the user can see their chats, as the page says; without a page script only the screen tells. */
  async function isOpen(): Promise<boolean> {
    if (channel() === "none") {
      return true;
    }
    if (last === undefined) {
      await askPage();
    }
    return last !== undefined && OPEN.includes(last.session);
  }

  async function witness(question: WitnessQuestion): Promise<Outcome<Witness>> {
    if (!(await isOpen())) {
      return failed("not_ready", "WhatsApp Web cannot be read now");
    }
    const screen = screenWitness();
    const answer = await database.read(PERSON_TABLES, (reading) => witnessRows(reading, question));
    const rows: DatabaseWitness =
      answer.state === "ok"
        ? { state: "ok", ...answer.value }
        : { state: answer.state, newest: [], found: [] };
    return { ok: { v: VERSION, database: rows, screen } };
  }

  async function visible(wanted: string | undefined): Promise<Outcome<VisibleChat>> {
    if (!(await isOpen())) {
      return failed("not_ready", "WhatsApp Web cannot be read now");
    }
    watch.follow();
    return { ok: await readVisible(database, wanted) };
  }

  async function history(question: HistoryQuestion): Promise<Outcome<HistoryCount>> {
    if (!(await isOpen())) {
      return failed("not_ready", "WhatsApp Web cannot be read now");
    }
    const answer = await database.read(PERSON_TABLES, (reading) => countRows(reading, question));
    const counted = answer.state === "ok" ? answer.value : NOTHING;
    return { ok: { v: VERSION, state: answer.state, ...counted } };
  }

  async function answerTo(question: PageQuestion): Promise<BridgeAnswer> {
    const { op, messages: page, witness: asked, visible: seen, history: counted, media: piece } = question;
    if (op === "core/messages.read" && page !== undefined) {
      return messages(page);
    }
    if (op === "core/witness.read" && asked !== undefined) {
      return witness(asked);
    }
    if (op === "core/history.count" && counted !== undefined) {
      return history(counted);
    }
    if (op === "core/media.read" && piece !== undefined) {
      return media(piece);
    }
    return op === "core/visible.read" ? visible(seen?.chat) : snapshot();
  }

  return {
    async answer(question) {
      try {
        return await answerTo(question);
      } catch (error) {
        if (!(error instanceof Malformed)) {
          throw error;
        }
        return failed("page_invalid", `what the page shows is malformed: ${error.message}`);
      }
    },
    sessionChanged() {
      last = undefined;
      // Whoever still needs the screen asks for it again.
      watch.rest();
    },
  };
}

function isChat({ chat, phone, lid }: ChatRow, jid: string): boolean {
  return chat === jid || phone === jid || lid === jid;
}
