import type { Problem, View } from "./contract";

/**
 * Returns the problem that a newer version of Chatkeep has written the data, or undefined when none
 * has. Nothing else of such a view means anything: the core has read nothing and refuses everything.
 */
export function newerData(view: View | undefined): Problem | undefined {
  const problem = view?.backup.problem;
  return problem?.code === "newer_data" ? problem : undefined;
}
