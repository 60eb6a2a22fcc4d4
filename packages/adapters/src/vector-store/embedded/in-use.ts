/** The code of the `DependencyError` that a second process on a directory gets. */
export const IN_USE = 'in_use';

export const IN_USE_ADVICE =
  'Give each process a DATA_DIR of its own, or let them share Redis and Qdrant (REDIS_URL, QDRANT_URL).';
