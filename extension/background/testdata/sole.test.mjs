// One core at a time: a second one waits until the first has ended.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLocks, load, settle } from './browser.mjs';

const { sole } = await load('sole');

test('the second waits for the first, and a third for the second', async () => {
  createLocks();
  const admitted = [];
  const ends = [0, 1, 2].map((i) => {
    let end;
    const over = new Promise((resolve, reject) => { end = i === 1 ? reject : resolve; });
    sole('core', over).then(() => admitted.push(i), () => {});
    return end;
  });
  await settle();
  assert.deepEqual(admitted, [0]);
  ends[0]();
  await settle();
  assert.deepEqual(admitted, [0, 1]);
  // A module that ends by a fault lets go as well.
  ends[1](new Error('ended'));
  await settle();
  assert.deepEqual(admitted, [0, 1, 2]);
});

test('one that has ended before its turn came does not keep the lock', async () => {
  createLocks();
  let end;
  await sole('core', new Promise((resolve) => { end = resolve; }));
  const late = sole('core', Promise.resolve());
  const next = sole('core', new Promise(() => {}));
  end();
  await Promise.all([late, next]);
});

test('locks of other names do not wait', async () => {
  createLocks();
  await Promise.all([sole('a', new Promise(() => {})), sole('b', new Promise(() => {}))]);
});

test('a browser that refuses the lock is told of', async () => {
  createLocks().refuse = new DOMException('The document is not active.', 'InvalidStateError');
  await assert.rejects(sole('core', Promise.resolve()), { name: 'InvalidStateError' });
});
