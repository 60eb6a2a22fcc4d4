import * as fc from 'fast-check';
import { describe, it } from 'vitest';
import { VectorStoreHarness, type VectorStoreSubject } from './vector-store-harness.ts';
import { describeLife } from './vector-store-life-tests.ts';
import { checkAgainstModel } from './vector-store-model.ts';
import { describeScan } from './vector-store-scan-tests.ts';
import { describeSearch } from './vector-store-search-tests.ts';
import { describeWrites } from './vector-store-write-tests.ts';

export type { VectorStoreBacking, VectorStoreSubject } from './vector-store-harness.ts';

/** The whole contract of the `VectorStore` port, as tests. */
export function vectorStoreContract({ name, open, without = [], modelRuns = 60 }: VectorStoreSubject): void {
  describe(`${name}: the contract of a vector store`, () => {
    const on = new VectorStoreHarness(open);
    describeSearch(on);
    describeScan(on);
    describeWrites(on, without);
    describeLife(on, without);

    it('answers like a scan of all points, whatever is asked of it and in whatever order', async () => {
      await fc.assert(checkAgainstModel(on), { numRuns: modelRuns });
    });
  });
}
