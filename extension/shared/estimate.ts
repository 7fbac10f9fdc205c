import type { HistoryEstimate } from "./contract";
import { t } from "./i18n";
import { plural } from "./plural";
import { count } from "./time";

/**
 * Says what reading older messages would come to, and how that is known. Nothing of it is exact: the
 * chat goes on while it is read, and a long message takes the room of several.
 */
export function estimateText(estimate: HistoryEstimate): string {
  const { chats, measured, counted, messages, notes } = estimate;
  if (measured === 0) {
    return t("estimate_unknown");
  }
  const sentences = [messages === 0 && notes === 0 ? t("estimate_none") : numbers(estimate)];
  if (counted === 0) {
    sentences.push(t("estimate_supposed"));
  } else if (counted < measured) {
    sentences.push(t("estimate_sample", count(counted)));
  }
  if (measured < chats) {
    sentences.push(t("older_unmeasured", count(chats - measured)));
  }
  return sentences.join(" ");
}

function numbers({ messages, notes, credits }: HistoryEstimate): string {
  return t(
    "estimate_about",
    plural(messages, { one: "estimate_messages_one", other: "estimate_messages_other" }),
    plural(notes, { one: "estimate_notes_one", other: "estimate_notes_other" }),
    plural(credits, { one: "estimate_credits_one", other: "estimate_credits_other" }),
  );
}
