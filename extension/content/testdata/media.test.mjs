// Attachments: what WhatsApp holds of them is read piece by piece, and nothing makes it load more.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lyingTab } from './lying.mjs';
import { openReadyTab, openTab } from './tab.mjs';
import { ANNA, ANNA_LID, ME, createWhatsApp } from './whatsapp.mjs';

const T = 1_790_000_000;
const MAX_PIECE = 524_288;

/** Bytes that are the same in every run and no two pieces of which are alike. */
function bytes(length) {
  const made = Buffer.alloc(length);
  for (let i = 0, state = 7; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    made[i] = state >>> 24;
  }
  return made;
}

const FILE = bytes(20);
const jpeg = (content = FILE) => new Blob([content], { type: 'image/jpeg' });
const encoded = (content) => Buffer.from(content).toString('base64');
const here = (content = FILE) => ({ v: 1, state: 'here', size: content.length, mime: 'image/jpeg', data: encoded(content) });

/** What WAWebMediaOpaqueData is to a reader; its other doors are traps. */
function opaque(blob) {
  const trap = () => { throw new Error('a door that changes something'); };
  return { forceToBlob: typeof blob === 'function' ? blob : () => blob, url: trap, release: trap, autorelease: trap, getBase64: trap };
}

/** A chat with one picture, in the database and, unless kept out, in memory. */
function withPicture({ id = 'P', chat = ANNA, memory = true, mediaBlob, cached, hint, row = {}, mediaData = {}, chatFields = {} } = {}) {
  const wa = createWhatsApp();
  wa.calls = [];
  wa.chat({ id: chat, t: T, formattedTitle: 'Anna', ...chatFields });
  const key = wa.key({ fromMe: false, remote: chat, id });
  const forbidden = (name) => ({ get() { wa.calls.push(name); return undefined; }, enumerable: true });
  const values = Object.defineProperties({ id: key, t: T + 1, type: 'image', filehash: 'HASH', size: 3, mimetype: 'image/png', ...row },
    { directPath: forbidden('directPath'), mediaKey: forbidden('mediaKey') });
  const text = (n, more) => ({ id: wa.key({ fromMe: true, remote: chat, id: `T${n}` }), t: T + n, type: 'chat', body: 'x', ...more });
  wa.store(chat, [text(0), values, text(2)]);
  wa.picture = wa.message({ ...row, id: key, t: T + 1, type: row.type ?? 'image', filehash: 'HASH',
    mediaData: wa.mediaData({ filehash: 'HASH', mediaBlob, ...mediaData }) });
  Object.defineProperties(wa.picture, {
    directPath: forbidden('directPath'), mediaKey: forbidden('mediaKey'),
    downloadMedia: { value: () => wa.calls.push('downloadMedia') },
  });
  if (memory) wa.messages.models.push(wa.seal(wa.picture));
  wa.modules.WAWebMediaInMemoryBlobCache = { InMemoryMediaBlobCache: { get: (hash) => (hash === 'HASH' ? cached : undefined) } };
  wa.modules.WAWebFileSaverDownloadData = { isMsgMediaAvailableLocally: () => hint ?? (mediaBlob !== undefined || cached !== undefined) };
  wa.modules.WAWebDownloadManager = { downloadManager: { downloadAndMaybeDecrypt: () => wa.calls.push('downloadAndMaybeDecrypt') } };
  return { wa, key: String(key) };
}

/** Asks a ready tab for the picture, and holds that nothing was written or loaded for it. */
async function ask(given, question) {
  const { wa, key } = withPicture(given);
  const tab = await openReadyTab({ wa });
  const answer = await tab.media(key, question);
  assert.deepEqual([wa.calls, wa.writes, tab.main.errors], [[], [], []]);
  return answer;
}

