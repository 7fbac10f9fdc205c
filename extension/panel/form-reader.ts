import { call } from "../shared/call";

/** How long forms that were read are taken as they are, in milliseconds; the core knows whether they are fresh. */
const KNOWN_FOR = 60 * 60 * 1000;
/** How long it waits before it asks again for forms that are missing, in milliseconds. */
const RETRY_AFTER = 60 * 1000;

/**
 * FormReader has the core read the organisation's forms when somebody sees a form: the first time,
 * when they are missing because another organisation or user is connected, and again after a while.
 * Without the forms, the names alone are asked for, and what keeps Zoho from answering is told
 * elsewhere.
 */
export class FormReader {
  private waiting = false;
  private askedAt = 0;

  /** asking is true while the core reads them. */
  get asking(): boolean {
    return this.waiting;
  }

  /** Asks if it is time, and returns whether an answer has come; the forms themselves come with the view. */
  async ask(missing: boolean): Promise<boolean> {
    const age = Date.now() - this.askedAt;
    if (this.waiting || (age >= 0 && age < (missing ? RETRY_AFTER : KNOWN_FOR))) {
      return false;
    }
    this.waiting = true;
    this.askedAt = Date.now();
    await call("panel/form.read", { module: "Contacts" });
    this.waiting = false;
    return true;
  }
}
