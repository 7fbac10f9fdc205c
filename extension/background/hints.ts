import { OPEN_CHAT_KEY, TOUCH_KEY_PREFIX, VERSION, type OpenChat } from "../shared/contract";

/** The form of a JID, see internal/whatsapp. */
const jid = /^[0-9A-Za-z.:_-]{1,64}@[a-z.]{1,16}$/;
const longestTitle = 512;

/**
 * Notes a hint of the bridge where it is needed at once, and says whether the
 * core must wake for it. The open chat is shown by the sidebar before the core
 * is awake; a change in a chat waits for the next cycle. The payload comes from
 * a web page, so it is checked here before anything of it is stored.
 */
export async function noteHint(data: unknown): Promise<boolean> {
  if (typeof data !== "object" || data === null) return false;
  const { reason, chat, title } = data as Record<string, unknown>;
  switch (reason) {
    case "active":
      await noteOpenChat(chat, title);
      return true;
    case "messages":
      if (typeof chat === "string" && jid.test(chat)) {
        await chrome.storage.session.set({ [TOUCH_KEY_PREFIX + chat]: true });
      }
      return false;
    default:
      return true;
  }
}

async function noteOpenChat(chat: unknown, title: unknown): Promise<void> {
  const known = typeof chat === "string" && jid.test(chat);
  const open: OpenChat = {
    v: VERSION,
    chat: known ? chat : "",
    title: known && typeof title === "string" ? title.slice(0, longestTitle) : "",
    at: Date.now(),
  };
  await chrome.storage.session.set({ [OPEN_CHAT_KEY]: open });
}
