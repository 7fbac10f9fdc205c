import type { CoreError, ProblemCode } from "../shared/contract";
import type { SignInDraft, Way } from "./draft";

/** Concern is a part of the sign-in form that a refusal can be about. */
export type Concern = keyof SignInDraft | "redirect";

const concerns: Partial<Record<ProblemCode, Concern>> = {
  sign_in_mismatch: "dataCentre",
  sign_in_elsewhere: "dataCentre",
  environment_mismatch: "environment",
  client_unknown: "clientId",
  client_secret: "clientSecret",
  redirect_unknown: "redirect",
  code_used: "code",
};

/**
 * Returns the part of the form that a refusal is about, or undefined when it is about none that
 * this way of signing in has: the consent page makes its code itself, and a self client has no
 * redirect address.
 */
export function concernOf(failure: CoreError | undefined, way: Way): Concern | undefined {
  const concern = failure?.problem && concerns[failure.problem];
  return concern === (way === "web" ? "code" : "redirect") ? undefined : concern;
}