test('an attachment is read in every way in which WhatsApp holds one', async (t) => {
  const ways = {
    'what mediaData holds': { mediaBlob: opaque(jpeg()) },
    'what is kept by its hash': { cached: jpeg() },
    'what is kept by its hash, when mediaData is spent': { mediaBlob: opaque(() => { throw new Error('OpaqueData released'); }), cached: jpeg() },
    'what is kept by its hash, of a message that is in the database alone': { cached: jpeg(), memory: false },
    'a hint that says the opposite': { mediaBlob: opaque(jpeg()), hint: false },
  };
  for (const [name, given] of Object.entries(ways)) {
    await t.test(name, async () => assert.deepEqual(await ask(given), { ok: here() }));
  }
});

test('what WhatsApp does not hold is absent, and nobody asks it to load it', async (t) => {
  const ways = {
    'nothing is held': {},
    'in the database alone': { memory: false },
    'no media modules in this build': { without: true },
    'an unknown type of mediaBlob': { mediaBlob: 'blob:x', hint: false },
  };
  for (const [name, { without, ...given }] of Object.entries(ways)) {
    await t.test(name, async () => {
      const { wa, key } = withPicture(given);
      if (without) {
        delete wa.modules.WAWebMediaInMemoryBlobCache;
        delete wa.modules.WAWebFileSaverDownloadData;
      }
      const tab = await openReadyTab({ wa });
      assert.deepEqual(await tab.media(key), { ok: { v: 1, state: 'absent' } });
      assert.deepEqual([wa.calls, wa.writes], [[], []]);
    });
  }
  await t.test('a build whose database cannot be searched', async () => {
    const { wa, key } = withPicture({ memory: false, cached: jpeg() });
    wa.modules.WAWebDBMessageFindLocal = {};
    const tab = await openReadyTab({ wa });
    assert.deepEqual(await tab.media(key), { ok: { v: 1, state: 'absent' } });
  });
});

test('what WhatsApp says it holds and no way gives is unreadable', async () => {
  for (const mediaBlob of [opaque(() => { throw new Error('released'); }), opaque({ size: 3 }), opaque(new Promise(() => {})), {}, null]) {
    assert.equal((await ask({ mediaBlob, hint: true })).error.code, 'unreadable');
  }
});

test('pieces put together are the file, to the byte', async (t) => {
  for (const length of [0, 1, 2, 3, MAX_PIECE - 1, MAX_PIECE, MAX_PIECE + 1, 3 * MAX_PIECE + 1000]) {
    await t.test(`${length} bytes`, async () => {
      const file = bytes(length);
      const { wa, key } = withPicture({ cached: jpeg(file) });
      const tab = await openReadyTab({ wa });
      const parts = [];
      for (let offset = 0; offset <= length; offset += MAX_PIECE) {
        const { ok } = await tab.media(key, { offset });
        assert.deepEqual([ok.state, ok.size], ['here', length]);
        parts.push(Buffer.from(ok.data, 'base64'));
      }
      assert.ok(Buffer.concat(parts).equals(file));
      assert.deepEqual((await tab.media(key, { offset: length + 5 })).ok, { ...here(Buffer.alloc(0)), size: length });
      if (length > 10) {
        assert.equal((await tab.media(key, { offset: 3, count: 4 })).ok.data, encoded(file.subarray(3, 7)));
      }
    });
  }
});

test('of one that is larger than asked for, nothing is read', async () => {
  let reads = 0;
  class Counted extends Blob {
    slice(...range) { reads++; return super.slice(...range); }
    arrayBuffer() { reads++; return super.arrayBuffer(); }
  }
  const cached = new Counted([bytes(101)], { type: 'video/mp4' });
  assert.deepEqual(await ask({ cached }, { most: 100 }), { ok: { v: 1, state: 'too_large', size: 101 } });
  assert.equal(reads, 0);
  assert.equal((await ask({ cached }, { most: 101 })).ok.state, 'here');
});

