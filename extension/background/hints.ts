import { OPEN_CHAT_KEY, VERSION, type HintReason, type OpenChat, type PageHint } from "../shared/contract";
import { markTouched } from "./touch-marks";

/** The form of a JID, no narrower than the bridge's; what each kind of JID means is the core's to say. */
const jid = /^[0-9A-Za-z.:_-]{1,70}@[a-z.]{1,16}$/;
/** The longest title the bridge passes on, in UTF-16 units. */
const longestTitle = 512;
/** The latest time the bridge passes on, in Unix seconds. */
const latestTime = 99_999_999_999;

const reasons: readonly HintReason[] = ["ready", "active", "messages", "burst", "session"];
const members: readonly string[] = ["reason", "chat", "title", "t"] satisfies (keyof PageHint)[];

/** The reasons of a hint that always names its chat. */
const ofChat = ["messages", "burst"] as const satisfies HintReason[];

/** A hint that was checked: one about messages names their chat. */
type Hint =
  | (PageHint & { reason: Exclude<HintReason, (typeof ofChat)[number]> })
  | (PageHint & { reason: (typeof ofChat)[number]; chat: string });

/** What has become of a hint: refused, kept for the next cycle, or noted so that the core must wake for it. */
export type Noted = "malformed" | "kept" | "wake";

/**
 * Notes a hint of the bridge where it is needed at once. The open chat is shown
 * by the sidebar before the core is awake; a change in a chat waits for the next
 * cycle. The payload comes from a web page, so all of it is checked before
 * anything of it is stored, and of a malformed hint nothing is.
 */
export async function noteHint(data: unknown): Promise<Noted> {
  if (!isHint(data)) return "malformed";
  switch (data.reason) {
    case "active":
      await noteOpenChat(data);
      return "wake";
    case "messages":
      await markTouched(data.chat, data.t ?? 0);
      return "kept";
    default:
      return "wake";
  }
}

/** Says whether a payload is a hint as the contract describes it, with nothing beside. */
function isHint(data: unknown): data is Hint {
  if (typeof data !== "object" || data === null) return false;
  if (Object.keys(data).some((name) => !members.includes(name))) return false;
  const { reason, chat, title, t } = data as Record<string, unknown>;
  if (!reasons.some((known) => known === reason)) return false;
  if (chat === undefined ? ofChat.some((named) => named === reason) : typeof chat !== "string" || !jid.test(chat)) return false;
  // A time is that of a message.
  if (t !== undefined && !(reason === "messages" && isTime(t))) return false;
  if (title === undefined) return true;
  // A title names the chat that is open.
  return reason === "active" && chat !== undefined && typeof title === "string" && title.length <= longestTitle;
}

function isTime(t: unknown): boolean {
  return Number.isInteger(t) && (t as number) >= 0 && (t as number) <= latestTime;
}

async function noteOpenChat({ chat = "", title = "" }: PageHint): Promise<void> {
  const open: OpenChat = { v: VERSION, chat, title, at: Date.now() };
  await chrome.storage.session.set({ [OPEN_CHAT_KEY]: open });
}
