import type { AlbumRecord, CallRecord, LocationRecord, MediaRecord } from "../shared/contract";
import { LIMITS } from "./limits";
import { isFiniteNumber, match } from "./originals";
import { cutText } from "./text";
import { countField, field, flagField, lengthField, nameField, textField } from "./whatsapp-fields";
import { keyParts, keyText } from "./whatsapp-keys";
import { wordField } from "./whatsapp-message-types";

/** What describes a file. Its paths, keys and thumbnail are never read, its bytes only when they are asked for. */
export function mediaOf(message: unknown): MediaRecord {
  const media: MediaRecord = {};
  const mime = cutText(textField(message, "mimetype"), LIMITS.word).text;
  if (mime !== "") {
    media.mime = mime;
  }
  const name = nameField(message, "filename");
  if (name !== "") {
    media.name = name;
  }
  const size = countField(message, "size");
  if (size > 0) {
    media.size = size;
  }
  const seconds = lengthField(message, "duration");
  if (seconds > 0) {
    media.seconds = seconds;
  }
  const pages = countField(message, "pageCount");
  if (pages > 0) {
    media.pages = pages;
  }
  if (flagField(message, "isGif")) {
    media.gif = true;
  }
  return media;
}

/** Album in MessageAssociation.AssociationType, the enumeration of WhatsApp's protocol. */
const MEDIA_ALBUM = 1;

/**
 * The bare id of the album a picture or video belongs to, "" when it belongs to none. Other messages
 * have a parent too: second copies in a better resolution, pictures of a poll, plug-ins of a bot
 * (MessageAssociationType, WAWebMessageAssociation.flow: "MEDIA_ALBUM" among others). The kind of the
 * association is told by its word there and by its number in the protocol, so either is taken.
 */
export function albumParentOf(message: unknown): string {
  const kind = field(message, "associationType");
  const album = typeof kind === "string" ? match(/^media_album$/i, kind) !== null : kind === MEDIA_ALBUM;
  if (!album) {
    return "";
  }
  const key = field(message, "parentMsgKey");
  const bare = textField(key, "id") || (keyParts(keyText(key)?.key ?? "")?.id ?? "");
  return match(/^\S{1,256}$/, bare) === null ? "" : bare;
}

/** How many pictures and videos an album announces. */
export function albumOf(message: unknown): AlbumRecord {
  const album: AlbumRecord = {};
  const images = countField(message, "expectedImageCount");
  if (images > 0) {
    album.images = images;
  }
  const videos = countField(message, "expectedVideoCount");
  if (videos > 0) {
    album.videos = videos;
  }
  return album;
}

/** A place, undefined when it is not on the globe. */
export function locationOf(message: unknown): LocationRecord | undefined {
  const latitude = field(message, "lat");
  const longitude = field(message, "lng");
  if (!isDegrees(latitude, 90) || !isDegrees(longitude, 180)) {
    return undefined;
  }
  const location: LocationRecord = { latitude, longitude };
  const name = nameField(message, "loc");
  if (name !== "") {
    location.name = name;
  }
  if (flagField(message, "isLive")) {
    location.live = true;
  }
  return location;
}

function isDegrees(value: unknown, bound: number): value is number {
  return isFiniteNumber(value) && value >= -bound && value <= bound;
}

/** A call as WhatsApp logged it. */
export function callOf(message: unknown): CallRecord {
  const call: CallRecord = {};
  if (flagField(message, "isVideoCall")) {
    call.video = true;
  }
  const outcome = wordField(message, "callOutcome") || wordField(message, "finalCallOutcome");
  if (outcome !== "") {
    call.outcome = outcome;
  }
  const seconds = lengthField(message, "callDuration");
  if (seconds > 0) {
    call.seconds = seconds;
  }
  return call;
}
