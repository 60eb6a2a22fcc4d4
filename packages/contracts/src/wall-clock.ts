import type { Clock } from '@strata/core';

/** Real time, for tests against engines that keep their own clock. */
export const wallClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs).unref();
    return () => clearTimeout(timer);
  },
};
