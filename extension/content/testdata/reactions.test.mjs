import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NAME } from './model-storage.mjs';
import { emptyDatabase, openReadyTab } from './tab.mjs';
import { ANNA, ANNA_LID, GROUP, ME, createWhatsApp, grouped, textRows } from './whatsapp.mjs';

const BO = '14155550999@c.us';
const T = 1_790_000_000;

const row = (sender, reactionText, timestamp, more) => ({
  senderUserJid: sender, reactionText, timestamp, msgKey: `${sender === ME.phone}_${ANNA}_R${timestamp}`, parentMsgKey: `false_${ANNA}_M0001`, ...more,
});

/** WhatsApp with three messages of Anna, of which the first has reactions. */
function withReactions(rows) {
  const wa = createWhatsApp();
  wa.chat({ id: ANNA, accountLid: ANNA_LID, t: 1 });
  wa.contact({ id: ANNA_LID, name: 'Anna' });
  wa.contact({ id: BO, name: 'Bo' });
  const messages = textRows(wa, ANNA, 3);
  Object.assign(messages[0], { hasReaction: true });
  wa.store(ANNA, messages);
  wa.reactionRows.set(`false_${ANNA}_M0001`, rows);
  return wa;
}

const ROWS = [
  row(BO, '👍🏽', T * 1000 + 9), row(ANNA_LID, '👍', T * 1000 + 5), row(ME.phone, '❤️', T * 1000 + 7),
  row('14155550777@c.us', '', T * 1000 + 8), row('14155550778@c.us', '😀', T * 1000 + 1, { orphan: 1 }),
];

const EXPECTED = [
  { emoji: '👍', sender: ANNA_LID, name: 'Anna', at: T * 1000 + 5 },
  { emoji: '❤️', sender: ME.phone, name: 'Me Myself', fromMe: true, at: T * 1000 + 7 },
  { emoji: '👍🏽', sender: BO, name: 'Bo', at: T * 1000 + 9 },
];

/** The same reactions as models and collections, as they lie in memory. */
function inMemory(wa, rows) {
  const list = (models) => ({ getModelsArray: () => wa.seal(models) });
  const { reactions } = grouped(rows);
  return wa.reaction(`false_${ANNA}_M0001`, list(reactions.map((group) => ({ ...group, senders: list(group.senders) }))));
}

test('reactions are read in every way there is', async (t) => {
  const noTable = (wa) => { delete wa.modules.WAWebDBGetReactions; };
  const find = (wa, answer) => Object.defineProperty(wa.reactions, 'find', { value: answer });
  const ways = {
    'from the table': (wa) => { find(wa, () => { throw new Error('find was called'); }); },
    'from the table under the other id': (wa) => {
      wa.reactionRows.set(`false_${ANNA_LID}_M0001`, ROWS);
      wa.reactionRows.delete(`false_${ANNA}_M0001`);
      wa.modules.WAWebLidMigrationUtils = { getAlternateMsgKey: (key) => wa.key({ fromMe: key.fromMe, remote: ANNA_LID, id: key.id }) };
    },
    'from memory': (wa) => { noTable(wa); inMemory(wa, ROWS); },
    'by find, at once': (wa) => { noTable(wa); find(wa, (key) => grouped(wa.reactionRows.get(key))); },
    'by find, later': (wa) => { noTable(wa); find(wa, async (key) => grouped(wa.reactionRows.get(key))); },
    'by find, which takes the key and not its text': (wa) => {
      noTable(wa);
      find(wa, (key) => (typeof key === 'object' ? grouped(wa.reactionRows.get(key.toString())) : undefined));
    },
    'by find, which refuses the text of a key': (wa) => {
      noTable(wa);
      find(wa, async (key) => grouped(wa.reactionRows.get(key.toString(key.remote.toString()))));
    },
    'by find in the module of all collections': (wa) => {
      noTable(wa);
      delete wa.modules.WAWebReactionsCollection;
      find(wa, async (key) => grouped(wa.reactionRows.get(key)));
    },
  };
  for (const [name, prepare] of Object.entries(ways)) {
    await t.test(name, async () => {
      const wa = withReactions(ROWS);
      prepare(wa);
      const tab = await openReadyTab({ wa });
      const { ok } = await tab.messages(ANNA);
      assert.deepEqual(ok.messages.map((message) => message.reactions), [EXPECTED, undefined, undefined]);
      assert.equal((await tab.read()).ok.variants.reactions, 'Reactions');
      assert.deepEqual(wa.writes, []);
    });
  }
});

