import type { ClientType, Environment, Linking } from "../shared/contract";
import { t } from "../shared/i18n";

/** Way is one of the two equal ways to sign in. */
export type Way = "web" | "self";

/** SignInDraft is what the sign-in form holds before it is sent. It is stored nowhere. */
export interface SignInDraft {
  way: Way;
  /** dataCentre is a code, empty before one is chosen. */
  dataCentre: string;
  /** environment is the kind of organisation to connect. */
  environment: Environment;
  clientType: ClientType;
  clientId: string;
  clientSecret: string;
  /** code is used by the way of the self client only. */
  code: string;
  /** linking is undefined until the user has chosen. */
  linking: Linking | undefined;
}

/** Faults are the texts for the fields whose values cannot be sent. */
export type Faults = Partial<Record<keyof SignInDraft, string>>;

/** Returns what is still missing in a draft. */
export function faultsOf(draft: SignInDraft): Faults {
  return {
    ...(draft.dataCentre === "" && { dataCentre: t("centre_missing") }),
    ...(draft.clientId.trim() === "" && { clientId: t("client_id_missing") }),
    ...(draft.clientSecret.trim() === "" && { clientSecret: t("client_secret_missing") }),
    ...(draft.way === "self" && draft.code.trim() === "" && { code: t("code_missing") }),
    ...(draft.linking === undefined && { linking: t("linking_missing") }),
  };
}
