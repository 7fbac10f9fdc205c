/** The name of the one alarm. It is a doorbell: what is due is decided by the core. */
export const backupAlarm = "backup";

/** The time between two cycles, in minutes. */
const periodInMinutes = 3;

/**
 * Makes sure the alarm exists. Creating an alarm replaces one of the same name
 * and starts its time anew, which at every start of the worker would keep it
 * from ever firing; so it is created only when it is missing or different.
 */
export async function ensureAlarm(): Promise<void> {
  const alarm = await chrome.alarms.get(backupAlarm);
  if (alarm?.periodInMinutes === periodInMinutes) return;
  await chrome.alarms.create(backupAlarm, { periodInMinutes });
}
