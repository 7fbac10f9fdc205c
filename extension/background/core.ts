import type { Kind, CoreReply, RequestMap } from "../shared/contract";
import { VERSION } from "../shared/contract";
import { attach } from "./attach";
import { WasmModule, type Dispatch } from "./wasm-module";

/** Two cores would write notes at the same time. */
const coreLock = "chatkeep-core";

const coreModule = new WasmModule("core.wasm", coreLock);
const numbersModule = new WasmModule("numbers.wasm");
const accountsModule = new WasmModule("accounts.wasm");

/** What the WebAssembly modules find of their host, as globalThis.chatkeepHost. */
interface Host {
  registerCore(dispatch: Dispatch): void;
  registerNumbers(dispatch: Dispatch): void;
  registerAccounts(dispatch: Dispatch): void;
  /** Reads phone numbers; wakes the numbers module when it sleeps. */
  readNumbers(texts: string): Promise<string>;
  /** Makes a call of the sign-in at Zoho; wakes the accounts module when it sleeps. */
  callAccounts(question: string): Promise<string>;
  /** Sees to it that a bridge answers in a WhatsApp Web tab, and says whether one does. */
  attach(tabId: number): Promise<boolean>;
}

const host: Host = {
  registerCore: (dispatch) => coreModule.register(dispatch),
  registerNumbers: (dispatch) => numbersModule.register(dispatch),
  registerAccounts: (dispatch) => accountsModule.register(dispatch),
  readNumbers: (texts) => numbersModule.call(texts),
  callAccounts: (question) => accountsModule.call(question),
  attach,
};
Object.defineProperty(globalThis, "chatkeepHost", { value: Object.freeze(host) });

/**
 * Closes chrome.storage.local, which holds secrets, to content scripts. It
 * precedes every start of the core, and so every write of a secret.
 */
let locked: Promise<void> | undefined;
function lockStorage(): Promise<void> {
  locked ??= chrome.storage.local.setAccessLevel({ accessLevel: "TRUSTED_CONTEXTS" });
  return locked;
}

/** The Go core. */
export const core = {
  /** Sends one request and returns its reply; a fault of the core is a reply too. */
  async send<K extends Kind>(kind: K, data: RequestMap[K]["data"]): Promise<CoreReply> {
    try {
      await lockStorage();
      const reply = JSON.parse(await coreModule.call(JSON.stringify({ v: VERSION, kind, data }))) as CoreReply;
      // By the contract an error carries no user data, so it may be logged.
      if (reply.error?.code === "internal") console.error("chatkeep:", kind, reply.error.message);
      return reply;
    } catch (fault) {
      // Faults of the core hold a stack and no user data.
      console.error("chatkeep:", kind, fault);
      return { error: { code: "internal", problem: "internal", message: "the core has stopped; it starts again by itself" } };
    }
  },
};
