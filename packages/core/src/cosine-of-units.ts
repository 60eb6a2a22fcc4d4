/** The inner product, kept within [-1, 1] against rounding: the cosine, for vectors of length 1 and as many dimensions. */
export function cosineOfUnits(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) {
    sum += (left[index] as number) * (right[index] as number);
  }
  return Math.max(-1, Math.min(1, sum));
}
