import { call } from "../shared/call";

/**
 * FormReader has the core read the organisation's forms when somebody sees a form for the first
 * time. It asks once while the sidebar is open, and again only when it was refused: without the
 * forms, the names alone are asked for, and what keeps Zoho from answering is told elsewhere.
 */
export class FormReader {
  private asked = false;

  async ask(): Promise<void> {
    if (this.asked) {
      return;
    }
    this.asked = true;
    const answer = await call("panel/form.read", { module: "Contacts" });
    this.asked = answer.error === undefined;
  }
}
