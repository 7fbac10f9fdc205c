import { dictionary, hasOwn, now, within } from "./originals";

/**
 * How long one way of asking WhatsApp may take, in milliseconds. One that has answered too late is slow, not
 * hanging, and gets all the time there is.
 */
const WAY_MS = 2000;

/** The least time worth a try, in milliseconds. */
const LEAST_MS = 500;

/** How long a way that did not answer is left alone, unless it answers after all, in milliseconds. */
export const HUNG_AGAIN_MS = 30_000;

/**
 * Asks WhatsApp in ways that may never answer. A question that hangs would hold up all that come after it,
 * so each way has its time; one that took longer is passed over for a while, or until it has answered.
 */
export interface Patience {
  /**
   * What task comes to by the time until, on the clock of now(); undefined when it fails, takes too long, or
   * when there is no use in trying now. way names what is asked.
   */
  ask<T>(way: string, until: number, task: () => T | Promise<T>): Promise<T | undefined>;
}

/** Makes the patience for one kind of question. */
export function createPatience(): Patience {
  const hungAt = dictionary<number>();
  const slow = dictionary<true>();

  return {
    async ask(way, until, task) {
      const rest = until - now();
      const hung = hasOwn(hungAt, way) && now() - (hungAt[way] as number) < HUNG_AGAIN_MS;
      if (hung || rest < LEAST_MS) {
        return undefined;
      }
      const since = now();
      const patient = hasOwn(slow, way);
      let settled = false;
      let late = false;
      const answer = await within(
        async () => {
          try {
            return await task();
          } finally {
            settled = true;
            delete hungAt[way];
            if (late) {
              slow[way] = true;
            } else if (now() - since < WAY_MS) {
              delete slow[way];
            }
          }
        },
        patient || rest < WAY_MS ? rest : WAY_MS,
      );
      if (!settled) {
        late = true;
        delete slow[way];
        hungAt[way] = now();
      }
      return answer;
    },
  };
}
