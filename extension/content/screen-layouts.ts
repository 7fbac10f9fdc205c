/*
 * WhatsApp Web's page as it is laid out, and nothing else of it. Layout "2026" is that of client
 * revision 1044822804: the row of a message carries its bare id, and nothing on the page names the
 * chat. Layout "2025", seen until April 2026, has the full message key in the same place. Classes of
 * either change with every build and are not used, but for the few that had a meaning.
 */

/** The pane of the open conversation. */
export const PANE = '#main, [data-testid="conversation-panel-wrapper"]';

/** The name over the conversation in layout "2026". */
export const TITLE_2026 = 'header [data-testid="conversation-info-header-chat-title"]';

/** The name over the conversation in layout "2025". Its title attribute is not always there. */
export const TITLE_2025 = "header span[title]";

/** A row of the conversation: a message, a system line, or an album of several messages. */
export const ROW = '[role="row"] [data-id]';

/** The attribute of a row that holds an id ("2026") or a key ("2025"). */
export const ROW_ID = "data-id";

/** The ids of rows that stand for several messages and are none. */
export const GROUPED = /^(?:album|grouped-sticker)-/;

/** What a message answers, shown inside it. */
export const QUOTED = '[data-testid="quoted-message"], .quoted-mention, [aria-label="Quoted message"]';

/**
 * The part of a message that is copied together with "[time, date] Name: ". Block quotes and list items
 * carry the same attribute with a prefix of their own ("> "). The time is that of a clock on the wall,
 * in one of many orders and calendars, and is never read.
 */
export const STAMPED = '[data-pre-plain-text^="["]';

/** The attribute of a block inside a text whose value stands before the block when it is copied. */
export const BLOCK_PREFIX = "data-pre-plain-text";

/** The words of a message or the caption of a picture. */
export const WORDS = '[data-testid="selectable-text"], span.selectable-text';

/** What shows the rest of a long text, right beside it. */
export const READ_MORE = 'button, [role="button"]';

/** What an element reads as when it is copied: an emoji's picture, a mention. */
export const PLAIN_TEXT = "data-plain-text";

/** How the text of an element was written: "*${appText}*" for bold, and so on. */
export const TEMPLATE = "data-app-text-template";

/** Where a template has the text. */
export const TEMPLATE_TEXT = "${appText}";

/** Time and state under a message. */
export const META = '[data-testid="msg-meta"]';

/** The marks of an own message that is on its way, sent or received. */
export const SENT_MARKS = ["msg-time", "msg-check", "msg-dblcheck"] as const;

/** The marks at the first message of a run. */
export const TAILS = { in: "tail-in", out: "tail-out" } as const;

/** A mark is a span with the same name in either attribute. */
export function mark(name: string): string {
  return `[data-icon="${name}"], [data-testid="${name}"]`;
}

/** What has no words of its own although there may be text on it: deleted, place, card, poll, voice. */
export const WORDLESS = ["recalled", "recalled-text", "location-msg", "vcard-msg", "poll-bubble", "audio-play"]
  .map(mark)
  .join(", ");
