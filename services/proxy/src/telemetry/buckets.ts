/** Upper bounds of the histograms, in seconds: from a memory hit to a slow model. */
export const LOOKUP_BUCKETS: readonly number[] = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1,
];
export const ANSWER_BUCKETS: readonly number[] = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120,
];
export const AGE_BUCKETS: readonly number[] = [
  1, 10, 60, 300, 1_800, 3_600, 21_600, 86_400, 604_800, 2_592_000,
];

/** Of cosines. */
export const SIMILARITY_BUCKETS: readonly number[] = [
  0.5, 0.6, 0.7, 0.75, 0.8, 0.82, 0.84, 0.86, 0.88, 0.9, 0.92, 0.94, 0.96, 0.98, 0.99, 1,
];
