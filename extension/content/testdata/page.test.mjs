import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BETTER_MS, openReadyTab, openTab, EXTENSION_ID } from './tab.mjs';
import { ANNA, ANNA_LID, GROUP, ME, createWhatsApp, textRows } from './whatsapp.mjs';

test('a ready page tells account, chats and the open chat', async () => {
  const wa = createWhatsApp();
  const contact = wa.contact({ id: ANNA, name: 'Anna Berg', pushname: 'anna' });
  const chat = wa.chat({ id: ANNA, accountLid: ANNA_LID, t: 1_790_000_000, formattedTitle: 'Anna Berg', contact,
    active: true, endOfHistoryTransferType: 1, lastReceivedKey: wa.key({ fromMe: false, remote: ANNA, id: 'A1' }) });
  assert.ok(chat);
  wa.phones.set('222333444555666@lid', '14155550999@c.us');
  wa.chat({ id: '222333444555666@lid', t: 1_790_000_005, formattedTitle: '+1 415 555 0999',
    contact: wa.contact({ id: '222333444555666@lid', name: '+1 415 555 0999', pushname: 'Bo' }) });
  wa.chat({ id: '333444555666777@lid', t: 1_780_000_000, formattedTitle: '+33∙∙∙∙∙∙77', limitSharing: true, ephemeralDuration: 86400 });
  wa.chat({ id: ME.phone, t: 5, formattedTitle: 'You' });
  wa.chat({ id: GROUP, t: 6, formattedTitle: 'Team', contact: wa.contact({ id: GROUP, name: 'Team' }) });
  for (const id of ['status@broadcast', '1700000000@broadcast', '120363000000000000@newsletter', '0@c.us']) wa.chat({ id, t: 9 });
  wa.chat({ id: '13135550002@c.us', t: 4, formattedTitle: 'Meta AI' });
  const tab = await openReadyTab({ wa });

  const { ok } = await tab.read();
  assert.equal(ok.session, 'ready');
  assert.equal(ok.build, '2.3000.1048032155');
  assert.deepEqual(ok.me, { ...ME, name: 'Me Myself' });
  assert.equal(ok.active, ANNA);
  assert.deepEqual(ok.chats, [
    { chat: '222333444555666@lid', t: 1_790_000_005, endOfHistory: -1, phone: '14155550999@c.us',
      lid: '222333444555666@lid', title: '+1 415 555 0999', name: 'Bo' },
    { chat: ANNA, t: 1_790_000_000, endOfHistory: 1, phone: ANNA, lid: ANNA_LID, title: 'Anna Berg', name: 'Anna Berg' },
    { chat: '333444555666777@lid', t: 1_780_000_000, endOfHistory: -1, lid: '333444555666777@lid',
      title: '+33∙∙∙∙∙∙77', limitSharing: true, ephemeral: true },
    { chat: GROUP, t: 6, endOfHistory: -1, title: 'Team' },
    { chat: ME.phone, t: 5, endOfHistory: -1, phone: ME.phone, lid: ME.lid, title: 'You', name: 'Me Myself', self: true },
    { chat: '13135550002@c.us', t: 4, endOfHistory: -1, title: 'Meta AI' },
  ]);
  const { channel, database, ...variants } = ok.variants;
  assert.deepEqual(variants, {
    version: 'Debug.VERSION', session: 'Stream.Socket', me: 'getMaybeMePnUser', chats: 'WAWebChatCollection',
    active: 'getActive', history: 'msgFindBefore', key: 'toString', lid: 'getPhoneNumber', reactions: 'Reactions', events: 'all',
  });
  assert.deepEqual(tab.wa.writes, []);
  assert.deepEqual(tab.main.errors, []);
});

test('an excluded kind of chat is told only while it is open', async () => {
  const wa = createWhatsApp();
  const channel = wa.chat({ id: '120363000000000000@newsletter', t: 9, active: true });
  const tab = await openReadyTab({ wa });
  assert.deepEqual((await tab.read()).ok.chats.map((row) => row.chat), ['120363000000000000@newsletter']);
  assert.equal((await tab.messages('120363000000000000@newsletter')).error.code, 'forbidden');
  channel.__x_active = false;
  assert.deepEqual((await tab.read()).ok.chats, []);
});

