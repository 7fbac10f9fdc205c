import type { Environment } from "../shared/contract";
import { dataCentres, type DataCentre } from "../shared/datacentres";
import { locale } from "../shared/i18n";

/** Returns the data centre with a code, if there is one. */
export function findCentre(code: string | undefined): DataCentre | undefined {
  return dataCentres.find((centre) => centre.code === code);
}

/** Returns a data centre's name for people: its region, and the address by which they know it. */
export function centreName(centre: DataCentre): string {
  const regions = new Intl.DisplayNames(locale(), { type: "region" });
  const region = regions.of(centre.code.toUpperCase()) ?? centre.code;
  return `${region} · ${new URL(centre.crm).host}`;
}

/**
 * Returns the match patterns of the hosts that are called for an organisation: its data centre's
 * OAuth service, and the API of its kind.
 */
export function originsOf(centre: DataCentre, environment: Environment): string[] {
  return [`${centre.accounts}/*`, `${centre.apis[environment]}/*`];
}

/**
 * Returns the address of the console in which a data centre's OAuth clients are registered.
 * Source: Zoho Accounts, "Register your application"; the console stands beside accounts.<domain>.
 */
export function consoleOf(centre: DataCentre): string {
  return centre.accounts.replace("https://accounts.", "https://api-console.");
}
