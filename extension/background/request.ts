import { senders, VERSION, type Kind, type RequestMap } from "../shared/contract";

/** A request as it arrives, its payload still unchecked; the core checks it. */
export interface AnyRequest<K extends Kind = Kind> {
  v: typeof VERSION;
  kind: K;
  data: RequestMap[K]["data"];
}

/** Says whether a message is a request of our own envelope and of a known kind. */
export function isRequest(message: unknown): message is AnyRequest {
  if (typeof message !== "object" || message === null) return false;
  const { v, kind } = message as Partial<AnyRequest>;
  return v === VERSION && typeof kind === "string" && Object.hasOwn(senders, kind);
}
