import type { ProblemCode, ZohoView } from "./contract";

/** The problems of a connection that a new sign-in solves. */
const solved: readonly ProblemCode[] = ["scope_missing", "host_access", "signed_out"];

/** Returns whether a sign-in is the next step; what an administrator refused it does not lift. */
export function signInHelps({ state, problem }: ZohoView): boolean {
  switch (state) {
    case "not_connected":
    case "signed_out":
      return true;
    case "refused":
      return problem === undefined || solved.includes(problem.code);
    default:
      return false;
  }
}
