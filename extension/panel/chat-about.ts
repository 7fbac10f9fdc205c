import { html, nothing, type TemplateResult } from "lit";
import type { Card, ChatState } from "../shared/contract";
import { t } from "../shared/i18n";

/** The states in which the reason says what there is to say; in others it comes after that. */
const reasoned: readonly ChatState[] = ["not_in_zoho", "choose"];

/** The states that have no need of words: what stands in the card shows them. */
const plain: readonly ChatState[] = ["linked", "checking"];

/** Draws what the state of a chat means, why it is so, and what can be done. */
export function chatAbout(card: Card): TemplateResult | typeof nothing {
  const { state, why } = card;
  if (plain.includes(state)) {
    return nothing;
  }
  if (why && reasoned.includes(state)) {
    return html`<p id="chat-about" data-why=${why}>${t(`why_${why}`)}</p>`;
  }
  // A reason that nobody was found adds nothing to what is said already.
  const further = state === "record_gone" && card.candidates?.length ? why : undefined;
  return html`<p id="chat-about">${t(`about_${state}`)}</p>
    ${further ? html`<p id="chat-why" data-why=${further}>${t(`why_${further}`)}</p>` : nothing}`;
}