test('a phone number behind a LID is found in each local way, and a LID is never one', async (t) => {
  const phone = '14155550132@c.us';
  const ways = {
    getPhoneNumber: (wa) => wa.phones.set(ANNA_LID, phone),
    'contact.phoneNumber': (wa) => wa.contact({ id: ANNA_LID, phoneNumber: phone }),
    getPnForLid: (wa) => {
      wa.contact({ id: ANNA_LID });
      wa.modules.WAWebFrontendContactGetters = { getPnForLid: () => wa.wid(phone) };
    },
    accountLid: (wa) => wa.chat({ id: phone, accountLid: ANNA_LID, t: 1 }),
    lidPnCache: (wa) => {
      wa.modules.WAWebApiContact = { lidPnCache: { getLidEntry: (lid) => ({ lid, phoneNumber: lid.isLid() && wa.wid(phone) }) } };
    },
    toPn: (wa) => {
      delete wa.modules.WAWebApiContact;
      wa.modules.WAWebLidMigrationUtils = { toPn: (lid) => lid.isLid() && wa.wid(phone) };
    },
  };
  for (const [variant, prepare] of Object.entries(ways)) {
    await t.test(variant, async () => {
      const wa = createWhatsApp();
      wa.chat({ id: ANNA_LID, t: 2 });
      prepare(wa);
      const tab = await openReadyTab({ wa });
      const { ok } = await tab.read();
      assert.equal(ok.chats[0].phone, phone);
      assert.equal(ok.variants.lid, variant);
    });
  }
  await t.test('unknown', async () => {
    const wa = createWhatsApp();
    wa.chat({ id: ANNA_LID, t: 2 });
    const { ok } = await (await openReadyTab({ wa })).read();
    assert.deepEqual(ok.chats, [{ chat: ANNA_LID, lid: ANNA_LID, t: 2, endOfHistory: -1 }]);
  });
});

test('the chat with oneself is known under an id that no getter tells', async (t) => {
  for (const [told, chat] of [[{ lid: ME.lid }, ME.phone], [{ phone: ME.phone }, ME.lid]]) {
    await t.test(`${Object.keys(told)[0]} alone`, async () => {
      const wa = createWhatsApp();
      wa.me = told;
      wa.modules.WAWebUserPrefsMeUser.isMeAccount = (wid) => [ME.phone, ME.lid].includes(wid.toString()) && wid.isLid() !== undefined;
      wa.chat({ id: chat, t: 2 });
      wa.chat({ id: ANNA, t: 1 });
      const { ok } = await (await openReadyTab({ wa })).read();
      assert.deepEqual(ok.chats.map((row) => [row.chat, row.self]), [[chat, true], [ANNA, undefined]]);
    });
  }
});

test('members are found on the namespace or the default export, late, and under their older names', async () => {
  const wa = createWhatsApp();
  wa.chat({ id: ANNA, t: 1, active: true });
  const { getMaybeMePnUser, ...rest } = wa.modules.WAWebUserPrefsMeUser;
  wa.modules.WAWebUserPrefsMeUser = { default: { getMaybeMeUser: getMaybeMePnUser, isMeAccount: rest.isMeAccount } };
  wa.modules.WAWebStreamModel = { default: wa.modules.WAWebStreamModel };
  wa.unrequirable.add('WAWebStreamModel').add('WAWebConnModel');
  delete wa.modules.WAWebChatCollection;
  delete wa.modules.WAWebDBMessageFindLocal.msgFindBefore;
  Object.defineProperty(wa.chats, 'getActive', { value: undefined });
  const socket = wa.modules.WAWebSocketModel;
  delete wa.modules.WAWebSocketModel;
  const tab = await openReadyTab({ wa });
  assert.equal((await tab.read()).ok.session, 'waiting');
  wa.modules.WAWebSocketModel = socket;
  await tab.clock.advance(2500);
  const { ok } = await tab.read();
  assert.equal(ok.session, 'ready');
  assert.equal(ok.active, ANNA);
  assert.deepEqual([ok.variants.session, ok.me.name], ['Stream.Socket', 'Me Myself']);
  assert.deepEqual([ok.variants.me, ok.variants.chats, ok.variants.active, ok.variants.history],
    ['getMaybeMeUser', 'WAWebCollections.Chat', 'chat.active', 'msgFindByDirection']);
});

