import { html, type TemplateResult } from "lit";

/** Draws a word of WhatsApp's, Zoho's or Chatkeep's own as it is written in code; a line may end after a dot. */
export function code(word: string): TemplateResult {
  const parts = word.split(/(?<=\.)/);
  return html`<code dir="ltr">${parts.map((part, i) => (i > 0 ? html`<wbr />${part}` : part))}</code>`;
}
