import { StrataError } from '@strata/core/errors';

/** Somebody's collection has our name and cannot hold our vectors. Not retryable: it lasts until that one is gone. */
export class UnfitCollectionError extends StrataError {
  constructor(message: string) {
    super(message, { code: 'unfit_collection', retryable: false });
  }
}
