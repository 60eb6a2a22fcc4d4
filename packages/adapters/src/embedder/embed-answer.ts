import { DependencyError, type EmbedderDescription, type Embedding } from '@strata/core';
import { vectorFromBase64 } from './vector-base64.ts';

/** What the embedding service answers to `POST /embed {"texts"}`; lists are in the order of the texts. */
export type EmbedAnswer = EmbedderDescription & {
  /** Numbers, or base64 where it was asked for. */
  readonly embeddings: readonly (readonly number[] | string)[];
  readonly tokens: readonly number[];
  readonly truncated: readonly boolean[];
  readonly unknownShare: readonly number[];
};

export type ReadAnswer = {
  readonly description: EmbedderDescription;
  readonly embeddings: readonly Embedding[];
};

const FINGERPRINT = /^[a-z0-9_-]{1,64}$/;
const LENGTH_TOLERANCE = 1e-3;

/** Reads `GET /health`. Throws `DependencyError` `invalid_response` when the service does not say what it computes. */
export function readDescription(body: unknown): EmbedderDescription {
  const { model, dimensions, maxTokens, fingerprint } = asRecord(body);
  if (typeof model !== 'string' || !isCount(dimensions) || !isCount(maxTokens)) {
    throw invalid('it does not name its model, dimensions and maxTokens');
  }
  if (typeof fingerprint !== 'string' || !FINGERPRINT.test(fingerprint)) {
    throw invalid('its fingerprint is missing, or not of the form [a-z0-9_-]{1,64}');
  }
  return { model, dimensions, maxTokens, fingerprint };
}

/** Reads an `EmbedAnswer` of `count` texts. Throws `DependencyError` `invalid_response` on anything not in its shape. */
export function readEmbedAnswer(body: unknown, count: number): ReadAnswer {
  const description = readDescription(body);
  const { embeddings, tokens, truncated, unknownShare } = asRecord(body);
  const vectors = listOf(embeddings, { count, name: 'embeddings' }).map((each) =>
    readVector(each, description),
  );
  const tokenCounts = listOf(tokens, { count, name: 'tokens' });
  const cuts = listOf(truncated, { count, name: 'truncated' });
  const shares = listOf(unknownShare, { count, name: 'unknownShare' });
  const read = vectors.map((vector, index) => ({
    vector,
    tokenCount: asNumber(tokenCounts[index], 'tokens'),
    truncated: cuts[index] === true,
    unknownShare: asNumber(shares[index], 'unknownShare'),
    space: description.fingerprint,
  }));
  return { description, embeddings: read };
}

/** What the service answers to `POST /compare {"pairs"}`: log-odds in their order, null of a pair too long to be read. */
export type CompareAnswer = { readonly logOdds: readonly (number | null)[] };

/** Reads a `CompareAnswer` of one pair. Throws `DependencyError` `invalid_response` on anything not in its shape. */
export function readCompareAnswer(body: unknown): number | undefined {
  const { logOdds } = asRecord(body);
  const [reading] = Array.isArray(logOdds) ? (logOdds as readonly unknown[]) : [];
  if (reading === null) return undefined;
  if (typeof reading === 'number' && Number.isFinite(reading)) return reading;
  throw invalid('"logOdds" is not a list of numbers');
}

function readVector(value: unknown, { dimensions }: EmbedderDescription): Float32Array {
  const vector = typeof value === 'string' ? vectorFromBase64(value) : vectorFromNumbers(value);
  if (vector?.length !== dimensions) throw invalid(`an embedding has not ${dimensions} numbers`);
  let squares = 0;
  for (const number of vector) squares += number * number;
  // One number that is not finite makes the sum NaN or infinite, and fails this too.
  if (Math.abs(squares - 1) <= LENGTH_TOLERANCE) return vector;
  throw invalid('an embedding is not of unit length');
}

function vectorFromNumbers(value: unknown): Float32Array | undefined {
  return Array.isArray(value) ? Float32Array.from(value as readonly number[]) : undefined;
}

function listOf(value: unknown, expected: { count: number; name: string }): readonly unknown[] {
  if (Array.isArray(value) && value.length === expected.count) return value;
  throw invalid(`"${expected.name}" is not a list of ${expected.count}`);
}

function asNumber(value: unknown, name: string): number {
  if (typeof value === 'number' && value >= 0) return value;
  throw invalid(`"${name}" holds something that is not a number`);
}

function asRecord(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body === 'object' && body !== null) return body as Readonly<Record<string, unknown>>;
  throw invalid('it is not a JSON object');
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function invalid(what: string): DependencyError {
  return new DependencyError(`The embedding service's answer cannot be used: ${what}.`, {
    code: 'invalid_response',
  });
}