test('the build is named by the first place that knows it', async () => {
  const wa = createWhatsApp();
  wa.modules.SiteData = { client_revision: 1044822804 };
  const version = async (forget) => {
    const tab = await openReadyTab({ wa });
    forget(tab.main.window);
    const { ok } = await tab.read();
    return [ok.session, ok.build, ok.variants.version];
  };
  assert.deepEqual(await version(() => {}), ['ready', '2.3000.1048032155', 'Debug.VERSION']);
  assert.deepEqual(await version((window) => { delete window.Debug; }), ['ready', '2.3000.1048032155', 'WAWebBuildConstants']);
  delete wa.modules.WAWebBuildConstants;
  assert.deepEqual(await version((window) => { delete window.Debug; }), ['ready', '1044822804', 'SiteData']);
  delete wa.modules.SiteData;
  const withGlobal = (SiteData) => version((window) => { delete window.Debug; window.SiteData = SiteData; });
  assert.deepEqual(await withGlobal({ client_revision: 1048032155 }), ['ready', '1048032155', 'SiteData']);
  for (const other of [{ client_revision: 'x' }, { get client_revision() { throw new Error('not now'); } }, null, 5]) {
    assert.deepEqual((await withGlobal(other)).slice(1), [undefined, undefined]);
  }
  const tab = await openReadyTab({ wa });
  delete tab.main.window.Debug;
  await tab.clock.advance(3000);
  assert.equal((await tab.read()).ok.session, 'waiting');
  await tab.clock.advance(20_000);
  const { ok } = await tab.read();
  assert.deepEqual([ok.session, ok.build], ['ready', undefined]);
});

test('the session decides what is told', async (t) => {
  const cases = [
    ['signed_out', { mode: 'QR', state: 'UNPAIRED', hasSynced: false }],
    ['syncing', { mode: 'SYNCING', state: 'OPENING', hasSynced: false }],
    ['syncing', { mode: 'MAIN', state: 'CONNECTED', hasSynced: false }],
    ['conflict', { mode: 'CONFLICT', state: 'CONFLICT', hasSynced: true }],
    ['locked', { mode: 'MAIN', state: 'SCREEN_LOCKED', hasSynced: true }],
    ['blocked', { mode: 'MAIN', state: 'TOS_BLOCK', hasSynced: true }],
    ['blocked', { mode: 'DEPRECATED_VERSION', state: 'CONNECTED', hasSynced: true }],
    ['ready', { mode: 'MAIN', state: 'CONNECTED', hasSynced: true }],
  ];
  for (const [session, { mode, state, hasSynced }] of cases) {
    await t.test(`${session} for ${mode} ${state}`, async () => {
      const wa = createWhatsApp();
      wa.chat({ id: ANNA, t: 1, active: true, formattedTitle: 'Anna' });
      wa.store(ANNA, textRows(wa, ANNA, 3));
      const tab = await openReadyTab({ wa });
      tab.hints.length = 0;
      Object.assign(wa.stream, { __x_mode: mode });
      Object.assign(wa.socket, { __x_state: state, __x_hasSynced: hasSynced });
      wa.socket.trigger('change:state', wa.socket);
      await tab.clock.advance(100);
      const { ok } = await tab.read();
      assert.equal(ok.session, session);
      const page = await tab.messages(ANNA);
      if (session === 'ready') {
        assert.equal(page.ok.messages.length, 3);
        return;
      }
      assert.deepEqual(tab.reasons(), ['ready']);
      assert.deepEqual([ok.chats, ok.me, ok.active], [[], {}, undefined]);
      assert.equal(page.error.code, 'not_ready');
      assert.equal(wa.searches, 0);
      tab.hints.length = 0;
      wa.chats.trigger('change:active', wa.chats.models[0]);
      wa.messages.trigger('add', wa.message({ id: wa.key({ fromMe: false, remote: ANNA, id: 'N' }), isNewMsg: true }));
      await tab.clock.advance(2000);
      assert.deepEqual(tab.hints, []);
    });
  }
});

test('a build without something needed is waited for, then called unreadable, and recovers', async () => {
  const wa = createWhatsApp();
  const { WAWebChatCollection, WAWebCollections } = wa.modules;
  delete wa.modules.WAWebChatCollection;
  delete wa.modules.WAWebCollections;
  const tab = await openReadyTab({ wa });
  assert.equal((await tab.read()).ok.session, 'waiting');
  await tab.clock.advance(19_000);
  assert.equal((await tab.read()).ok.session, 'waiting');
  await tab.clock.advance(1500);
  assert.equal((await tab.read()).ok.session, 'unreadable');
  Object.assign(wa.modules, { WAWebChatCollection, WAWebCollections });
  await tab.clock.advance(2500);
  assert.equal((await tab.read()).ok.session, 'ready');
});

