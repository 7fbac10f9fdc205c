/*
 * The bridge. It runs beside WhatsApp Web in the extension's own world (ISOLATED) at document_start,
 * right after the page script. It puts the core's questions to the page script, checks every answer
 * against the contract, and passes hints on. It decides nothing, keeps nothing and holds no secret.
 */
import { VERSION, type CoreRequest, type PageHint, type PageQuestion, type PageSnapshot } from "../shared/contract";
import { openBus } from "./channel";
import { pageHint } from "./check-page";
import { isForBridge, pageQuestion } from "./check-question";
import { isObject, Malformed, own } from "./check-value";
import { createQuestions, failed, type BridgeAnswer } from "./questions";

const bus = openBus(fromPage);
const questions = createQuestions((message) => bus.post(message));

chrome.runtime.onMessage.addListener(fromWorker);

/** Hears the page script. What is malformed is dropped: a question then runs into its time limit. */
function fromPage(message: unknown): void {
  if (!isObject(message)) {
    return;
  }
  const kind = own(message, "kind");
  if (kind === "answer" || kind === "refusal") {
    questions.answered(message);
  } else if (kind === "hint") {
    hinted(own(message, "hint"));
  }
}

function hinted(told: unknown): void {
  try {
    void forward(pageHint(told));
  } catch (error) {
    if (!(error instanceof Malformed)) {
      throw error;
    }
  }
}

/** Hears the extension's own worker; messages of tabs and of other extensions are not for the bridge. */
function fromWorker(
  message: unknown,
  sender: chrome.runtime.MessageSender,
  respond: (answer: BridgeAnswer) => void,
): boolean {
  if (sender.id !== chrome.runtime.id || sender.tab !== undefined || !isForBridge(message)) {
    return false;
  }
  void answer(message).then(respond);
  return true;
}

async function answer(message: unknown): Promise<BridgeAnswer> {
  let question: PageQuestion;
  try {
    question = pageQuestion(message);
  } catch (error) {
    if (!(error instanceof Malformed)) {
      throw error;
    }
    return failed("invalid", "the question is malformed");
  }
  if (bus.taken) {
    return questions.ask(question);
  }
  return question.op === "core/page.read"
    ? { ok: unreachable() }
    : failed("unreadable", "the page script is not there");
}

/** The snapshot of a page whose script never took the bus. */
function unreachable(): PageSnapshot {
  return { v: VERSION, session: "unreadable", variants: { channel: "none" }, me: {}, chats: [] };
}

/** What Chrome says when no worker listens, or when it ends before it answers. */
const UNHEARD = /Receiving end does not exist|message (channel|port) closed before a response was received/;

/**
 * Passes a hint to the worker. A worker that does not listen yet, or is stopped before it answers, loses
 * nothing: it asks by itself. When the extension was updated or removed, this bridge belongs to no one any
 * more and takes itself down.
 */
async function forward(hint: PageHint): Promise<void> {
  const request: CoreRequest = { v: VERSION, kind: "bridge/page.hint", data: hint };
  try {
    await chrome.runtime.sendMessage(request);
  } catch (error) {
    const cause = String(error);
    if (cause.includes("Extension context invalidated")) {
      takeDown();
    } else if (!UNHEARD.test(cause)) {
      throw error;
    }
  }
}

function takeDown(): void {
  bus.post({ kind: "stop" });
  bus.close();
  chrome.runtime?.onMessage?.removeListener(fromWorker);
}
