import { StrataError } from '@strata/core/errors';

/**
 * A vector of another length than the space holds: the embedder changed under an unchanged fingerprint. Not retryable: it
 * lasts until the space is cleared or the embedder is put right.
 */
export class VectorDimensionError extends StrataError {
  constructor(message: string) {
    super(message, { code: VectorDimensionError.code, retryable: false });
  }

  static readonly code = 'dimension_mismatch';

  static of(space: string, expected: number, actual: number): VectorDimensionError {
    return new VectorDimensionError(
      `The space "${space}" holds vectors of ${expected} dimensions, this one has ${actual}. ` +
        'Was the embedding model changed without a new fingerprint? Clear the cache to start over.',
    );
  }
}