test('ways that leave WhatsApp\'s memory as it is are waited for, not insisted on', async (t) => {
  for (const module of ['WAWebDBMessageFindLocal', 'WAWebDBGetReactions']) {
    await t.test(module, async () => {
      const open = async () => {
        const tab = openTab();
        tab.wa.me = { ...ME };
        tab.wa.chat({ id: ANNA, t: 1 });
        tab.kept = tab.wa.modules[module];
        delete tab.wa.modules[module];
        tab.wa.arrive();
        tab.wa.start();
        await tab.clock.advance(BETTER_MS - 1000);
        assert.equal((await tab.read()).ok.session, 'waiting');
        assert.equal((await tab.messages(ANNA)).error.code, 'not_ready');
        return tab;
      };
      const late = await open();
      late.wa.modules[module] = late.kept;
      await late.clock.advance(2500);
      assert.equal((await late.read()).ok.variants.history, 'msgFindBefore');
      const never = await open();
      await never.clock.advance(2500);
      assert.equal((await never.read()).ok.session, 'ready');
      assert.deepEqual(never.reasons(), ['ready', 'active']);
    });
  }
});

test('a chat list that does not answer is none, whatever else is under its name', async (t) => {
  const breakages = {
    'its own module is something else': (wa) => { wa.modules.WAWebChatCollection = { ChatCollection: { unexpected: true } }; },
    'both are something else': (wa) => {
      wa.modules.WAWebChatCollection = { ChatCollection: { unexpected: true } };
      wa.modules.WAWebCollections = { default: { ...wa.modules.WAWebCollections.default, Chat: { unexpected: true } } };
    },
    'it gives no list': (wa) => { wa.chats.getModelsArray = () => ({}); },
    'it throws': (wa) => { wa.chats.getModelsArray = () => { throw new Error('gone'); }; },
    'its method goes away': (wa) => { wa.chats.getModelsArray = undefined; },
    'its chats have no id': (wa) => { wa.chats.models = wa.chats.models.map(() => wa.message({ t: 1 })); },
  };
  for (const [name, breakIt] of Object.entries(breakages)) {
    await t.test(name, async () => {
      const wa = createWhatsApp();
      for (const id of [ANNA, GROUP]) wa.chats.models.push(wa.message({ id: wa.wid(id) }));
      breakIt(wa);
      const tab = await openReadyTab({ wa });
      const { ok } = await tab.read();
      if (name.startsWith('its own')) {
        assert.deepEqual([ok.session, ok.variants.chats, ok.chats.length], ['ready', 'WAWebCollections.Chat', 2]);
        return;
      }
      assert.deepEqual([ok.session, ok.chats], ['waiting', []]);
      await tab.clock.advance(21_000);
      assert.equal((await tab.read()).ok.session, 'unreadable');
    });
  }
});

test('the open chat is told by its own field when the list fails to name it', async () => {
  const wa = createWhatsApp();
  wa.chat({ id: ANNA, t: 1, active: true });
  const tab = await openReadyTab({ wa });
  for (const getActive of [() => { throw new Error('gone'); }, () => ({ unexpected: true }), undefined]) {
    wa.chats.getActive = getActive;
    const { ok } = await tab.read();
    assert.deepEqual([ok.active, ok.variants.active], [ANNA, 'chat.active']);
  }
  wa.chats.models = [wa.message({ id: wa.wid(ANNA), t: 1 })];
  wa.chats.getActive = undefined;
  const told = (await tab.read()).ok;
  assert.deepEqual([told.active, told.variants.active], [undefined, undefined]);
  wa.chats.getActive = () => undefined;
  const { ok } = await tab.read();
  assert.deepEqual([ok.active, ok.variants.active], [undefined, 'getActive']);
});

