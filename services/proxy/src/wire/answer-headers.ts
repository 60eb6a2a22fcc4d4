import { entryId, type Answer } from '@strata/core';
import { cacheStatus } from './cache-status.ts';
import type { IdHeaders } from './request-id.ts';
import { serverTiming } from './server-timing.ts';

export type HeaderMap = { readonly [name: string]: string };

/** A client's own cache, or a shared one on the way, must never keep the answer to a POST. */
export const NO_STORE = 'private, no-store';

/** The headers of an answer, the same on hits, misses and streams. `now` in ms since the epoch. */
export function answerHeaders(
  answer: Answer,
  context: { readonly now: number; readonly ids: IdHeaders },
): HeaderMap {
  const { report, outcome } = answer;
  const { entry, similarity } = report;
  const headers: { [name: string]: string } = {
    ...context.ids,
    ...answer.headers,
    'content-type': contentType(answer),
    'cache-control': NO_STORE,
    'cache-status': cacheStatus(answer, context.now),
    'x-cache': report.exact?.stale === undefined ? outcome : 'stale',
  };
  if (similarity !== undefined && outcome === 'semantic-hit')
    headers['x-cache-similarity'] = similarity.toFixed(4);
  if (entry !== undefined) {
    headers['x-cache-entry'] = entryId(entry);
    headers['age'] = String(Math.max(0, Math.floor((context.now - entry.createdAt) / 1000)));
  }
  const timing = serverTiming(report.timings);
  if (timing !== '') headers['server-timing'] = timing;
  return headers;
}

function contentType(answer: Answer): string {
  if (answer.body.kind !== 'whole') return 'text/event-stream; charset=utf-8';
  const type = answer.headers['content-type'] ?? 'application/json';
  // The upstream streamed, this caller asked for one object: the form changed on the way.
  return type.startsWith('text/event-stream') ? 'application/json' : type;
}
