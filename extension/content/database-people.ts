import type { ChatRow, PageSnapshot } from "../shared/contract";
import type { Database } from "./database";
import { cardOf, PERSON_TABLES, type Card } from "./database-person";
import type { Reading } from "./database-reading";
import { LIMITS } from "./limits";
import { now } from "./originals";

/** What the database said of a LID, and when. */
interface Known extends Card {
  at: number;
}

/** Completes chat lists with what WhatsApp's database knows of people. */
export interface People {
  /**
   * Fills in phone numbers of LIDs that the page could not resolve, and names where it had none.
   * Nothing is looked up twice within LIMITS.databaseFreshMs, found or not, so that polls stay cheap.
   * Resolves with true when the database knew a number that the page did not.
   */
  complete(snapshot: PageSnapshot): Promise<boolean>;
}

/** Makes the memory of people. What it knows belongs to one own account. */
export function createPeople(database: Database): People {
  const known = new Map<string, Known>();
  let account = "";

  async function look(lids: readonly string[]): Promise<void> {
    if ((await database.state()) !== "ok") {
      return;
    }
    const at = now();
    const answer = await database.read(PERSON_TABLES, (reading) => cardsOf(reading, lids));
    if (answer.state === "ok") {
      for (const [lid, card] of answer.value) {
        known.set(lid, { ...card, at });
      }
    }
  }

  /** The LIDs to look up now: those never looked up first, then those whose look is the longest ago. */
  function due(lids: readonly string[]): string[] {
    const at = (lid: string): number => known.get(lid)?.at ?? -Infinity;
    return lids
      .filter((lid) => now() - at(lid) >= LIMITS.databaseFreshMs)
      .sort((a, b) => (at(a) === at(b) ? 0 : at(a) - at(b)))
      .slice(0, LIMITS.people);
  }

  return {
    async complete({ me, chats }) {
      const owner = `${me.phone ?? ""} ${me.lid ?? ""}`;
      if (owner !== account) {
        account = owner;
        known.clear();
      }
      const open = chats.filter(isOpen);
      const lids = new Set(open.map(({ lid }) => lid));
      for (const lid of known.keys()) {
        if (!lids.has(lid)) {
          known.delete(lid);
        }
      }
      const wanted = due([...lids]);
      if (wanted.length > 0) {
        await look(wanted);
      }
      let found = false;
      for (const row of open) {
        const card = known.get(row.lid);
        if (card !== undefined) {
          found = fill(row, card) || found;
        }
      }
      return found;
    },
  };
}

/** Whether the page could not tell the number behind a chat's LID. */
function isOpen(row: ChatRow): row is ChatRow & { lid: string } {
  return row.lid !== undefined && row.phone === undefined;
}

function fill(row: ChatRow, { phone, name }: Card): boolean {
  if (name !== "" && (row.name ?? "") === "") {
    row.name = name;
  }
  if (phone === "") {
    return false;
  }
  row.phone = phone;
  return true;
}

async function cardsOf(reading: Reading, lids: readonly string[]): Promise<[string, Card][]> {
  return Promise.all(lids.map(async (lid): Promise<[string, Card]> => [lid, await cardOf(reading, lid)]));
}