test('the session is told by the models that say something', async () => {
  const wa = createWhatsApp();
  const tab = await openReadyTab({ wa });
  Object.assign(wa.stream, { __x_mode: undefined });
  const { ok } = await tab.read();
  assert.deepEqual([ok.session, ok.variants.session], ['ready', 'Socket']);
  Object.assign(wa.stream, { __x_mode: 'MAIN' });
  Object.assign(wa.socket, { __x_state: undefined });
  const told = (await tab.read()).ok;
  assert.deepEqual([told.session, told.variants.session], ['waiting', undefined]);
});

test('a page whose module loader never comes is left in peace', async () => {
  const tab = openTab();
  await tab.clock.advance(11 * 60_000);
  assert.equal(tab.clock.armed(), 0);
  assert.equal((await tab.read()).ok.session, 'waiting');
  assert.deepEqual([tab.hints, tab.main.errors], [[], []]);
  tab.wa.me = { ...ME };
  tab.wa.arrive();
  tab.wa.start();
  assert.equal((await tab.read()).ok.session, 'ready');
});

test('a burst of new messages in the open chat is told once it is quiet', async () => {
  const wa = createWhatsApp();
  wa.chat({ id: ANNA, t: 1, formattedTitle: 'Anna', active: true });
  wa.chat({ id: '14155550999@c.us', t: 1, formattedTitle: 'Bo' });
  const tab = await openReadyTab({ wa });
  const bursts = () => tab.hints.splice(0).map((hint) => hint.data).filter((hint) => hint.reason === 'burst');
  let id = 0;
  const say = async (many, { chat = ANNA, every = 1000, isNewMsg = true } = {}) => {
    for (let i = 0; i < many; i++) {
      wa.messages.trigger('add', wa.message({ id: wa.key({ fromMe: false, remote: chat, id: `B${++id}` }), isNewMsg }));
      await tab.clock.advance(every);
    }
  };
  const wait = async (ms) => {
    await tab.clock.advance(ms);
    return bursts();
  };
  const told = [{ reason: 'burst', chat: ANNA }];

  await say(4);
  assert.deepEqual(await wait(600_000), [], 'four messages');
  await say(1, { every: 0 });
  assert.deepEqual(await wait(19_999), [], 'not quiet yet');
  assert.deepEqual(await wait(1), told, 'the fifth, after the quiet');
  assert.deepEqual(await wait(600_000), [], 'once');

  await say(40, { chat: '14155550999@c.us' });
  await say(40, { isNewMsg: false });
  assert.deepEqual(await wait(600_000), [], 'another chat, and older messages');

  await say(100);
  assert.deepEqual(bursts(), told, 'a minute without quiet, and not yet another one');
  assert.deepEqual(await wait(20_000), told, 'what came after that');

  await say(9);
  await tab.messages(ANNA);
  assert.deepEqual(await wait(600_000), [], 'what was read does not wait');
  await say(9);
  await tab.messages(ANNA, 50, `false_${ANNA}_B1`);
  assert.deepEqual(await wait(600_000), told, 'older messages were read');
});

test('new and changed messages and switches are hinted, with a pace', async () => {
  const wa = createWhatsApp();
  const anna = wa.chat({ id: ANNA, t: 1, formattedTitle: 'Anna', active: true });
  const bo = wa.chat({ id: '14155550999@c.us', t: 1, formattedTitle: 'Bo' });
  const tab = await openReadyTab({ wa });
  assert.deepEqual(tab.hints.map((hint) => hint.data), [{ reason: 'ready' }, { reason: 'active', chat: ANNA, title: 'Anna' }]);
  assert.ok(tab.hints.every((hint) => hint.v === 1 && hint.kind === 'bridge/page.hint'));
  const told = async (event, model, ms = 0) => {
    tab.hints.length = 0;
    wa.messages.trigger(event, model);
    await tab.clock.advance(ms);
    return tab.hints.map((hint) => hint.data);
  };
  const message = (chat, more) => wa.message({ id: wa.key({ fromMe: false, remote: chat, id: 'N1' }), ...more });

  assert.deepEqual(await told('add', message(ANNA, { isNewMsg: false })), []);
  assert.deepEqual(await told('add', message(ANNA, { isNewMsg: true })), [{ reason: 'messages', chat: ANNA }]);
  for (const event of ['change:type', 'change:body', 'change:caption', 'change:latestEditMsgKey', 'remove']) {
    assert.deepEqual(await told(event, message(ANNA)), []);
  }
  assert.deepEqual(await told('change:type', message('14155550999@c.us')), [{ reason: 'messages', chat: '14155550999@c.us' }]);
  tab.hints.length = 0;
  await tab.clock.advance(1000);
  assert.deepEqual(tab.hints.map((hint) => hint.data), [{ reason: 'messages', chat: ANNA }]);
  await tab.clock.advance(5000);
  assert.equal(tab.hints.length, 1);
  assert.deepEqual(await told('add', message('status@broadcast', { isNewMsg: true }), 2000), []);

  tab.hints.length = 0;
  anna.__x_active = false;
  wa.chats.trigger('change:active', anna);
  bo.__x_active = true;
  wa.chats.trigger('change:active', bo);
  await tab.clock.advance(60);
  bo.__x_active = false;
  wa.chats.trigger('change:active', bo);
  await tab.clock.advance(60);
  assert.deepEqual(tab.hints.map((hint) => hint.data), [
    { reason: 'active', chat: '14155550999@c.us', title: 'Bo' }, { reason: 'active' }]);
});

