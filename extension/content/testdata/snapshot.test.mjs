import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openReadyTab, openTab } from './tab.mjs';
import { ANNA, ANNA_LID, GROUP, ME, createWhatsApp } from './whatsapp.mjs';

const BO = '14155550999@c.us';

test('what a chat row says of its chat', async () => {
  const wa = createWhatsApp();
  const business = wa.contact({ id: ANNA, name: 'Shop', isBusiness: true });
  wa.chat({ id: ANNA, accountLid: ANNA_LID, t: 9, contact: business, lidOriginType: 'ctwa',
    originalLid: wa.wid('555666777888999@lid'), historyChatId: ANNA_LID });
  wa.chat({ id: '222333444555666@lid', t: 8, contact: wa.contact({ id: '222333444555666@lid', isUsernameContact: true }),
    originalLid: '222333444555666@lid', historyChatId: wa.wid(BO), lidOriginType: 'general' });
  wa.chat({ id: '333444555666777@lid', t: 7, isUsernameThreadAtCreation: true, originalLid: GROUP, historyChatId: '15550001111:99@hosted' });
  wa.chat({ id: GROUP, t: 6, groupMetadata: { isParentGroup: true }, contact: wa.contact({ id: GROUP, isBusiness: true }) });
  wa.chat({ id: '120363025550000002@g.us', t: 5, groupMetadata: { isParentGroup: false, parentGroup: wa.wid(GROUP) } });
  wa.chat({ id: '120363025550000003@g.us', t: 4, groupMetadata: { parentGroup: null } });
  wa.chat({ id: '120363025550000004@g.us', t: 3, groupMetadata: { defaultSubgroup: true, parentGroup: wa.wid(GROUP) } });
  const { ok } = await (await openReadyTab({ wa })).read();
  const rows = ok.chats.map(({ chat, t, endOfHistory, ...rest }) => rest);
  assert.deepEqual(rows, [
    { phone: ANNA, lid: ANNA_LID, name: 'Shop', former: ['555666777888999@lid'], business: true, ad: true },
    { lid: '222333444555666@lid', former: [BO], username: true },
    { lid: '333444555666777@lid', username: true },
    { community: true, announcement: true }, { community: true }, {}, { community: true, announcement: true },
  ]);
});

test('excluded and unreadable chats are counted, and the history\'s first transfer is told', async () => {
  const wa = createWhatsApp();
  for (const id of ['status@broadcast', '120363000000000000@newsletter', '0@c.us', ANNA]) wa.chat({ id, t: 1 });
  wa.chats.models.push({ id: 'garbage' });
  const read = async () => (await (await openReadyTab({ wa })).read()).ok;
  const told = async () => { const { excluded, failed, firstSync } = await read(); return [excluded, failed, firstSync]; };
  assert.deepEqual(await told(), [3, 1, 'complete']);
  wa.historySynced = false;
  assert.deepEqual(await told(), [3, 1, 'running']);
  wa.historySynced = Promise.resolve(true);
  assert.deepEqual(await told(), [3, 1, 'complete']);
  wa.historySynced = undefined;
  assert.deepEqual(await told(), [3, 1, undefined]);
  wa.modules.WAWebUserPrefsHistorySync.getInitialHistorySyncComplete = async () => { throw new Error('no'); };
  assert.deepEqual(await told(), [3, 1, undefined]);
  wa.modules.WAWebUserPrefsHistorySync.getInitialHistorySyncComplete = () => new Promise(() => {});
  const tab = await openReadyTab({ wa });
  const answer = tab.read();
  await tab.clock.advance(500);
  assert.deepEqual([(await answer).ok.session, (await answer).ok.firstSync], ['ready', undefined]);
  delete wa.modules.WAWebUserPrefsHistorySync;
  assert.deepEqual(await told(), [3, 1, undefined]);
});

test('a block is named in WhatsApp\'s own word', async () => {
  for (const [mode, state, reason] of [['DEPRECATED_VERSION', 'CONNECTED', 'DEPRECATED_VERSION'], ['MAIN', 'PROXYBLOCK', 'PROXYBLOCK'], ['SMB_TOS_BLOCK', 'TOS_BLOCK', 'SMB_TOS_BLOCK']]) {
    const tab = await openReadyTab();
    Object.assign(tab.wa.stream, { __x_mode: mode });
    Object.assign(tab.wa.socket, { __x_state: state });
    const { ok } = await tab.read();
    assert.deepEqual([ok.session, ok.reason, ok.chats], ['blocked', reason, []]);
  }
  assert.equal((await (await openReadyTab()).read()).ok.reason, undefined);
});

test('the epoch is made when listening begins, stays, and is another one in another page', async () => {
  const wa = createWhatsApp();
  const tab = openTab({ wa });
  assert.equal((await tab.read()).ok.epoch, undefined);
  const { WAWebReactionsCollection, WAWebCollections } = wa.modules;
  delete wa.modules.WAWebReactionsCollection;
  wa.modules.WAWebCollections = { default: { Chat: wa.chats, Contact: wa.contacts, Msg: wa.messages } };
  wa.me = { ...ME };
  wa.arrive();
  wa.start();
  await tab.clock.advance(300);
  const first = (await tab.read()).ok;
  assert.match(first.epoch, /^[0-9a-f]{32}$/);
  assert.equal(first.variants.events, 'some');
  assert.equal((await tab.read()).ok.epoch, first.epoch);
  Object.assign(wa.modules, { WAWebReactionsCollection, WAWebCollections });
  await tab.clock.advance(5000);
  const second = (await tab.read()).ok;
  assert.equal(second.variants.events, 'all');
  assert.notEqual(second.epoch, first.epoch);
  assert.equal((await tab.read()).ok.epoch, second.epoch);
  const other = await openReadyTab({ wa });
  assert.notEqual((await other.read()).ok.epoch, second.epoch);
});

