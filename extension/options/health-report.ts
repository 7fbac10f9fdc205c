import type { Health } from "../shared/contract";

/** Report is what is saved as a file: the state of the reading, and the version that found it. */
export interface Report extends Health {
  /** extension is Chatkeep's version. */
  extension: string;
}

/**
 * Saves the state of the reading as a file, with Chatkeep's version and nothing besides. The file
 * is made in the page itself, so that it takes no permission.
 */
export function saveReport(health: Health): void {
  const report: Report = { extension: chrome.runtime.getManifest().version, ...health };
  const file = new Blob([`${JSON.stringify(report, null, 2)}\n`], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `chatkeep-check-${new Date(health.at).toISOString().slice(0, 10)}.json`;
  link.click();
  // The browser has taken the file over within the click.
  URL.revokeObjectURL(link.href);
}
