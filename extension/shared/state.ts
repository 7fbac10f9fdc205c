import type { ReactiveController, ReactiveControllerHost } from "lit";
import {
  CARD_KEY_PREFIX,
  FORMS_KEY,
  HEALTH_KEY,
  OPEN_CHAT_KEY,
  PEOPLE_KEY,
  SYNC_KEY,
  VERSION,
  VIEW_KEY,
  type Card,
  type Forms,
  type Health,
  type OpenChat,
  type People,
  type SyncTimes,
  type View,
} from "./contract";

/**
 * Stored is what the core and the worker have left in chrome.storage for the faces to draw, kept
 * current while its host is connected. It is there before the core is awake: the session area
 * outlives the worker, and the sync times outlive the browser.
 */
export class Stored implements ReactiveController {
  /** loaded is false until the first read has ended. */
  loaded = false;
  /** view is undefined before the core has run for the first time in this browser session. */
  view: View | undefined;
  /** open is the chat the user looks at; its chat is empty when none is open. */
  open: OpenChat | undefined;
  /** card always belongs to the open chat, and is undefined until the core has written it. */
  card: Card | undefined;
  /** health is undefined before WhatsApp Web was checked for the first time. */
  health: Health | undefined;
  /** sync is undefined when nothing was ever synced in this profile. */
  sync: SyncTimes | undefined;
  /** forms is undefined before they were read from Zoho; only the sidebar has them. */
  forms: Forms | undefined;
  /** people is undefined before the chats were listed; only the sidebar has them. */
  people: People | undefined;

  /** Names that an event has already set; what the first read says of them is older. */
  private readonly told = new Set<string>();

  /** The further names, beside those every face needs, are read for this host at the beginning. */
  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly further: readonly (typeof FORMS_KEY | typeof PEOPLE_KEY)[] = [],
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    chrome.storage.onChanged.addListener(this.changed);
    void this.load();
  }

  hostDisconnected(): void {
    chrome.storage.onChanged.removeListener(this.changed);
  }

  /** Returns when every linked chat was last proven complete, Unix milliseconds, 0 for never. */
  get lastSyncAt(): number {
    return Math.max(this.view?.backup.lastSyncAt ?? 0, this.sync?.lastSyncAt ?? 0);
  }

  private async load(): Promise<void> {
    const [session, local] = await Promise.all([
      chrome.storage.session.get([VIEW_KEY, OPEN_CHAT_KEY, HEALTH_KEY, ...this.further]),
      chrome.storage.local.get(SYNC_KEY),
    ]);
    for (const [key, value] of Object.entries({ ...session, ...local })) {
      if (!this.told.has(key)) {
        this.set(key, value);
      }
    }
    await this.loadCard();
    this.loaded = true;
    this.host.requestUpdate();
  }

  private readonly changed = (
    changes: Record<string, chrome.storage.StorageChange>,
    area: string,
  ): void => {
    if (area !== "session" && area !== "local") {
      return;
    }
    for (const [key, change] of Object.entries(changes)) {
      if ((key === SYNC_KEY) === (area === "local")) {
        this.told.add(key);
        this.set(key, change.newValue);
      }
    }
    if (OPEN_CHAT_KEY in changes) {
      void this.loadCard();
    }
    this.host.requestUpdate();
  };

  private set(key: string, value: unknown): void {
    switch (key) {
      case VIEW_KEY:
        this.view = current<View>(value);
        break;
      case HEALTH_KEY:
        this.health = current<Health>(value);
        break;
      case FORMS_KEY:
        this.forms = current<Forms>(value);
        break;
      case PEOPLE_KEY:
        this.people = current<People>(value);
        break;
      case SYNC_KEY:
        this.sync = isSyncTimes(value) ? value : undefined;
        break;
      case OPEN_CHAT_KEY:
        this.open = current<OpenChat>(value);
        if (this.card?.chat !== this.open?.chat) {
          this.card = undefined;
        }
        break;
      case cardKey(this.open):
        this.card = current<Card>(value);
        break;
    }
  }

  /** Reads the open chat's card, unless the user has gone on or an event was faster. */
  private async loadCard(): Promise<void> {
    const key = cardKey(this.open);
    if (key === undefined) {
      return;
    }
    const found = await chrome.storage.session.get(key);
    if (key === cardKey(this.open) && this.card === undefined) {
      this.card = current<Card>(found[key]);
      this.host.requestUpdate();
    }
  }
}

function cardKey(open: OpenChat | undefined): string | undefined {
  return open?.chat ? CARD_KEY_PREFIX + open.chat : undefined;
}

/** Returns a stored value if it is of this version; an older one counts as not there. */
function current<T extends { v: number }>(value: unknown): T | undefined {
  const known = typeof value === "object" && value !== null && "v" in value && value.v === VERSION;
  return known ? (value as unknown as T) : undefined;
}

function isSyncTimes(value: unknown): value is SyncTimes {
  return (
    typeof value === "object" &&
    value !== null &&
    "lastSyncAt" in value &&
    typeof value.lastSyncAt === "number"
  );
}
