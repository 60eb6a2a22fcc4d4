import { expect, test } from 'vitest';
import { EntryHits } from './entry-hits.ts';
import type { RequestEvent } from './request-event.ts';

function ended(outcome: RequestEvent['outcome'], entry?: string): RequestEvent {
  return { outcome, entry } as RequestEvent;
}

test('counts the hits of each entry, and nothing else', () => {
  const hits = new EntryHits();
  for (const event of [
    ended('exact-hit', 'a'),
    ended('semantic-hit', 'a'),
    ended('exact-hit', 'b'),
    ended('miss'),
    ended('error', 'a'),
  ])
    hits.requestEnded(event);
  expect(['a', 'b', 'c'].map((entry) => hits.of(entry))).toEqual([2, 1, 0]);
});

test('says that it does not know once it had to forget', () => {
  const hits = new EntryHits({ maxEntries: 2 });
  for (const entry of ['a', 'b', 'b', 'c']) hits.requestEnded(ended('exact-hit', entry));
  expect(['a', 'b', 'c', 'd'].map((entry) => hits.of(entry))).toEqual([undefined, 2, 1, undefined]);
});