test('what is kept back of messages is kept back of their attachments', async (t) => {
  const barred = {
    'view once': { row: { isViewOnce: true } },
    'view once by its mediaData': { mediaData: { isViewOnce: true } },
    'disappearing': { row: { ephemeralDuration: 86_400 } },
    'disappearing by its end': { row: { expiredTimestamp: T + 9 } },
    'advanced privacy of the message': { row: { limitSharing: { sharingLimited: true } } },
    'advanced privacy of the chat': { chatFields: { limitSharing: true } },
  };
  for (const [name, given] of Object.entries(barred)) {
    await t.test(name, async () => {
      let touched = 0;
      const mediaBlob = opaque(() => { touched++; return jpeg(); });
      assert.deepEqual(await ask({ mediaBlob, ...given }), { ok: { v: 1, state: 'barred' } });
      if (given.mediaData === undefined) {
        assert.deepEqual(await ask({ cached: jpeg(), memory: false, ...given }), { ok: { v: 1, state: 'barred' } });
      }
      assert.equal(touched, 0);
    });
  }
  await t.test('in a chat under advanced privacy no message is even looked for', async () => {
    const { wa } = withPicture({ cached: jpeg(), chatFields: { limitSharing: true } });
    const tab = await openReadyTab({ wa });
    assert.deepEqual(await tab.media(`false_${ANNA}_NEVER`), { ok: { v: 1, state: 'barred' } });
    assert.equal(wa.searches, 0);
  });
  await t.test('a getter that throws lets nothing through', async () => {
    const { wa, key } = withPicture({ mediaBlob: opaque(jpeg()) });
    Object.defineProperty(wa.picture, 'isViewOnce', { get() { throw new Error('secret'); } });
    const tab = await openReadyTab({ wa });
    const answer = await tab.media(key);
    assert.equal(answer.error.code, 'unreadable');
    assert.ok(!JSON.stringify(answer).includes('secret'));
  });
  await t.test('a message that is deleted while it is read', async () => {
    for (const [change, state] of [[{ type: 'revoked' }, 'gone'], [{ isViewOnce: true }, 'barred']]) {
      const { wa, key } = withPicture({ mediaBlob: opaque(() => {
        for (const [name, value] of Object.entries(change)) Object.defineProperty(wa.picture, name, { value });
        return jpeg();
      }) });
      const tab = await openReadyTab({ wa });
      assert.deepEqual(await tab.media(key), { ok: { v: 1, state } });
    }
  });
});

test('a message that is not there, or is no attachment, is gone', async () => {
  const { wa, key } = withPicture({ cached: jpeg() });
  const tab = await openReadyTab({ wa });
  assert.deepEqual(await tab.media(`false_${ANNA}_NEVER`), { ok: { v: 1, state: 'gone' } });
  assert.deepEqual(await tab.media(`true_${ANNA}_T0`), { ok: { v: 1, state: 'gone' } });
  wa.messages.models.length = 0;
  wa.store(ANNA, []);
  assert.deepEqual(await tab.media(key), { ok: { v: 1, state: 'gone' } });
  for (const type of ['revoked', 'chat', 'ciphertext', 'album', '<b>']) {
    assert.deepEqual(await ask({ mediaBlob: opaque(jpeg()), row: { type } }), { ok: { v: 1, state: 'gone' } });
  }
});

test('a message in the database alone is found at either end of its chat, and as its only one', async (t) => {
  for (const [name, cut] of [['first', [1, 3]], ['last', [0, 2]], ['only', [1, 2]]]) {
    for (const emptyStatus of [200, 404]) {
      await t.test(`${name}, status ${emptyStatus} for nothing`, async () => {
        const { wa, key } = withPicture({ memory: false, cached: jpeg() });
        wa.emptyStatus = emptyStatus;
        wa.store(ANNA, wa.rows.get(ANNA).slice(...cut));
        const tab = await openReadyTab({ wa });
        assert.deepEqual(await tab.media(key), { ok: here() });
        assert.deepEqual(wa.writes, []);
      });
    }
  }
});

