import { createRequire } from 'node:module';

import type * as Usearch from 'usearch';

/** The ESM build of usearch 2.26.2 never ends: its `getBuildDir` calls itself for ever. The CommonJS build is whole. */
export const { Index, MetricKind, ScalarKind, exactSearch } = createRequire(import.meta.url)(
  'usearch',
) as typeof Usearch;

export type UsearchIndex = Usearch.Index;
