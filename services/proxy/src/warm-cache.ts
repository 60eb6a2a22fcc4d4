import { messageOf } from '@strata/core';

/** How a request of a warm-up ended; as in `x-cache`. */
export type AskWarm = (text: string, signal: AbortSignal) => Promise<string>;

export type WarmProgress = {
  readonly asked: number;
  /** Answered from the cache: there was nothing to do. */
  readonly hits: number;
  /** Asked upstream. */
  readonly misses: number;
  readonly bypassed: number;
  readonly failed: number;
  readonly failures: readonly { readonly line: number; readonly message: string }[];
};

export type WarmOptions = {
  readonly ask: AskWarm;
  /** Requests under way at a time. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
};

const MAX_FAILURES = 20;

/**
 * Asks every line but blank ones through the pipeline, as clients would, and tells how far it is. One that fails stops
 * no other.
 */
export async function* warmCache(
  lines: AsyncIterable<string>,
  { ask, concurrency, signal }: WarmOptions,
): AsyncGenerator<WarmProgress, void, undefined> {
  const progress = { asked: 0, hits: 0, misses: 0, bypassed: 0, failed: 0 };
  const failures: { line: number; message: string }[] = [];
  const running = new Set<Promise<void>>();
  let line = 0;
  const one = async (text: string, number: number): Promise<void> => {
    try {
      progress[kindOf(await ask(text, signal))] += 1;
    } catch (error) {
      progress.failed += 1;
      if (failures.length < MAX_FAILURES)
        failures.push({ line: number, message: messageOf(error).slice(0, 300) });
    }
    progress.asked += 1;
  };
  for await (const text of lines) {
    signal.throwIfAborted();
    line += 1;
    if (text.trim() === '') continue;
    const work = one(text, line).finally(() => running.delete(work));
    running.add(work);
    if (running.size < concurrency) continue;
    await Promise.race(running);
    yield { ...progress, failures: [...failures] };
  }
  await Promise.all(running);
  yield { ...progress, failures: [...failures] };
}

function kindOf(outcome: string): 'hits' | 'misses' | 'bypassed' {
  if (outcome === 'bypass') return 'bypassed';
  return outcome.endsWith('-hit') ? 'hits' : 'misses';
}
