import { call } from "./originals";

/*
 * The built-ins that read a Blob, taken at document_start like those of originals.ts. The browser's own getters
 * and methods work on real Blobs alone and read what is really in them, whatever a page has put over a Blob's
 * size, type, slice or arrayBuffer.
 */

interface BlobGlobals {
  Blob?: { prototype: Blob };
  TextDecoder?: typeof TextDecoder;
}

const { Blob: NativeBlob, TextDecoder: NativeDecoder } = window as BlobGlobals;
const { slice, arrayBuffer } = NativeBlob?.prototype ?? {};
const sizeOf = getterOf(NativeBlob?.prototype, "size");
const typeOf = getterOf(NativeBlob?.prototype, "type");
const lengthOf = getterOf(ArrayBuffer.prototype, "byteLength");
const NativeBytes = Uint8Array;
const decoder = NativeDecoder && new NativeDecoder();
const decode = NativeDecoder?.prototype.decode;

function getterOf(prototype: object | undefined, name: string): unknown {
  return prototype && Object.getOwnPropertyDescriptor(prototype, name)?.get;
}

/** A Blob's length in bytes. Throws for what is no Blob. */
export function blobSize(blob: unknown): number {
  return call(sizeOf, blob, []) as number;
}

/** A Blob's MIME type as it was made with, in small letters, or "". Throws for what is no Blob. */
export function blobType(blob: unknown): string {
  return call(typeOf, blob, []) as string;
}

/**
 * The bytes of a Blob from start to end, which must lie within it. Only they are read. Fails when the browser
 * cannot read them, as of a file that has changed on disk.
 */
export async function blobBytes(blob: unknown, start: number, end: number): Promise<Uint8Array> {
  const part = call(slice, blob, [start, end]);
  const buffer = await call(arrayBuffer, part, []);
  if (call(lengthOf, buffer, []) !== end - start) {
    throw new Error("the Blob gave another number of bytes");
  }
  return new NativeBytes(buffer as ArrayBuffer);
}

/** The letters of standard Base64, as bytes of ASCII. */
const LETTERS = letters();

const PADDING = 0x3d;

function letters(): Uint8Array {
  const table = new NativeBytes(64);
  for (let i = 0; i < 26; i++) {
    table[i] = 0x41 + i;
    table[26 + i] = 0x61 + i;
  }
  for (let i = 0; i < 10; i++) {
    table[52 + i] = 0x30 + i;
  }
  table[62] = 0x2b;
  table[63] = 0x2f;
  return table;
}

/**
 * The first length bytes in standard Base64 with padding. The letters are laid down as bytes and become a
 * text at once, so that a piece of half a megabyte takes a few milliseconds of the page.
 */
export function base64(bytes: Uint8Array, length: number): string {
  const whole = length - (length % 3);
  const rest = length - whole;
  const made = new NativeBytes((whole / 3 + (rest > 0 ? 1 : 0)) * 4);
  let at = 0;
  for (let i = 0; i < length; i += 3) {
    const left = length - i;
    const first = bytes[i] as number;
    const second = left > 1 ? (bytes[i + 1] as number) : 0;
    const third = left > 2 ? (bytes[i + 2] as number) : 0;
    made[at] = LETTERS[first >> 2] as number;
    made[at + 1] = LETTERS[((first & 3) << 4) | (second >> 4)] as number;
    made[at + 2] = left > 1 ? (LETTERS[((second & 15) << 2) | (third >> 6)] as number) : PADDING;
    made[at + 3] = left > 2 ? (LETTERS[third & 63] as number) : PADDING;
    at += 4;
  }
  return call(decode, decoder, [made]) as string;
}
