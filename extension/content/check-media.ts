import { MAX_MEDIA_PIECE, type MediaPiece, type MediaQuestion, type MediaState } from "../shared/contract";
import { integer, Malformed, oneOf, shape, text, type Check } from "./check-value";
import { LIMITS } from "./limits";

/** The length of so many bytes in Base64, in UTF-16 units. */
const encodedLength = (bytes: number): number => Math.ceil(bytes / 3) * 4;

const mediaPiece = shape<MediaPiece>(
  { v: oneOf(1), state: oneOf<MediaState>("here", "absent", "too_large", "barred", "gone") },
  {
    size: integer(0, Number.MAX_SAFE_INTEGER),
    mime: text(LIMITS.word),
    data: text(encodedLength(MAX_MEDIA_PIECE), /^[A-Za-z0-9+/]*={0,2}$/),
  },
);

/**
 * The page script's piece of an attachment as the answer to question: exactly the bytes that were asked for,
 * of an attachment no larger than was asked for, and nothing at all of one that is not read. Throws Malformed
 * when it is not that.
 */
export function pieceOf({ offset, count, most }: MediaQuestion): Check<MediaPiece> {
  return (value) => {
    const piece = mediaPiece(value);
    const { state, size = 0, mime, data = "" } = piece;
    const wanted = state === "here" ? Math.max(0, Math.min(count, size - offset)) : 0;
    const tells = size !== 0 || (mime !== undefined && mime !== "");
    if (
      data.length !== encodedLength(wanted) ||
      (state === "here" && size > most) ||
      (state === "too_large" && size <= most) ||
      (state !== "here" && state !== "too_large" && tells)
    ) {
      throw new Malformed("another piece than the one asked for");
    }
    return piece;
  };
}
