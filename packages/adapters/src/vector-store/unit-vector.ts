import { StrataError } from '@strata/core/errors';

/**
 * A copy of `vector`, of length 1, in a buffer of its own (it can be transferred to a worker, and the caller keeps its
 * own). Inner products of such vectors are cosines. Zeros stay zeros. Throws on a number that is not finite: one NaN in a
 * graph makes every path through it a dead end.
 */
export function unitVector(vector: Float32Array): Float32Array<ArrayBuffer> {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (!Number.isFinite(squares)) {
    throw new StrataError('The vector holds a number that is not finite.', {
      code: 'invalid_vector',
      retryable: false,
    });
  }
  const unit = new Float32Array(vector);
  const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
  for (let index = 0; index < unit.length; index += 1) unit[index] = (unit[index] as number) * scale;
  return unit;
}
