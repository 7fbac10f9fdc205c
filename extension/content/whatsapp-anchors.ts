import { dictionary, hasOwn, quietly } from "./originals";
import { LIMITS } from "./limits";
import { field } from "./whatsapp-fields";
import { keyParts, keyText } from "./whatsapp-keys";
import type { Loader } from "./whatsapp-loader";
import { messageInMemory } from "./whatsapp-memory";
import { MEMBERS } from "./whatsapp-modules";

/**
 * Gives back the MsgKey instance for a key's text. WhatsApp's search in its database takes only an
 * instance to continue from. Keys of rows already told are remembered, the newest LIMITS.anchors of
 * them; after a reload of the page an instance is found or built again.
 */
export interface Anchors {
  remember(key: string, instance: unknown): void;
  /** The instance for key, or undefined when none can be had. */
  find(key: string): unknown;
}

/** Makes an empty memory of keys. */
export function createAnchors(loader: Loader): Anchors {
  let newer = dictionary<unknown>();
  let older = dictionary<unknown>();
  let count = 0;

  function remember(key: string, instance: unknown): void {
    if (typeof instance !== "object" || instance === null) {
      return;
    }
    if (!hasOwn(newer, key) && ++count > LIMITS.anchors / 2) {
      // Two halves: the older one is dropped whole, so no order of use has to be kept.
      older = newer;
      newer = dictionary();
      count = 1;
    }
    newer[key] = instance;
  }

  function matching(candidate: unknown, key: string): unknown {
    return typeof candidate === "object" && candidate !== null && keyText(candidate)?.key === key
      ? candidate
      : undefined;
  }

  /** The key of a message in memory. */
  function inMemory(key: string): unknown {
    const message = messageInMemory(loader, key);
    return matching(quietly(() => field(message, "id")), key);
  }

  function fromText(key: string): unknown {
    return matching(loader.call(MEMBERS.keyFromText, [key]), key);
  }

  /** For ids with an underscore, which WAWebMsgKey.fromString takes apart in the wrong place. */
  function fromParts(key: string): unknown {
    const parts = keyParts(key);
    const MsgKey = loader.value(MEMBERS.keyClass) as (new (init: object) => unknown) | undefined;
    if (parts === undefined || MsgKey === undefined) {
      return undefined;
    }
    const init: Record<string, unknown> = {
      fromMe: parts.fromMe,
      remote: loader.call(MEMBERS.createWid, [parts.remote]),
      id: parts.id,
    };
    if (parts.self !== undefined) {
      init.self = parts.self;
    }
    if (parts.participant !== undefined) {
      init.participant = loader.call(MEMBERS.createWid, [parts.participant]);
    }
    return matching(quietly(() => new MsgKey(init)), key);
  }

  return {
    remember,
    find(key) {
      if (hasOwn(newer, key)) {
        return newer[key];
      }
      if (hasOwn(older, key)) {
        return older[key];
      }
      return inMemory(key) ?? fromText(key) ?? fromParts(key);
    },
  };
}
