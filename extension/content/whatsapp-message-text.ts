import { match, sliceText } from "./originals";
import { cutText, type CutText } from "./text";
import type { Identity } from "./whatsapp-identity";
import { readMentions, type Mentions } from "./whatsapp-mentions";

/** How much of the end of a cut text may belong to a mention that was cut through, in UTF-16 units. */
const TAIL = 48;

/**
 * A text of WhatsApp's with its mentions readable, at most max UTF-16 units of it. It is cut before it
 * is looked through: a text may be of any length. A mention that was cut through is dropped, since the
 * rest of its digits would read as a number.
 */
export function readableText(text: string, max: number, mentions: Mentions, identity: Identity): CutText {
  const first = cutText(text, max);
  const whole = first.cut ? withoutBrokenMention(first.text) : first.text;
  const read = cutText(readMentions(whole, mentions, identity), max);
  return { text: read.text, cut: first.cut || read.cut };
}

function withoutBrokenMention(text: string): string {
  const broken = match(/@[0-9]*(?:-[0-9]*)?(?:@[g.us]*)?$/, sliceText(text, -TAIL));
  return broken === null ? text : sliceText(text, 0, text.length - broken[0].length);
}
