/*
 * The bridge. It runs beside WhatsApp Web in the extension's own world (ISOLATED) at document_start,
 * right after the page script, or later in a page that was running before the extension. It puts the
 * core's questions to the page script, to WhatsApp's database and to the screen, checks every answer
 * against the contract, and passes hints on. It decides nothing about the CRM and holds no secret; what
 * it keeps is gone with the page.
 */
import { VERSION, type CoreRequest, type PageHint, type PageQuestion } from "../shared/contract";
import { createAnswers, type Answers, type BridgeAnswer, type Channel } from "./answers";
import { openBus, takeLateName, type BridgeEnd } from "./channel";
import { pageHint } from "./check-page";
import { isForBridge, pageQuestion } from "./check-question";
import { isObject, Malformed, own } from "./check-value";
import { createDatabase } from "./database";
import { createPeople } from "./database-people";
import { createQuestions, failed } from "./questions";
import { createScreenWatch } from "./screen-watch";
import { takePlace } from "./takeover";

/** What Chrome says when no worker listens, or when it ends before it answers. */
const UNHEARD = /Receiving end does not exist|message (channel|port) closed before a response was received/;

start(takeLateName());

/** Starts the bridge, unless another one serves this page. late is the name to meet the page script by. */
function start(late: string | undefined): void {
  let bus: BridgeEnd | undefined;
  const place = takePlace({ hears: () => bus?.taken === true, stop }, late !== undefined);
  if (place === undefined) {
    return;
  }
  const questions = createQuestions((message) => bus?.post(message));
  const database = createDatabase();
  const watch = createScreenWatch(() => void forward({ reason: "active" }));
  const answers = createAnswers({ channel, questions, database, people: createPeople(database), watch });
  bus = openBus(fromPage, late);
  chrome.runtime.onMessage.addListener(fromWorker);

  function channel(): Channel {
    return bus?.taken !== true ? "none" : late === undefined ? "early" : "late";
  }

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
    let hint: PageHint;
    try {
      hint = pageHint(told);
    } catch (error) {
      if (!(error instanceof Malformed)) {
        throw error;
      }
      return;
    }
    if (hint.reason === "ready" || hint.reason === "session") {
      answers.sessionChanged();
    }
    void forward(hint);
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
    void answerTo(message, answers).then(respond);
    return true;
  }

  /**
   * Passes a hint to the worker. A worker that does not listen yet, or is stopped before it answers,
   * loses nothing: it asks by itself. When the extension was updated or removed, this bridge belongs to
   * no one any more and takes itself down.
   */
  async function forward(hint: PageHint): Promise<void> {
    const request: CoreRequest = { v: VERSION, kind: "bridge/page.hint", data: hint };
    try {
      await chrome.runtime.sendMessage(request);
    } catch (error) {
      const cause = String(error);
      if (cause.includes("Extension context invalidated")) {
        stop();
      } else if (!UNHEARD.test(cause)) {
        throw error;
      }
    }
  }

  function stop(): void {
    bus?.post({ kind: "stop" });
    bus?.close();
    watch.stop();
    place?.leave();
    chrome.runtime?.onMessage?.removeListener(fromWorker);
  }
}

async function answerTo(message: unknown, answers: Answers): Promise<BridgeAnswer> {
  let question: PageQuestion;
  try {
    question = pageQuestion(message);
  } catch (error) {
    if (!(error instanceof Malformed)) {
      throw error;
    }
    return failed("invalid", "the question is malformed");
  }
  return answers.answer(question);
}
