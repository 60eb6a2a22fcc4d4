import { NO_STORE } from '../wire/answer-headers.ts';
import { ttlParameter } from '../wire/cache-status.ts';
import type { IdHeaders } from '../wire/request-id.ts';
import type { ReadyResponse } from './hot-lane.ts';

export type ReadyContext = {
  /** ms since the epoch. */
  readonly now: number;
  readonly ids: IdHeaders;
  readonly fingerprint: string;
  readonly tookMs: number;
};

/** The headers of the hot lane's answer: the same as of any exact hit, as one flat list, which Node writes fastest. */
export function readyHeaders(ready: ReadyResponse, context: ReadyContext): string[] {
  const { entry } = ready;
  const age = Math.max(0, Math.floor((context.now - entry.createdAt) / 1000));
  const { 'x-request-id': requestId, 'request-id': anthropicId } = context.ids;
  const headers = [
    'x-request-id',
    requestId,
    'content-type',
    ready.contentType,
    'cache-control',
    NO_STORE,
    'cache-status',
    `strata-exact; hit${ttlParameter(entry, context.now)}; key="${context.fingerprint}"`,
    'x-cache',
    'exact-hit',
    'x-cache-entry',
    ready.entryId,
    'age',
    String(age),
    'server-timing',
    `exact;dur=${context.tookMs.toFixed(3)}`,
    'content-length',
    String(ready.body.length),
  ];
  // Not by spreading what is mostly not there: that took a hundredth of a hit.
  if (anthropicId !== undefined) headers.push('request-id', anthropicId);
  return headers;
}
