import { charCodeAt, sliceText, wellFormed } from "./originals";

/** A text within a bound, and whether it lost its end. */
export interface CutText {
  text: string;
  cut: boolean;
}

/**
 * Cuts text to at most max UTF-16 units, never inside a surrogate pair, and replaces lone
 * surrogates. Nothing else changes: bidirectional marks, joiners and emoji stay.
 */
export function cutText(text: string, max: number): CutText {
  if (text.length <= max) {
    return { text: wellFormed(text), cut: false };
  }
  const last = charCodeAt(text, max - 1);
  const end = last >= 0xd800 && last <= 0xdbff ? max - 1 : max;
  return { text: wellFormed(sliceText(text, 0, end)), cut: true };
}

/** The length of text in bytes of UTF-8. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = charCodeAt(text, i);
    if (unit < 0x80) {
      bytes += 1;
    } else if (unit < 0x800) {
      bytes += 2;
    } else if (unit >= 0xd800 && unit <= 0xdfff) {
      // Two halves of a pair make four bytes.
      bytes += 2;
    } else {
      bytes += 3;
    }
  }
  return bytes;
}
