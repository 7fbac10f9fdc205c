import type { CreateForm, Module } from "../shared/contract";
import { FIRST_NAME, LAST_NAME } from "./form-model";

/** Draft is what the create form of one chat holds. */
export interface Draft {
  /** phone is what will be written, in E.164. */
  phone: string;
  /** module is undefined until somebody has chosen one. */
  module: Module | undefined;
  /** phoneField is the API name of the field that takes the number, undefined until chosen. */
  phoneField: string | undefined;
  /** values are what stands in the fields by API name; the layout's defaults are not among them. */
  values: Readonly<Record<string, string>>;
}

/** Returns the draft that the core suggests. */
export function draftOf({ firstName, lastName, phone }: CreateForm): Draft {
  return {
    phone,
    module: undefined,
    phoneField: undefined,
    values: { [FIRST_NAME]: firstName, [LAST_NAME]: lastName },
  };
}

/**
 * Drafts keeps what was typed into the create form, by chat, so that neither a rewritten card nor
 * a look at another chat loses it. It lives as long as the sidebar is open and is stored nowhere.
 */
export class Drafts {
  private readonly byChat = new Map<string, Draft>();

  get(chat: string): Draft | undefined {
    return this.byChat.get(chat);
  }

  set(chat: string, draft: Draft): void {
    this.byChat.set(chat, draft);
  }

  forget(chat: string): void {
    this.byChat.delete(chat);
  }
}