test('a listener never throws into WhatsApp', async () => {
  const wa = createWhatsApp();
  const tab = await openReadyTab({ wa });
  const hostile = new Proxy({}, { get() { throw new Error('no'); }, has() { throw new Error('no'); } });
  for (const model of [hostile, null, undefined, 5, 'text']) {
    for (const event of ['add', 'change:type', 'remove']) assert.doesNotThrow(() => wa.messages.trigger(event, model));
    assert.doesNotThrow(() => wa.chats.trigger('change:active', model));
    assert.doesNotThrow(() => wa.stream.trigger('change:mode', model));
  }
  await tab.clock.advance(3000);
  assert.deepEqual(tab.main.errors, []);
});

test('another account in the same tab is hinted', async () => {
  const tab = await openReadyTab();
  tab.hints.length = 0;
  tab.wa.me = { phone: '15550001111@c.us' };
  tab.wa.socket.trigger('change:state', tab.wa.socket);
  await tab.clock.advance(100);
  assert.deepEqual(tab.reasons(), ['session']);
  assert.deepEqual((await tab.read()).ok.me.phone, '15550001111@c.us');
});

test('chats beyond the bound are left out, oldest first, the open one never', async () => {
  const wa = createWhatsApp();
  for (let i = 0; i < 5003; i++) {
    wa.chat({ id: `1415${String(5_000_000 + i)}@c.us`, t: 1000 + i, active: i === 0 });
  }
  const { ok } = await (await openReadyTab({ wa })).read();
  assert.equal(ok.chats.length, 5000);
  assert.equal(ok.chats[0].t, 1000 + 5002);
  assert.equal(ok.chats[4999].chat, '14155000000@c.us');
  assert.equal(ok.chats[4998].t, 1004);
});

test('a chat that cannot be read is counted', async () => {
  const wa = createWhatsApp();
  const chat = wa.chat({ id: ANNA, t: 1 });
  Object.defineProperty(chat, 'formattedTitle', { get() { throw new Error('no'); } });
  wa.chats.models.push({ id: 'garbage' });
  wa.chat({ id: GROUP, t: 1 });
  const { ok } = await (await openReadyTab({ wa })).read();
  assert.deepEqual(ok.chats.map((row) => row.chat), [GROUP]);
  assert.equal(ok.failed, 2);
});

test('questions are taken from the own worker only', async () => {
  const tab = await openReadyTab();
  const question = { v: 1, op: 'core/page.read' };
  assert.equal(await tab.ask(question, { id: 'other' }), undefined);
  assert.equal(await tab.ask(question, { id: EXTENSION_ID, tab: { id: 1 } }), undefined);
  assert.equal(await tab.ask({ kind: 'something else' }), undefined);
  assert.equal(await tab.ask(null), undefined);
  for (const bad of [{ v: 2, op: 'core/page.read' }, { v: 1, op: 'core/erase' }, { v: 1, op: 'core/messages.read' },
    { v: 1, op: 'core/messages.read', messages: { chat: ANNA, count: 51 } },
    { v: 1, op: 'core/messages.read', messages: { chat: 'Anna', count: 1 } },
    { v: 1, op: 'core/messages.read', messages: { chat: ANNA, count: 1, before: 'x' } }]) {
    assert.equal((await tab.ask(bad)).error.code, 'invalid', JSON.stringify(bad));
  }
});
