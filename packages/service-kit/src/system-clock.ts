import type { Clock } from '@strata/core';

/** The longest delay a Node timer holds; a longer one would fire at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** The machine's clock. Its timers never keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(delayMs, callback) {
    let timer: NodeJS.Timeout;
    const wait = (leftMs: number): void => {
      const step = Math.min(leftMs, MAX_DELAY_MS);
      timer = setTimeout(() => (leftMs > step ? wait(leftMs - step) : callback()), step).unref();
    };
    wait(Math.max(0, delayMs));
    return () => clearTimeout(timer);
  },
};
