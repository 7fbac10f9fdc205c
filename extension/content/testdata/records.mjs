// Reads messages through the two content scripts, as the core would get them.
import assert from 'node:assert/strict';
import { openReadyTab } from './tab.mjs';
import { ANNA, createWhatsApp } from './whatsapp.mjs';

export const THUMBNAIL = `/9j/${'4AAQSkZJRgABAQAAAQABAAD'.repeat(8)}`;
const SECRETS = { mediaKey: 'KEY', directPath: '/v/t62', filehash: 'HASH', messageSecret: { 0: 1 }, thumbnail: THUMBNAIL,
  inviteCode: 'CODE', clientUrl: 'https://mmg.whatsapp.net/x', somethingNew: 'NEW' };
export const T = 1_790_000_000;

/** The records of rows in a chat, each row given a key and a time unless it has them. */
export async function records(chat, rows, prepare = () => {}) {
  const wa = createWhatsApp();
  wa.chat({ id: chat, t: 1, formattedTitle: 'x' });
  await prepare(wa);
  wa.store(chat, rows.map((row, i) => (typeof row === 'function' ? row(wa) : {
    id: wa.key({ fromMe: false, remote: chat, id: `M${i}`, ...row.key }), t: T + i, ...SECRETS, ...row, key: undefined,
  })));
  const tab = await openReadyTab({ wa });
  const answer = await tab.messages(chat);
  assert.equal(answer.error, undefined);
  assert.deepEqual(tab.main.errors, []);
  assert.deepEqual(wa.writes, []);
  return answer.ok.messages;
}

/**
 * What one row of Anna's chat becomes, without what every record has: once as a plain row of the
 * database and once as a model in memory, which must come to the same.
 */
export async function content(row, prepare) {
  const [record] = await records(ANNA, [row], prepare);
  const asModel = (wa) => wa.message({ id: wa.key({ fromMe: false, remote: ANNA, id: 'M0' }), t: T, ...SECRETS, ...row });
  assert.deepEqual(await records(ANNA, [asModel], prepare), [record]);
  const { key, id, fromMe, t, type, sender, ...rest } = record;
  assert.deepEqual([key, id, fromMe, t, sender], [`false_${ANNA}_M0`, 'M0', false, T, ANNA]);
  assert.equal(type, row.type === '<b>' ? 'unknown' : row.type);
  return rest;
}
