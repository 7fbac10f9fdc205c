import {
  MAX_MEDIA_PIECE,
  VERSION,
  type HistoryQuestion,
  type MediaQuestion,
  type MessagesQuestion,
  type Op,
  type PageQuestion,
  type VisibleQuestion,
  type WitnessQuestion,
} from "../shared/contract";
import { key } from "./check-messages";
import { jid } from "./check-page";
import { second } from "./check-records";
import { integer, isObject, list, Malformed, oneOf, own, shape, type Check } from "./check-value";
import { LIMITS } from "./limits";

const count = integer(1, LIMITS.messages);

/** A key, or the empty text for none. */
const anchor: Check<string> = (value) => (value === "" ? "" : key(value));

const messagesQuestion: Check<MessagesQuestion> = (value) => {
  const question = shape<MessagesQuestion>({ chat: jid, count }, { before: anchor, after: anchor })(value);
  if ((question.before ?? "") !== "" && (question.after ?? "") !== "") {
    throw new Malformed("before and after");
  }
  return question;
};

const witnessQuestion: Check<WitnessQuestion> = shape<WitnessQuestion>(
  { chat: jid, keys: list(key, LIMITS.messages), count },
  {},
);

const visibleQuestion: Check<VisibleQuestion> = shape<VisibleQuestion>({ chat: jid }, {});

const historyQuestion: Check<HistoryQuestion> = shape<HistoryQuestion>(
  { chat: jid, from: second, until: second, perNote: integer(1, LIMITS.perNote) },
  {},
);

const bytes = integer(0, LIMITS.mediaBytes);

const mediaQuestion: Check<MediaQuestion> = shape<MediaQuestion>(
  { chat: jid, key, offset: bytes, count: integer(1, MAX_MEDIA_PIECE), most: bytes },
  {},
);

/** Whether a message of the worker is meant for the bridge at all. */
export function isForBridge(value: unknown): boolean {
  return isObject(value) && typeof own(value, "op") === "string";
}

/** A question of the core. Throws Malformed when it is none. */
export const pageQuestion: Check<PageQuestion> = (value) => {
  const question = shape<PageQuestion>(
    {
      v: oneOf(VERSION),
      op: oneOf<Op>(
        "core/page.read",
        "core/messages.read",
        "core/witness.read",
        "core/visible.read",
        "core/history.count",
        "core/media.read",
      ),
    },
    {
      messages: messagesQuestion,
      witness: witnessQuestion,
      visible: visibleQuestion,
      history: historyQuestion,
      media: mediaQuestion,
    },
  )(value);
  if (
    (question.op === "core/messages.read") !== (question.messages !== undefined) ||
    (question.op === "core/witness.read") !== (question.witness !== undefined) ||
    (question.op === "core/history.count") !== (question.history !== undefined) ||
    (question.op === "core/media.read") !== (question.media !== undefined) ||
    (question.op !== "core/visible.read" && question.visible !== undefined)
  ) {
    throw new Malformed("the part of another question");
  }
  return question;
};
