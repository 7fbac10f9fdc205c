import { call, dictionary, hasOwn, now, ownNames, quietly } from "./originals";
import { COLLECTIONS, MODULE_LIST, type ModuleMember } from "./whatsapp-modules";

/** How long a module that was not there is left alone, in milliseconds. */
export const PROBE_AGAIN_MS = 2000;

/** A module member that was found, with the object it is a member of. */
export interface Found {
  owner: unknown;
  value: unknown;
  /** scanned is true when it was not had by name but seen among the modules that are loaded. */
  scanned?: boolean;
}

/**
 * Reads members of WhatsApp Web's modules through the page's own module loader: window.require gives
 * a module's default export when it has one, window.importNamespace its namespace. Members sit on
 * either, depending on the build. Modules keep arriving after the loader does, so only what was found
 * is remembered for good.
 */
export interface Loader {
  /** Whether the page's module loader has arrived. The early stub of it is not called require. */
  present(): boolean;
  /** The member, or undefined while it is not there or has another type. */
  find(member: ModuleMember): Found | undefined;
  /** The member's value, or undefined. */
  value(member: ModuleMember): unknown;
  /** Calls the member if it is there; undefined when it is not there or throws. */
  call(member: ModuleMember, args: unknown[]): unknown;
}

interface PageGlobals {
  require?: unknown;
  importNamespace?: unknown;
}

/** Makes the loader of this page. */
export function createLoader(): Loader {
  const globals = window as unknown as PageGlobals;
  const found = dictionary<Found>();
  const missedAt = dictionary<number>();

  function present(): boolean {
    return quietly(() => typeof globals.require === "function") === true;
  }

  function find(member: ModuleMember): Found | undefined {
    const name = `${member.module}.${member.member}`;
    const known = hasOwn(found, name) ? found[name] : undefined;
    if (known !== undefined && fits(known.value, member)) {
      return known;
    }
    if (!present() || (hasOwn(missedAt, name) && now() - (missedAt[name] as number) < PROBE_AGAIN_MS)) {
      return undefined;
    }
    const result = probe(member);
    if (result === undefined) {
      missedAt[name] = now();
    } else {
      found[name] = result;
    }
    return result;
  }

  function probe(member: ModuleMember): Found | undefined {
    return named(member) ?? (member.module === COLLECTIONS ? scanned(member) : undefined);
  }

  function named(member: ModuleMember): Found | undefined {
    const required = quietly(() => call(globals.require, window, [member.module]));
    return (
      memberOf(required, member) ??
      memberOf(
        quietly(() => call(globals.importNamespace, window, [member.module])),
        member,
      )
    );
  }

  /** A collection of a build that has given the module of all collections another name. */
  function scanned(member: ModuleMember): Found | undefined {
    const found = memberOn(collectionsIn(named(MODULE_LIST)?.value), member);
    return found && { owner: found.owner, value: found.value, scanned: true };
  }

  return {
    present,
    find,
    value: (member) => find(member)?.value,
    call(member, args) {
      const target = find(member);
      return target === undefined ? undefined : quietly(() => call(target.value, target.owner, args));
    },
  };
}

function memberOf(module: unknown, member: ModuleMember): Found | undefined {
  const inner = quietly(() => (module as { default?: unknown } | undefined)?.default);
  return memberOn(inner, member) ?? memberOn(module, member);
}

function memberOn(owner: unknown, member: ModuleMember): Found | undefined {
  if (owner === undefined || owner === null) {
    return undefined;
  }
  const value =
    member.member === "" ? owner : quietly(() => (owner as Record<string, unknown>)[member.member]);
  return fits(value, member) ? { owner, value } : undefined;
}

/** Whether a value is what a member has to be. */
function fits(value: unknown, { type, method }: ModuleMember): boolean {
  if (typeof value !== type || value === null) {
    return false;
  }
  return method === undefined || typeof quietly(() => (value as Record<string, unknown>)[method]) === "function";
}

/**
 * The object that holds every collection, among the default exports of modules that have already run.
 * Nothing is required: requiring a module would run it.
 */
function collectionsIn(modules: unknown): unknown {
  if (typeof modules !== "object" || modules === null) {
    return undefined;
  }
  const names = quietly(() => ownNames(modules)) ?? [];
  for (let i = 0; i < names.length; i++) {
    const candidate = quietly(() => {
      const module = (modules as Record<string, { defaultExport?: unknown }>)[names[i] as string];
      return holdsChats(module?.defaultExport) ? module?.defaultExport : undefined;
    });
    if (candidate !== undefined) {
      return candidate;
    }
  }
  return undefined;
}

function holdsChats(value: unknown): boolean {
  if (typeof value !== "object" || value === null || !hasOwn(value, "Chat")) {
    return false;
  }
  const chats = (value as { Chat?: { getModelsArray?: unknown } }).Chat;
  return typeof chats?.getModelsArray === "function";
}
