import type { Health } from "../shared/contract";
import { saveFile } from "../shared/save-file";

/** Report is what is saved as a file: the state of the reading, and the version that found it. */
export interface Report extends Health {
  /** extension is Chatkeep's version. */
  extension: string;
}

/** Saves the state of the reading as a file, with Chatkeep's version and nothing besides. */
export function saveReport(health: Health): void {
  const report: Report = { extension: chrome.runtime.getManifest().version, ...health };
  saveFile(`chatkeep-check-${new Date(health.at).toISOString().slice(0, 10)}`, report);
}
