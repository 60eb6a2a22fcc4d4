import * as fc from 'fast-check';
import { describe, it } from 'vitest';
import { ExactStoreHarness, type ExactStoreSubject } from './exact-store-harness.ts';
import { checkAgainstModel } from './exact-store-model.ts';
import { describeRemoval } from './exact-store-removal-tests.ts';
import { describeScan } from './exact-store-scan-tests.ts';
import { describeValues } from './exact-store-value-tests.ts';

export type { ExactStoreBacking, ExactStoreSubject } from './exact-store-harness.ts';

/** The whole contract of the `ExactStore` port, as tests. */
export function exactStoreContract({ name, open, without = [] }: ExactStoreSubject): void {
  describe(`${name}: the contract of an exact store`, () => {
    const on = new ExactStoreHarness(open);
    describeValues(on, without);
    describeRemoval(on, without);
    describeScan(on, without);

    it('behaves like a map with expiry, whatever is asked of it and in whatever order', async () => {
      await fc.assert(checkAgainstModel(on.store, on.backing), { numRuns: 60 });
    });
  });
}
