import type { EmbedderDescription } from '@strata/core';
import type { Encoding } from './sentence-encoder.ts';

/** To an inference thread: compute this text. */
export type EncodeRequest = { readonly id: number; readonly text: string };

/** To an inference thread: end, after what is under way. */
export const STOP = 'stop';

/** From an inference thread: `ready` once, after the model is loaded; then one answer for each request. */
export type ThreadMessage =
  | { readonly kind: 'ready'; readonly description: EmbedderDescription }
  | { readonly kind: 'encoded'; readonly id: number; readonly encoding: Encoding }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };
