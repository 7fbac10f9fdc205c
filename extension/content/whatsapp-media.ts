import { call, quietly } from "./originals";
import { blobSize } from "./originals-blob";
import { field, flagField, textField } from "./whatsapp-fields";
import type { Loader } from "./whatsapp-loader";
import { isMediaType } from "./whatsapp-message-types";
import { MEMBERS } from "./whatsapp-modules";
import { withheldBecause } from "./whatsapp-privacy";

/*
 * The bytes of attachments that WhatsApp Web has in memory, because the user has looked at them or it has
 * loaded them by itself. Nothing here can make it load one: no function that does is named among the modules,
 * and a message's address on WhatsApp's servers and its media key are never read.
 */

/** Why nothing of a message's attachment may be read, "" when it may; see MediaState. */
export type Closed = "" | "barred" | "gone";

/**
 * Whether the attachment of a message may be read: the same messages are left alone of which nothing else is
 * read. That one can be opened only once is told by the message and by its mediaData (WAWebMediaData, client
 * revision 1044822804). Throws whatever WhatsApp's getters throw.
 */
export function closedBecause(message: unknown, limited: boolean): Closed {
  const withheld = withheldBecause(message, limited);
  if ((withheld !== "" && withheld !== "phone_only") || flagField(field(message, "mediaData"), "isViewOnce")) {
    return "barred";
  }
  return isMediaType(textField(message, "type")) ? "" : "gone";
}

/** An attachment's Blob, or why there is none; see {@link heldBlob}. */
export type HeldBlob = { blob: unknown } | "absent" | "unreadable";

/**
 * The Blob of a message's attachment; "absent" when WhatsApp Web does not hold it; "unreadable" when it says
 * that it does and no known way gives it.
 */
export function heldBlob(loader: Loader, message: unknown): HeldBlob {
  const blob = opaqueBlob(message) ?? cachedBlob(loader, message);
  if (blob !== undefined) {
    return { blob };
  }
  return loader.call(MEMBERS.mediaHeld, [message]) === true ? "unreadable" : "absent";
}

/**
 * What mediaData.mediaBlob holds, a WAWebMediaOpaqueData, as WhatsApp's own saving of a file takes it
 * (WAWebFileSaverDownloadData, client revision 1044822804). forceToBlob gives the Blob that
 * is in there and loads nothing; where the bytes lie in there as text, it makes them a Blob and keeps that
 * instead, as it does when the user saves the file. It throws when they were let go of.
 */
function opaqueBlob(message: unknown): unknown {
  return realBlob(() => {
    const opaque = field(field(message, "mediaData"), "mediaBlob") as { forceToBlob?: unknown } | undefined;
    return call(opaque?.forceToBlob, opaque, []);
  });
}

/** What WhatsApp keeps by the hash of the file; a row of the database names the hash as a model does. */
function cachedBlob(loader: Loader, message: unknown): unknown {
  const hash =
    quietly(() => textField(field(message, "mediaData"), "filehash")) || quietly(() => textField(message, "filehash"));
  if (hash === undefined || hash === "") {
    return undefined;
  }
  const cache = loader.value(MEMBERS.mediaCache) as { get: unknown } | undefined;
  return realBlob(() => call(cache?.get, cache, [hash]));
}

/** What task gives when it is a Blob, which the browser alone can tell. */
function realBlob(task: () => unknown): unknown {
  return quietly(() => {
    const value = task();
    blobSize(value);
    return value;
  });
}
