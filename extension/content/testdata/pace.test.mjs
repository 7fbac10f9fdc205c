import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClock } from './clock.mjs';
import { unit } from './unit.mjs';

// The module takes the built-ins it uses when it is loaded.
const clock = createClock();
Object.defineProperty(globalThis, 'Performance', { value: clock.Performance });
Object.defineProperty(globalThis, 'performance', { value: clock.performance });
const { setTimeout: nativeSetTimeout } = globalThis;
globalThis.setTimeout = clock.setTimeout;
const { createHintPace } = await unit('hint-pace');
globalThis.setTimeout = nativeSetTimeout;

test('one hint a second about a chat, by the oldest time that is known', async () => {
  const told = [];
  const pace = createHintPace((hint) => told.push(hint));
  const said = () => told.splice(0).map(({ chat, t }) => [chat, t]);
  pace('a', 50);
  assert.deepEqual(said(), [['a', 50]]);
  for (const t of [90, 40, 60]) pace('a', t);
  for (const t of [0, 0, 7]) pace('b', t);
  assert.deepEqual(said(), [['b', undefined]]);
  await clock.advance(999);
  assert.deepEqual(said(), []);
  await clock.advance(1);
  assert.deepEqual(said(), [['a', 40], ['b', 7], ['b', undefined]]);
  await clock.advance(60_000);
  assert.deepEqual([said(), clock.armed()], [[], 0]);
  pace('a', 5);
  assert.deepEqual(said(), [['a', 5]]);
});

test('a chat named like a field of every object is a chat', async () => {
  const told = [];
  const pace = createHintPace((hint) => told.push(hint.chat));
  for (const chat of ['__proto__', 'constructor', 'toString']) pace(chat, 1);
  for (const chat of ['__proto__', 'constructor', 'toString']) pace(chat, 2);
  await clock.advance(1000);
  assert.deepEqual(told, ['__proto__', 'constructor', 'toString', '__proto__', 'constructor', 'toString']);
});
