import type { CreateForm } from "../shared/contract";

/**
 * Drafts keeps what was typed into the create form, by chat, so that neither a rewritten card nor
 * a look at another chat loses it. It lives as long as the sidebar is open and is stored nowhere.
 */
export class Drafts {
  private readonly byChat = new Map<string, CreateForm>();

  get(chat: string): CreateForm | undefined {
    return this.byChat.get(chat);
  }

  set(chat: string, draft: CreateForm): void {
    this.byChat.set(chat, draft);
  }

  forget(chat: string): void {
    this.byChat.delete(chat);
  }
}
