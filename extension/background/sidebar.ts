/**
 * Opens the sidebar for the keyboard command. Chrome opens it only as a direct
 * answer to the key, so nothing is awaited before.
 */
export function openSidebar(tab: chrome.tabs.Tab | undefined): void {
  if (tab === undefined) return;
  chrome.sidePanel.open({ windowId: tab.windowId }).catch((fault: unknown) => {
    console.error("chatkeep: open the sidebar:", fault);
  });
}
