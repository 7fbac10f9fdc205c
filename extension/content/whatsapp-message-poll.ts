import type { EventRecord, PollRecord } from "../shared/contract";
import { append, wholeNumber } from "./originals";
import { field, flagField, listField, nameField, secondField } from "./whatsapp-fields";

/** A poll, or the result of one that somebody passed on (poll_result_snapshot). */
export function pollOf(message: unknown): PollRecord {
  const poll: PollRecord = { question: nameField(message, "pollName") };
  const counted = listField(field(message, "pollVotesSnapshot"), "pollVotes");
  const entries = listField(message, "pollOptions");
  const options: string[] = [];
  for (let i = 0; i < entries.length; i++) {
    append(options, nameField(entries[i], "name"));
  }
  if (options.length === 0) {
    for (let i = 0; i < counted.length; i++) {
      append(options, nameField(field(counted[i], "option"), "name"));
    }
  }
  if (options.length > 0) {
    poll.options = options;
  }
  // Zero stands for as many as one likes.
  const most = wholeNumber(field(message, "pollSelectableOptionsCount"));
  if (most !== undefined && most !== 1) {
    poll.multiple = true;
  }
  const votes = votesFor(options, counted);
  if (votes !== undefined) {
    poll.votes = votes;
  }
  return poll;
}

/**
 * The votes of each option, from pollVotesSnapshot.pollVotes[] {option, optionVoteCount}: the only place
 * where a message itself says them. Votes that are gathered elsewhere may be incomplete in this browser
 * and are not counted. Undefined unless every option has its number.
 */
function votesFor(options: string[], counted: unknown[]): number[] | undefined {
  const votes: number[] = [];
  for (let i = 0; i < options.length; i++) {
    const votesOfOption = votesIn(counted, options[i] as string);
    if (votesOfOption === undefined) {
      return undefined;
    }
    append(votes, votesOfOption);
  }
  return votes.length === 0 ? undefined : votes;
}

function votesIn(counted: unknown[], option: string): number | undefined {
  let found: number | undefined;
  for (let i = 0; i < counted.length; i++) {
    if (nameField(field(counted[i], "option"), "name") === option) {
      const votes = wholeNumber(field(counted[i], "optionVoteCount"));
      if (found !== undefined || votes === undefined || votes < 0) {
        // Two options of one name cannot be told apart.
        return undefined;
      }
      found = votes;
    }
  }
  return found;
}

/** An appointment; its name and description are the message's text. Times are in Unix seconds. */
export function eventOf(message: unknown): EventRecord {
  const event: EventRecord = {};
  const start = secondField(message, "eventStartTime");
  if (start > 0) {
    event.start = start;
  }
  const end = secondField(message, "eventEndTime");
  if (end > 0) {
    event.end = end;
  }
  const location = field(message, "eventLocation");
  const place = nameField(location, "name") || nameField(location, "address");
  if (place !== "") {
    event.place = place;
  }
  if (flagField(message, "isEventCanceled")) {
    event.cancelled = true;
  }
  return event;
}
