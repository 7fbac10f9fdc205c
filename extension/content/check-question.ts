import { VERSION, type MessagesQuestion, type PageQuestion } from "../shared/contract";
import { jid } from "./check-page";
import { integer, isObject, Malformed, oneOf, own, shape, text, type Check } from "./check-value";
import { LIMITS } from "./limits";
import { KEY_PATTERN } from "./whatsapp-keys";

const messagesQuestion: Check<MessagesQuestion> = shape<MessagesQuestion>(
  { chat: jid, count: integer(1, LIMITS.messages) },
  {
    before: (value) => {
      const before = text(LIMITS.id)(value);
      if (before !== "" && !KEY_PATTERN.test(before)) {
        throw new Malformed("before");
      }
      return before;
    },
  },
);

/** Whether a message of the worker is meant for the bridge at all. */
export function isForBridge(value: unknown): boolean {
  return isObject(value) && typeof own(value, "op") === "string";
}

/** A question of the core. Throws Malformed when it is none. */
export const pageQuestion: Check<PageQuestion> = (value) => {
  const question = shape<PageQuestion>(
    { v: oneOf(VERSION), op: oneOf("core/page.read", "core/messages.read") },
    { messages: messagesQuestion },
  )(value);
  if ((question.op === "core/messages.read") !== (question.messages !== undefined)) {
    throw new Malformed("messages");
  }
  return question;
};
