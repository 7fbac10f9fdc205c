import { VERSION, type Account, type ChatRow, type MessagePage, type VisibleChat } from "../shared/contract";
import { messagePage } from "./check-messages";
import { chatRow } from "./check-page";
import type { Database } from "./database";
import { personOf, PERSON_TABLES, type Person } from "./database-person";
import type { Reading } from "./database-reading";
import type { Table } from "./database-tables";
import { limitedColumn, nameColumn, partsOfKey } from "./database-values";
import { LIMITS } from "./limits";
import { readScreen, type Screen, type VisibleRow } from "./screen";
import { accountOf, mayBeCalled, remotesOf, visibleChatRow } from "./visible-chat";
import { visibleMessage } from "./visible-message";
import { rowsOnScreen } from "./visible-rows";
import { isExcludedJID } from "./whatsapp-jid";

const TABLES: readonly Table[] = [...PERSON_TABLES, "group-metadata", "lid-display-name-mapping"];

/** How many ids of chats the rows of one conversation may name: a phone JID and a LID. */
const MAX_REMOTES = 2;

/** What the database says of the messages on the screen. */
interface Found {
  /** rows are the messages' rows by bare id. */
  rows: Map<string, object>;
  /** people are those whose chat the rows name, the newest row's first. */
  people: Person[];
  /** names are further names of the chat. */
  names: string[];
  /** group is the group's metadata, undefined for a chat that is none. */
  group: object | undefined;
}

/** A chat that was told beyond doubt, and the own account it belongs to. */
interface Decided {
  me: Account;
  chat: ChatRow;
  limited: boolean;
}

/**
 * Reads the open chat without the page's modules: first which messages are on the screen, then their
 * rows in the database, and only when all of these agree on the one chat that wanted names, by any of
 * its ids, the words on the screen, which is looked at again for that: the user may have gone on
 * meanwhile. Of any other chat no word is read.
 */
export async function readVisible(database: Database, wanted: string | undefined): Promise<VisibleChat> {
  const screen = readScreen();
  if (screen.rows.length === 0) {
    return { ...described(screen, await database.state()), unmatched: 0 };
  }
  const answer = await database.read(TABLES, (reading) => find(reading, screen.rows));
  const bare: VisibleChat = described(screen, answer.state);
  if (answer.state !== "ok") {
    return { ...bare, unmatched: screen.rows.length };
  }
  const { rows } = answer.value;
  bare.unmatched = screen.rows.filter(({ id }) => !rows.has(id)).length;
  const decided = decide(screen, answer.value);
  const now = readScreen();
  if (decided === undefined || now.title !== screen.title || now.layout !== screen.layout) {
    return bare;
  }
  const told: VisibleChat = { ...bare, me: decided.me, chat: decided.chat };
  const { chat, phone, lid } = decided.chat;
  return wanted !== undefined && [chat, phone, lid].includes(wanted)
    ? { ...told, page: pageOf(now, rows, decided) }
    : told;
}

function described({ layout, title }: Screen, database: VisibleChat["database"]): VisibleChat {
  return { v: VERSION, layout, database, ...(title !== "" && { title }), me: {}, unmatched: 0 };
}

async function find(reading: Reading, visible: readonly VisibleRow[]): Promise<Found> {
  const rows = await rowsOnScreen(reading, visible);
  for (const { id, direction } of visible) {
    const parts = partsOfKey((rows.get(id) as { id?: unknown } | undefined)?.id);
    // Whose message it is must agree; a row that is somebody else's is another message.
    if (parts === undefined || (direction !== "unknown" && parts.fromMe !== (direction === "out"))) {
      rows.delete(id);
    }
  }
  const newestFirst = visible.map(({ id }) => rows.get(id)).filter((row) => row !== undefined).reverse();
  const remotes = remotesOf(newestFirst);
  const people: Person[] = [];
  for (const remote of remotes.length <= MAX_REMOTES ? remotes : []) {
    people.push(await personOf(reading, remote));
  }
  const names: string[] = [];
  let group: object | undefined;
  for (const id of people[0]?.ids ?? []) {
    group = (await reading.get("group-metadata", id)) ?? group;
    names.push(nameColumn(group, "subject"));
    names.push(nameColumn(await reading.get("lid-display-name-mapping", id), "displayName"));
  }
  return { rows, people, names, group };
}

/** Which chat is open; undefined while there is any doubt. */
function decide(screen: Screen, { rows, people, names, group }: Found): Decided | undefined {
  const [person, other] = people;
  const me = accountOf(rows.values());
  if (person === undefined || me === undefined) {
    return undefined;
  }
  const oneChat = other === undefined || sharesAnId(person, other);
  const keysAgree = screen.rows.every(
    ({ key }) => key === undefined || person.ids.includes(partsOfKey(key)?.remote ?? ""),
  );
  if (!oneChat || !keysAgree || person.ids.some(isExcludedJID)) {
    return undefined;
  }
  const chat = visibleChatRow(person, group, screen.title, me);
  if (chat === undefined || (chat.self !== true && !mayBeCalled(screen.title, person, names))) {
    return undefined;
  }
  return { me, chat: chatRow(chat), limited: person.chats.some(limitedColumn) };
}

function sharesAnId(one: Person, other: Person): boolean {
  return one.ids.some((id) => other.ids.includes(id));
}

function pageOf(screen: Screen, rows: Map<string, object>, { me, chat, limited }: Decided): MessagePage {
  const messages = screen.rows
    .filter(({ id }) => rows.has(id))
    .slice(-LIMITS.messages)
    .map(({ id, element }) => visibleMessage(rows.get(id) as object, element, { me, limited }))
    .filter((record) => record !== undefined);
  return messagePage({
    v: VERSION,
    chat: chat.chat,
    me,
    messages,
    start: false,
    source: "screen",
    variant: `screen.${screen.layout}`,
    partial: true,
  });
}
