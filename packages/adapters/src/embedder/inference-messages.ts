import type { EmbedderDescription } from '@strata/core';
import type { PairReading } from './pair-reader.ts';
import type { Encoding } from './sentence-encoder.ts';

/** What a thread computes: the vector of a text, or, with another beside it, the reading of the pair. */
export type InferenceTask = { readonly text: string; readonly other?: string };

export type InferenceResult = Encoding | PairReading;

/** To an inference thread. */
export type InferenceRequest = InferenceTask & { readonly id: number };

/** To an inference thread: end, after what is under way. */
export const STOP = 'stop';

/** From an inference thread: `ready` once, after the model is loaded; then one answer for each request. */
export type ThreadMessage =
  | { readonly kind: 'ready'; readonly description: EmbedderDescription }
  | { readonly kind: 'done'; readonly id: number; readonly result: InferenceResult }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };
