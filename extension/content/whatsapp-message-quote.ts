import type { QuoteRecord } from "../shared/contract";
import { LIMITS } from "./limits";
import { match } from "./originals";
import { field, textField } from "./whatsapp-fields";
import type { Identity } from "./whatsapp-identity";
import { jidText } from "./whatsapp-jid";
import type { Mentions } from "./whatsapp-mentions";
import { readableText } from "./whatsapp-message-text";
import { textOf, wordField } from "./whatsapp-message-types";
import { withheldBecause } from "./whatsapp-privacy";

/**
 * What a message answers; inGroup is true where a number has to stand for an author without a name.
 * quotedMsg is read as it lies there: WhatsApp's getter for it (WAWebQuotedMsgModelUtils) would add a
 * message to the page's own collection.
 */
export function quoteOf(
  message: unknown,
  mentions: Mentions,
  identity: Identity,
  inGroup: boolean,
): QuoteRecord | undefined {
  const said = textField(message, "quotedStanzaID");
  const id = match(/^\S{1,256}$/, said) === null ? "" : said;
  const quoted = field(message, "quotedMsg");
  if (id === "" && (quoted === undefined || quoted === null)) {
    return undefined;
  }
  const quote: QuoteRecord = {};
  if (id !== "") {
    quote.id = id;
  }
  addSender(quote, field(message, "quotedParticipant"), identity, inGroup);
  const type = wordField(quoted, "type");
  if (type !== "") {
    quote.type = type;
  }
  if (withheldBecause(quoted, false) === "") {
    const { text } = readableText(textOf(quoted, type), LIMITS.quote, mentions, identity);
    if (text !== "") {
      quote.text = text;
    }
  }
  return quote;
}

function addSender(quote: QuoteRecord, person: unknown, identity: Identity, inGroup: boolean): void {
  const sender = jidText(person);
  if (sender === "") {
    return;
  }
  quote.sender = sender;
  const name = identity.nameOf(person) || (inGroup ? identity.numberBehind(person) : "");
  if (name !== "") {
    quote.senderName = name;
  }
  if (identity.isMe(person)) {
    quote.fromMe = true;
  }
}
