/** A promise with its handles outside: lets a test decide when something ends, in place of sleeping. */
export type Deferred<T> = {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
};

export function deferred<T = void>(): Deferred<T> {
  return Promise.withResolvers<T>();
}

/** Lets everything that is ready run: promise callbacks and immediates, a few rounds of them. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    // oxlint-disable-next-line no-await-in-loop -- each round lets the next callbacks become ready
    await new Promise((resolve) => setImmediate(resolve));
  }
}