test('in a group, the number behind a LID stands for somebody without a name', async () => {
  const [numbered, hidden] = ['222333444555666@lid', '333444555666777@lid'];
  const wa = createWhatsApp();
  wa.chat({ id: GROUP, t: 1 });
  wa.contact({ id: ANNA_LID, name: 'Anna' });
  wa.phones.set(numbered, BO);
  const message = textRows(wa, GROUP, 1)[0];
  Object.assign(message, { hasReaction: true });
  wa.store(GROUP, [message]);
  wa.reactionRows.set(String(message.id), [ANNA_LID, numbered, hidden].map((sender, i) => ({
    senderUserJid: sender, reactionText: '👍', timestamp: T * 1000 + i, msgKey: `false_${GROUP}_R${i}_${sender}`, parentMsgKey: String(message.id),
  })));
  const { ok } = await (await openReadyTab({ wa })).messages(GROUP);
  assert.deepEqual(ok.messages[0].reactions.map(({ sender, name }) => [sender, name]),
    [[ANNA_LID, 'Anna'], [numbered, '+14155550999'], [hidden, undefined]]);
});

test('the same reactions come in the same order, whatever order WhatsApp has them in', async () => {
  const shuffled = [ROWS, ROWS.toReversed(), [ROWS[2], ROWS[0], ROWS[4], ROWS[1], ROWS[3]]];
  for (const rows of shuffled) {
    const { ok } = await (await openReadyTab({ wa: withReactions(rows) })).messages(ANNA);
    assert.deepEqual(ok.messages[0].reactions, EXPECTED);
  }
});

test('a reaction that is added, changed or taken back is read as it is now', async () => {
  const wa = withReactions([row(BO, '👍', 1000)]);
  const tab = await openReadyTab({ wa });
  const now = async () => (await tab.messages(ANNA)).ok.messages[0].reactions?.map((reaction) => reaction.emoji);
  assert.deepEqual(await now(), ['👍']);
  wa.reactionRows.get(`false_${ANNA}_M0001`).push(row(ANNA_LID, '🎉', 2000));
  assert.deepEqual(await now(), ['👍', '🎉']);
  wa.reactionRows.set(`false_${ANNA}_M0001`, [row(BO, '🙏', 3000), row(ANNA_LID, '🎉', 2000)]);
  assert.deepEqual(await now(), ['🎉', '🙏']);
  wa.reactionRows.set(`false_${ANNA}_M0001`, [row(BO, '', 4000), row(ANNA_LID, '', 4000)]);
  assert.deepEqual(await now(), undefined);
});

test('only messages that have reactions are asked about, and none whose content is withheld', async () => {
  const wa = withReactions(ROWS);
  const asked = [];
  const { getReactions } = wa.modules.WAWebDBGetReactions;
  wa.modules.WAWebDBGetReactions.getReactions = (key) => { asked.push(key); return getReactions(key); };
  const [, second, third] = wa.rows.get(ANNA);
  Object.assign(second, { hasReaction: true, isViewOnce: true });
  Object.assign(third, { hasReaction: true, type: 'revoked' });
  const tab = await openReadyTab({ wa });
  const { ok } = await tab.messages(ANNA);
  assert.deepEqual(asked, [`false_${ANNA}_M0001`]);
  assert.deepEqual(ok.messages.map(({ withheld, deleted }) => withheld ?? deleted), [undefined, 'view_once', 'sender']);
});

test('reactions that cannot be read lose no message', async (t) => {
  const failures = {
    'a table that rejects': (wa) => { wa.modules.WAWebDBGetReactions.getReactions = async () => { throw new Error('closed'); }; },
    'a table that throws': (wa) => { wa.modules.WAWebDBGetReactions.getReactions = () => { throw new Error('moved'); }; },
    'nonsense': (wa) => { wa.modules.WAWebDBGetReactions.getReactions = async () => ({ reactions: [null, 5, { senders: 'x' }, { senders: [null, {}] }] }); },
    'a getter that throws': (wa) => { wa.modules.WAWebDBGetReactions.getReactions = async () => ({ get reactions() { throw new Error('no'); } }); },
    'nothing at all': (wa) => { delete wa.modules.WAWebDBGetReactions; delete wa.modules.WAWebReactionsCollection; delete wa.modules.WAWebCollections; },
  };
  for (const [name, fail] of Object.entries(failures)) {
    await t.test(name, async () => {
      const wa = withReactions(ROWS);
      fail(wa);
      const tab = await openReadyTab({ wa });
      const { ok } = await tab.messages(ANNA);
      assert.deepEqual(ok.messages.map(({ text, error }) => [text, error]), [['text 1', undefined], ['text 2', undefined], ['text 3', undefined]]);
      assert.deepEqual(tab.main.errors, []);
    });
  }
});