test('a message is found by the key it had before its chat moved to a LID', async () => {
  const { wa } = withPicture({ chat: ANNA_LID, mediaBlob: opaque(jpeg()) });
  wa.phones.set(ANNA_LID, ANNA);
  const tab = await openReadyTab({ wa });
  assert.deepEqual(await tab.media(`false_${ANNA}_P`, { chat: ANNA_LID }), { ok: here() });
});

test('questions about another chat, an excluded one or none are refused', async () => {
  const { wa, key } = withPicture({ mediaBlob: opaque(jpeg()) });
  wa.chat({ id: '15005550199@c.us', t: 1, formattedTitle: 'Bo' });
  const tab = await openReadyTab({ wa });
  assert.equal((await tab.media(key, { chat: '15005550199@c.us' })).error.code, 'invalid');
  assert.equal((await tab.media('false_15005550177@c.us_P')).error.code, 'not_found');
  assert.equal((await tab.media('false_120363000000000077@newsletter_P')).error.code, 'forbidden');
  const wrong = [{ offset: -1 }, { offset: 0.5 }, { offset: 2 ** 40 }, { count: 0 }, { count: MAX_PIECE + 1 }, { most: -1 }, { most: 2 ** 40 }, { chat: 'x' }];
  for (const question of wrong) assert.equal((await tab.media(key, question)).error.code, 'invalid', JSON.stringify(question));
  const media = { chat: ANNA, key, offset: 0, count: 1, most: 1 };
  assert.equal((await tab.ask({ v: 1, op: 'core/media.read' })).error.code, 'invalid');
  assert.equal((await tab.ask({ v: 1, op: 'core/page.read', media })).error.code, 'invalid');
  assert.equal((await tab.ask({ v: 1, op: 'core/media.read', media: { ...media, key: 'x' } })).error.code, 'invalid');
});

test('nothing is read of a session that is not ready, nor without the page script', async () => {
  const { wa, key } = withPicture({ mediaBlob: opaque(() => assert.fail('read')) });
  const tab = await openReadyTab({ wa });
  wa.socket.__x_state = 'SCREEN_LOCKED';
  assert.equal((await tab.media(key)).error.code, 'not_ready');
  assert.equal((await openTab({ wa, withPage: false }).media(key)).error.code, 'unreadable');
});

test('an account that changes while the bytes are read gets none of them', async () => {
  const { wa, key } = withPicture({ mediaBlob: opaque(() => { wa.me = { phone: '15550001111@c.us' }; return jpeg(); }) });
  const tab = await openReadyTab({ wa });
  assert.notEqual(wa.me.phone, undefined);
  assert.equal((await tab.media(key)).error.code, 'not_ready');
  assert.notEqual(wa.me.phone, ME.phone);
});

test('a Blob is read with the browser\'s own functions, whatever it or the page says of it', async (t) => {
  await t.test('a Blob that lies about itself', async () => {
    const blob = jpeg();
    for (const [name, value] of Object.entries({ size: 3, type: '<b>', slice: () => jpeg(bytes(99)), arrayBuffer: async () => new ArrayBuffer(2 ** 30) })) {
      Object.defineProperty(blob, name, { value });
    }
    assert.deepEqual(await ask({ mediaBlob: opaque(blob) }), { ok: here() });
  });
  await t.test('things that look like Blobs', async () => {
    const fake = { size: 3, type: 'image/jpeg', slice: () => fake, arrayBuffer: async () => new ArrayBuffer(3), then: () => assert.fail('taken for a promise') };
    const throwing = new Proxy({}, { get() { throw new Error('secret'); } });
    for (const mediaBlob of [opaque(fake), opaque(throwing), throwing, fake]) {
      assert.equal((await ask({ mediaBlob, hint: true })).error.code, 'unreadable');
      assert.deepEqual(await ask({ mediaBlob, cached: jpeg() }), { ok: here() });
    }
  });
  await t.test('a long type', async () => {
    const { ok } = await ask({ cached: new Blob([FILE], { type: `a/${'b'.repeat(2000)}` }) });
    assert.deepEqual(ok, { v: 1, state: 'here', size: 20, data: encoded(FILE) });
  });
  await t.test('patched built-ins', async () => {
    const { wa, key } = withPicture({ cached: jpeg() });
    const tab = await openReadyTab({ wa });
    const { Blob: shared } = tab.main.window;
    const kept = Object.getOwnPropertyDescriptors(shared.prototype);
    try {
      for (const name of ['size', 'type', 'slice', 'arrayBuffer']) {
        Object.defineProperty(shared.prototype, name, { configurable: true, value: () => { throw new Error('patched'); } });
      }
      tab.main.run('Uint8Array = undefined; Blob = undefined; TextDecoder = undefined; ArrayBuffer.prototype.slice = undefined;');
      assert.deepEqual(await tab.media(key), { ok: here() });
    } finally {
      for (const name of ['size', 'type', 'slice', 'arrayBuffer']) Object.defineProperty(shared.prototype, name, kept[name]);
    }
  });
});

