import type { Charged } from './account.ts';
import { hitAnswer, replyAnswer, semanticAnswer, type Asked, type Replied } from './answer-report.ts';
import type { Answer } from './answer.ts';
import type { CacheEntry } from './cache-entry.ts';
import type { Caller } from './prepared-request.ts';
import type { SemanticLookup } from './semantic-lookup.ts';
import type { Flight, Publish } from './single-flight.ts';
import { untilAborted } from './until-aborted.ts';

/** What a shared run hands to its callers. */
export type RunResult =
  | { readonly kind: 'exact'; readonly entry: CacheEntry }
  | { readonly kind: 'semantic'; readonly entry: CacheEntry; readonly lookup: SemanticLookup }
  | ({ readonly kind: 'reply' } & Replied);

/** One run for all requests that are equal, as its leader sees it. */
export type SharedRun = Charged & {
  readonly key: string;
  /** When the leader's exact lookup began. */
  readonly tick: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly publish: Publish<RunResult>;
  /** An entry that is too old for these callers is there, and others have it in memory. */
  readonly replaces: boolean;
};

/** One caller's view of a run: waits for it, takes the answer in the form asked for, and leaves when done. */
export async function answerFrom(flight: Flight<RunResult>, asked: Asked, caller: Caller): Promise<Answer> {
  const { signal } = caller;
  const { leave, pays } = flight.join(caller);
  let stays = false;
  try {
    const result = await untilAborted(flight.result, signal);
    if (result.kind === 'exact') return hitAnswer(asked, result.entry);
    if (result.kind === 'semantic') return semanticAnswer(asked, result.entry, result.lookup);
    const body = await result.reply.bodyFor(asked.prepared.request, signal);
    const replied = { ...result, pays };
    if (body.kind !== 'live') return replyAnswer(asked, replied, body);
    // A stream's reader stays counted in until its last event.
    stays = true;
    return replyAnswer(asked, replied, { ...body, events: thenLeave(body.events, leave) });
  } finally {
    if (!stays) leave();
  }
}

async function* thenLeave(
  events: AsyncIterable<string>,
  leave: () => void,
): AsyncGenerator<string, void, undefined> {
  try {
    yield* events;
  } finally {
    leave();
  }
}
