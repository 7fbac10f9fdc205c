import { countColumn, flagColumn } from "./database-values";

/** Whether a message was meant to be seen once, or for a time; plain columns of WAWebSchemaMessage. */
export function isPrivate(row: object): boolean {
  return (
    flagColumn(row, "isViewOnce") ||
    (countColumn(row, "ephemeralDuration") ?? 0) > 0 ||
    (countColumn(row, "expiredTimestamp") ?? 0) > 0 ||
    (countColumn(row, "afterReadDuration") ?? 0) > 0
  );
}
