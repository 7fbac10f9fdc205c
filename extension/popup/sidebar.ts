import type { CoreError } from "../shared/contract";

/** Returns the id of the window whose toolbar button was clicked. */
export async function windowOfPopup(): Promise<number | undefined> {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  return tab?.windowId;
}

/** Returns Chrome's refusal to open the side panel as an error the popup has words for. */
export function openSidebarFailed(cause: unknown): CoreError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return { code: "internal", message: `open side panel: ${message}` };
}
