/**
 * The mean of the pieces' states, scaled to unit length: one vector for a text.
 *
 * `states` holds `pieces` rows of `dimensions` numbers. Every row counts: texts are computed one at a time,
 * so there is no padding for a mask to leave out.
 */
export function meanUnitVector(
  states: Float32Array,
  pieces: number,
  dimensions: number,
): Float32Array<ArrayBuffer> {
  const sums = new Float64Array(dimensions);
  for (let row = 0; row < pieces; row += 1) {
    const start = row * dimensions;
    for (let index = 0; index < dimensions; index += 1) {
      sums[index] = (sums[index] ?? 0) + (states[start + index] ?? 0);
    }
  }
  return unitVector(sums);
}

// Dividing by the row count first would change nothing: the length is divided out anyway.
function unitVector(sums: Float64Array): Float32Array<ArrayBuffer> {
  let squares = 0;
  for (const sum of sums) squares += sum * sum;
  const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
  const vector = new Float32Array(sums.length);
  for (let index = 0; index < sums.length; index += 1) vector[index] = (sums[index] ?? 0) * scale;
  return vector;
}
