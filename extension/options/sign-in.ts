import { call } from "../shared/call";
import type { BeginSignIn, CoreError, Environment, SelfClientSignIn } from "../shared/contract";
import type { DataCentre } from "../shared/datacentres";
import { originsOf } from "./centres";

/**
 * What Chrome says when the first page of a sign-in did not load, be it that the network failed or
 * that the page came with an error status ("Authorization page could not be loaded.").
 * https://developer.chrome.com/docs/extensions/reference/api/identity#method-launchWebAuthFlow
 */
const NOT_LOADED = "could not be loaded";

/** How long a host may take to answer, in milliseconds. */
const PATIENCE = 10_000;

/**
 * Signs in by Zoho's consent page and returns why it failed, or undefined. It runs in the settings
 * page, so a worker that ends while the consent page is open loses nothing. It must be called
 * within a click: Chrome asks for access to the data centre's hosts before anything is awaited.
 */
export async function signInByWeb(
  centre: DataCentre,
  request: BeginSignIn,
): Promise<CoreError | undefined> {
  const refused = await hostAccess(centre, request.environment);
  if (refused) {
    return refused;
  }
  const begun = await call("options/zoho.begin", request);
  if (begun.error) {
    return begun.error;
  }
  const consent = await consentAt(begun.ok.authUrl);
  if (typeof consent !== "string") {
    return consent;
  }
  return (await call("options/zoho.finish", { redirectedTo: consent })).error;
}

/**
 * Signs in with a code made by hand in Zoho's API console and returns why it failed, or undefined.
 * It must be called within a click, as {@link signInByWeb}.
 */
export async function signInBySelfClient(
  centre: DataCentre,
  request: SelfClientSignIn,
): Promise<CoreError | undefined> {
  const refused = await hostAccess(centre, request.environment);
  return refused ?? (await call("options/zoho.selfClient", request)).error;
}

/** Asks for access to an organisation's hosts. Chrome shows nothing when it was granted before. */
async function hostAccess(
  centre: DataCentre,
  environment: Environment,
): Promise<CoreError | undefined> {
  const origins = originsOf(centre, environment);
  const granted = await chrome.permissions.request({ origins });
  return granted
    ? undefined
    : { code: "forbidden", problem: "host_access", message: "sign in: host access refused" };
}

/** Opens the consent page and returns the address it went to in the end, or why it did not. */
async function consentAt(url: string): Promise<string | CoreError> {
  try {
    const redirectedTo = await chrome.identity.launchWebAuthFlow({ url, interactive: true });
    return redirectedTo ?? consentRefused("no address");
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return message.includes(NOT_LOADED) ? await notLoaded(url, message) : consentRefused(message);
  }
}

/**
 * Says why the consent page did not load. Zoho shows a page with an error status when it does
 * not know the client or its redirect address, and never comes back: a host that answers has refused.
 */
async function notLoaded(url: string, message: string): Promise<CoreError> {
  return (await answers(url))
    ? { code: "invalid", problem: "client_unknown", message: `sign in: ${message}` }
    : { code: "offline", problem: "unreachable", message: `sign in: ${message}` };
}

/** Returns whether there is any HTTP answer at an address; its content is of no interest. */
async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url, {
      method: "GET",
      redirect: "manual",
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    return true;
  } catch {
    return false;
  }
}

function consentRefused(message: string): CoreError {
  return { code: "unauthenticated", problem: "consent_refused", message: `sign in: ${message}` };
}