test('bytes that never come end the question in time, and the next one is answered', async () => {
  const { arrayBuffer } = Blob.prototype;
  const { wa, key } = withPicture({ cached: jpeg() });
  let stuck = true;
  Blob.prototype.arrayBuffer = function () { return stuck ? new Promise(() => {}) : arrayBuffer.call(this); };
  try {
    const tab = await openReadyTab({ wa });
    const waiting = tab.media(key);
    await tab.clock.advance(7900);
    assert.equal((await waiting).error.code, 'unreadable');
    stuck = false;
    assert.deepEqual(await tab.media(key), { ok: here() });
  } finally {
    Blob.prototype.arrayBuffer = arrayBuffer;
  }
});

test('a piece is checked before the worker gets it', async (t) => {
  const question = { offset: 4, count: 6, most: 100 };
  const told = (more) => ({ v: 1, state: 'here', size: 20, data: encoded(FILE.subarray(4, 10)), ...more });
  const refused = {
    'another version': told({ v: 2 }), 'no state': told({ state: undefined }), 'an unknown state': told({ state: 'there' }),
    'a byte too many': told({ data: encoded(FILE.subarray(4, 15)) }), 'no bytes': told({ data: undefined }), 'no Base64': told({ data: '_-_-_-_-' }),
    'bytes that are no text': told({ data: 8 }), 'no size': told({ size: undefined }), 'half a byte': told({ size: 19.5 }), 'a size below nothing': told({ size: -1 }),
    'larger than asked for': told({ size: 101 }), 'too large though it is not': { v: 1, state: 'too_large', size: 100 },
    'too large, with bytes': told({ state: 'too_large', size: 101 }), 'barred, with bytes': told({ state: 'barred', size: undefined }),
    'gone, with a size': { v: 1, state: 'gone', size: 1 }, 'absent, with a type': { v: 1, state: 'absent', mime: 'a/b' }, 'a long type': told({ mime: 'x'.repeat(129) }),
    'a hundred megabytes': told({ data: 'A'.repeat(100 * 1024 * 1024) }),
  };
  for (const [name, ok] of Object.entries(refused)) {
    await t.test(name, async () => {
      const tab = lyingTab(({ kind, id }) => ({ kind: 'answer', id: kind === 'media' ? id : 'x', ok }));
      const waiting = tab.media(`false_${ANNA}_P`, question);
      await tab.clock.advance(8000);
      assert.match((await waiting).error.code, name === 'a hundred megabytes' ? /^page_silent$/ : /^page_invalid$/);
    });
  }
  await t.test('what is as asked passes, without what nobody asked for', async () => {
    const tab = lyingTab(({ id }) => ({ kind: 'answer', id, ok: told({ mime: 'a/b', mediaKey: 'KEY' }) }));
    assert.deepEqual(await tab.media(`false_${ANNA}_P`, question), { ok: told({ mime: 'a/b' }) });
  });
});
