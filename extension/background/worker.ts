/**
 * The service worker. Its listeners are registered in the first turn, before
 * anything is awaited, because Chrome delivers the event that woke it only to
 * listeners that stand by then. Everything else is done by the core.
 */
import { backupAlarm, ensureAlarm } from "./alarm";
import { attachToOpenTabs } from "./attach";
import { core } from "./core";
import { senderOf } from "./policy";
import { reply } from "./reply";
import { openSidebar } from "./sidebar";
import { isRequest } from "./request";

chrome.runtime.onMessage.addListener((message, sender, sendResponse) => {
  if (!isRequest(message)) return false;
  void reply(message, senderOf(sender)).then(sendResponse);
  return true;
});

chrome.alarms.onAlarm.addListener((alarm) => {
  if (alarm.name === backupAlarm) void core.send("alarm/backup.tick", {});
});

chrome.commands.onCommand.addListener((command, tab) => {
  if (command === "open-sidebar") openSidebar(tab);
});

// Chrome tells of its own updates here as well; where the scripts live on, nothing is done.
chrome.runtime.onInstalled.addListener(({ reason }) => {
  void attachToOpenTabs();
  if (reason === "install") {
    void core.send("worker/core.started", { start: "installed" });
    void chrome.runtime.openOptionsPage();
  } else {
    void core.send("worker/core.started", { start: "updated" });
  }
});

chrome.runtime.onStartup.addListener(() => {
  void attachToOpenTabs();
  void core.send("worker/core.started", { start: "browser" });
});

void ensureAlarm();