test('the time until the page could be read is told from then on', async () => {
  const tab = openTab();
  assert.equal((await tab.read()).ok.readyMs, undefined);
  tab.wa.me = { ...ME };
  await tab.clock.advance(3000);
  tab.wa.arrive();
  tab.wa.start();
  await tab.clock.advance(250);
  const { readyMs } = (await tab.read()).ok;
  assert.ok(readyMs >= 3000 && readyMs <= 3250, `${readyMs}`);
  await tab.clock.advance(60_000);
  tab.wa.socket.__x_state = 'SCREEN_LOCKED';
  assert.equal((await tab.read()).ok.readyMs, readyMs);
});

test('how the browser treats the page', async () => {
  const tab = await openReadyTab();
  const life = async () => (await tab.read()).ok.tab;
  assert.deepEqual(await life(), {});
  tab.document.show('hidden');
  assert.deepEqual(await life(), { hidden: true });
  tab.document.thaw();
  tab.document.thaw();
  tab.document.show('visible');
  assert.deepEqual(await life(), { thawed: 2 });
});

test('a script put into a page that runs already reads it at once and is told to the worker', async () => {
  const wa = createWhatsApp();
  wa.chat({ id: ANNA, t: 1, formattedTitle: 'Anna', active: true });
  wa.me = { ...ME };
  const tab = openTab({ wa, before: (window) => {
    wa.globals = window;
    wa.arrive();
    wa.start();
  } });
  await tab.clock.settle();
  assert.deepEqual(tab.hints.map((hint) => hint.data), [{ reason: 'ready' }, { reason: 'active', chat: ANNA, title: 'Anna' }]);
  const { ok } = await tab.read();
  assert.deepEqual([ok.session, ok.active, ok.readyMs > 0, ok.variants.events], ['ready', ANNA, true, 'all']);
});

test('a script that is told to stop listens to nothing any more', async () => {
  const wa = createWhatsApp();
  const handlers = () => [wa.chats, wa.messages, wa.reactions, wa.stream, wa.socket].map((emitter) => emitter.handlers.length);
  const tab = await openReadyTab({ wa });
  assert.ok(handlers().every((count) => count > 0));
  assert.equal(tab.document.listeners('resume'), 1);
  // The worker of an update is another one; the old bridge hears so when it passes something on.
  tab.runtime.sendMessage = async () => { throw new Error('Extension context invalidated.'); };
  wa.messages.trigger('add', wa.message({ id: wa.key({ fromMe: false, remote: ANNA, id: 'N' }), isNewMsg: true }));
  await tab.clock.advance(100);
  assert.deepEqual(handlers(), [0, 0, 0, 0, 0]);
  assert.equal(tab.document.listeners('resume'), 0);
  await tab.clock.advance(120_000);
  assert.equal(tab.clock.armed(), 0);
});

/** WhatsApp with n chats; touch runs whenever one of their titles is read. */
function withChats(n, touch) {
  const wa = createWhatsApp();
  for (let i = 0; i < n; i++) {
    const chat = wa.chat({ id: `1415${5_000_000 + i}@c.us`, t: 1000 + i });
    Object.defineProperty(chat, '__x_formattedTitle', { get() { touch(i); return `Chat ${i}`; } });
  }
  return wa;
}

test('a long chat list is read in stretches between which the page has its turn', async () => {
  let tab;
  const stretches = [];
  let last = 0;
  const wa = withChats(100, () => tab.clock.tick(1));
  tab = await openReadyTab({ wa, before: (window) => {
    window.scheduler = { postTask(task) {
      stretches.push(tab.clock.performance.now() - last);
      setImmediate(() => { last = tab.clock.performance.now(); task(); });
    } };
  } });
  last = tab.clock.performance.now();
  const { ok } = await tab.read();
  assert.equal(ok.chats.length, 100);
  assert.ok(stretches.length >= 5, `${stretches.length} turns`);
  assert.ok(Math.max(...stretches) <= 15, `${Math.max(...stretches)} ms`);
});

test('a lock or another account that comes while the chats are read takes them back', async (t) => {
  const changes = {
    'a lock': [(wa) => { wa.socket.__x_state = 'SCREEN_LOCKED'; }, ({ session, chats, me }) => assert.deepEqual([session, chats, me], ['locked', [], {}])],
    'another account': [(wa) => { wa.me = { phone: BO }; }, ({ session, chats, me }) => assert.deepEqual([session, chats.length, me.phone], ['ready', 60, BO])],
    'ever another account': [(wa) => { wa.me = { phone: `1415${1_000_000 + wa.turns++}@c.us` }; }, ({ session, chats, me }) => assert.deepEqual([session, chats, me], ['waiting', [], {}])],
  };
  for (const [name, [change, check]] of Object.entries(changes)) {
    await t.test(name, async () => {
      let tab;
      const wa = withChats(60, () => tab.clock.tick(1));
      wa.turns = 0;
      let asked = false;
      tab = await openReadyTab({ wa, before: (window) => {
        window.scheduler = { postTask(task) { if (asked) change(wa); setImmediate(task); } };
      } });
      asked = true;
      check((await tab.read()).ok);
      assert.deepEqual(wa.writes, []);
    });
  }
});
