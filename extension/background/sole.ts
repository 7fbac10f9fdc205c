/**
 * Resolves once nobody else of this extension in this browser profile holds the lock called name, and
 * holds it until over settles. The browser lets go of it when this worker ends, however it ends: so the
 * lock is a lease as well, and what a stopped worker has begun is taken up by the next one at once.
 *
 * See https://developer.mozilla.org/docs/Web/API/LockManager/request.
 */
export function sole(name: string, over: Promise<unknown>): Promise<void> {
  return new Promise((resolve, reject) => {
    const held = navigator.locks.request(name, () => {
      resolve();
      return over;
    });
    held.catch(reject);
  });
}
