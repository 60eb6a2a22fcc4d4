/**
 * One vector in the form asked for: `float` is a list of numbers, `base64` 32-bit floats, little-endian. What is neither is left
 * as it is.
 */
export function vectorAs(vector: unknown, format: unknown): unknown {
  if (format !== 'base64') return typeof vector === 'string' ? fromBase64(vector) : vector;
  return Array.isArray(vector) && vector.length > 0 && vector.every(isNumber) ? toBase64(vector) : vector;
}

/** Whether that is a vector at all, or one for each token of its input. Some upstreams give `null` or `[]` for an input that they could not embed. */
export function isVector(value: unknown): boolean {
  if (typeof value === 'string') return isBase64OfFloats(value);
  if (!Array.isArray(value)) return false;
  return isListOfNumbers(value) || (value.length > 0 && value.every(isListOfNumbers));
}

function isListOfNumbers(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => Number.isFinite(item));
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

const FLOAT_BYTES = 4;
/** `-` and `_` where it is written for URLs. */
const BASE64 = /^[\w+/-]+={0,2}$/;

function isBase64OfFloats(text: string): boolean {
  return BASE64.test(text) && Buffer.byteLength(text, 'base64') % FLOAT_BYTES === 0;
}

function toBase64(vector: readonly number[]): string {
  const bytes = Buffer.allocUnsafe(vector.length * FLOAT_BYTES);
  vector.forEach((value, index) => bytes.writeFloatLE(value, index * FLOAT_BYTES));
  return bytes.toString('base64');
}

function fromBase64(text: string): readonly number[] | string {
  if (!isBase64OfFloats(text)) return text;
  const bytes = Buffer.from(text, 'base64');
  const numbers: number[] = [];
  for (let at = 0; at < bytes.length; at += FLOAT_BYTES) numbers.push(shortest(bytes.readFloatLE(at)));
  return numbers;
}

/** The shortest decimal that is this 32-bit float again: what upstreams print, 0.1 rather than 0.10000000149011612. */
function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits += 1) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return rounded;
  }
  return Number(value.toPrecision(9));
}