test('a table that stops answering is known by the first page it fails for, and when it is back', async () => {
  const wa = withReactions(ROWS);
  const database = emptyDatabase();
  database.put(NAME, 'reactions', { parentMsgKey: `false_${ANNA}_M0001`, senderUserJid: ANNA, reactionText: '🌊', timestamp: 1000, msgKey: `false_${ANNA}_R` });
  const { getReactions } = wa.modules.WAWebDBGetReactions;
  let answer = getReactions;
  wa.modules.WAWebDBGetReactions.getReactions = (key) => answer(key);
  const tab = await openReadyTab({ wa, database });
  const told = async () => [(await tab.messages(ANNA)).ok.messages[0].reactions?.map((reaction) => reaction.emoji), (await tab.read()).ok.variants.reactions];
  const answers = [getReactions, () => { throw new Error('moved'); }, () => ({ unexpected: true }), () => undefined, getReactions];
  const all = [];
  for (answer of answers) all.push(await told());
  const right = [EXPECTED.map((reaction) => reaction.emoji), 'Reactions'];
  assert.deepEqual(all, [right, [['🌊'], 'database'], [['🌊'], 'database'], [['🌊'], 'database'], right]);
});

test('reactions that take too long are left out for the later rows', async () => {
  const wa = withReactions(ROWS);
  for (const message of wa.rows.get(ANNA)) message.hasReaction = true;
  const asked = [];
  wa.modules.WAWebDBGetReactions.getReactions = async (key) => { asked.push(key); wa.tick(2000); return { reactions: [] }; };
  const tab = await openReadyTab({ wa });
  wa.tick = (ms) => tab.clock.tick(ms);
  const { ok } = await tab.messages(ANNA);
  assert.deepEqual([asked.length, ok.messages.length], [2, 3]);
});

test('reactions that never come lose no message', async () => {
  const wa = withReactions(ROWS);
  for (const message of wa.rows.get(ANNA)) message.hasReaction = true;
  wa.modules.WAWebDBGetReactions.getReactions = () => new Promise(() => {});
  const tab = await openReadyTab({ wa });
  const answer = tab.messages(ANNA);
  await tab.clock.advance(3000);
  assert.deepEqual((await answer).ok.messages.map(({ text, reactions }) => [text, reactions]), [['text 1', undefined], ['text 2', undefined], ['text 3', undefined]]);
});

test('reactions are hinted with the time of their message', async () => {
  const wa = withReactions(ROWS);
  const message = wa.message({ id: wa.key({ fromMe: false, remote: ANNA, id: 'M0001' }), t: T });
  wa.messages.models.push(message);
  const tab = await openReadyTab({ wa });
  const told = async (emitter, event, model) => {
    await tab.clock.advance(2000);
    tab.hints.length = 0;
    emitter.trigger(event, model);
    await tab.clock.advance(10);
    return tab.hints.map((hint) => hint.data);
  };
  const expected = [{ reason: 'messages', chat: ANNA, t: T }];
  assert.deepEqual(await told(wa.messages, 'change:hasReaction', message), expected);
  const reactions = wa.reaction(message.id, []);
  for (const event of ['add', 'change', 'remove']) {
    assert.deepEqual(await told(wa.reactions, event, reactions), expected, event);
  }
  const chat = wa.chats.models[0];
  wa.preview(chat, { parentMsgKey: `false_${ANNA}_M0001`, type: 'reaction' });
  assert.deepEqual(await told(wa.chats, 'change:chatlistPreview', chat), expected);
  wa.preview(chat, { parentMsgKey: `false_${ANNA}_UNKNOWN` });
  assert.deepEqual(await told(wa.chats, 'change:lastReactionPreview', chat), [{ reason: 'messages', chat: ANNA }]);
  wa.preview(chat, undefined);
  assert.deepEqual(await told(wa.chats, 'change:chatlistPreview', chat), []);
});
