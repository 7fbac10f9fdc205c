import { call, indexOfText, isArray, quietly } from "./originals";
import { createPatience } from "./patience";
import type { Chat } from "./whatsapp-chats";
import { field } from "./whatsapp-fields";
import { isExcludedJID } from "./whatsapp-jid";
import type { Found, Loader } from "./whatsapp-loader";
import { MEMBERS } from "./whatsapp-modules";

/** How loadEarlierMsgs wants its chat: ({chat}) since build 2.3000.1037370178, (chat) before. */
export type LoadForm = "loadEarlierMsgs.options" | "loadEarlierMsgs.chat";

/** What loading once came to: more is in memory now, there is no more, or nothing answered. */
export type Loaded = "more" | "end" | "failed";

/** Loads earlier messages of a chat into WhatsApp's own list of it. */
export interface EarlierLoader {
  /** The form that would be tried first, "" when this build has no such loader. */
  variant(): LoadForm | "";
  /** Loads once, by the time until on the clock of now(). */
  load(chat: Chat, until: number): Promise<Loaded>;
}

/**
 * Makes the loader of earlier messages, WAWebChatLoadMessages.loadEarlierMsgs. It reads the local
 * database only (WhatsApp's servers are asked for channels, which are never read), but it adds what it
 * finds to WhatsApp's own list of loaded messages, as scrolling up does. So it is used alone where no
 * search of the database has answered.
 *
 * Which form a build wants is told by its answer, not by its version: in the wrong form WhatsApp looks
 * for waitForChatLoading on something that is no chat. The form that answered is remembered.
 */
export function createEarlierLoader(loader: Loader): EarlierLoader {
  let form: LoadForm = "loadEarlierMsgs.options";
  let answered = false;
  const patience = createPatience();

  async function attempt({ model }: Chat, until: number): Promise<Loaded | "other_form"> {
    const target = loader.find(MEMBERS.loadEarlier);
    return (target && (await patience.ask(form, until, () => ask(target, model)))) ?? "failed";
  }

  async function ask({ value, owner }: Found, model: unknown): Promise<Loaded | "other_form"> {
    try {
      const given = form === "loadEarlierMsgs.chat" ? model : { chat: model };
      const loaded = await call(value, owner, [given]);
      answered = true;
      // Undefined says noEarlierMsgs, an empty list that the last page came before.
      if (loaded === undefined) {
        return "end";
      }
      return !isArray(loaded) ? "failed" : loaded.length === 0 ? "end" : "more";
    } catch (error) {
      return isWrongForm(error) ? "other_form" : "failed";
    }
  }

  return {
    variant: () => (loader.find(MEMBERS.loadEarlier) === undefined ? "" : form),
    async load(chat, until) {
      if (isExcludedJID(chat.jid)) {
        return "failed";
      }
      const first = await attempt(chat, until);
      if (first !== "other_form") {
        return first;
      }
      if (answered) {
        return "failed";
      }
      form = form === "loadEarlierMsgs.chat" ? "loadEarlierMsgs.options" : "loadEarlierMsgs.chat";
      const second = await attempt(chat, until);
      return second === "other_form" ? "failed" : second;
    },
  };
}

function isWrongForm(error: unknown): boolean {
  const message = quietly(() => field(error, "message"));
  return (
    typeof message === "string" &&
    (indexOfText(message, "waitForChatLoading") >= 0 || indexOfText(message, "Cannot read properties") >= 0)
  );
}
