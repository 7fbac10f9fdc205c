import { senders, type CoreReply, type Sender } from "../shared/contract";
import { core } from "./core";
import { noteHint } from "./hints";
import type { AnyRequest } from "./request";

/** Answers one request: refused unless it comes from the one context that may send it. */
export async function reply(request: AnyRequest, sender: Sender | undefined): Promise<CoreReply> {
  if (sender === undefined || senders[request.kind] !== sender) {
    return { error: { code: "forbidden", message: `${request.kind} is not for this sender` } };
  }
  if (request.kind === "bridge/page.hint") {
    const noted = await noteHint(request.data);
    if (noted === "malformed") return { error: { code: "invalid", message: "hint is malformed" } };
    if (noted === "kept") return { ok: {} };
  }
  return core.send(request.kind, request.data);
}
