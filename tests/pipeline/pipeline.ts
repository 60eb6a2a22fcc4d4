import { MemoryExactStore } from '@strata/adapters/exact-store/memory';
import { FakeClock } from '@strata/contracts/fake-clock';
import { ScriptedUpstream } from '@strata/contracts/scripted-upstream';
import {
  ExactTier,
  TieredCache,
  type Account,
  type Answer,
  type CacheEvent,
  type ExactStore,
  type Feedback,
  type HeaderBag,
  type SemanticTier,
  type ShadowChecks,
  type TieredCacheOptions,
} from '@strata/core';

/** The pipeline with everything real but time, the upstream and the stores' engines. */
export class Pipeline {
  readonly clock = new FakeClock();
  readonly upstream = new ScriptedUpstream();
  readonly events: CacheEvent[] = [];
  readonly observer = { observe: (event: CacheEvent) => void this.events.push(event) };
  readonly store: ExactStore;
  readonly exact: ExactTier;
  readonly cache: TieredCache;

  constructor(options: PipelineOptions = {}) {
    const { clock, observer, upstream } = this;
    this.store = options.store?.(clock) ?? memoryStore(clock);
    this.exact = new ExactTier({
      store: this.store,
      memory: options.withoutMemory === true ? undefined : memoryStore(clock),
      clock,
      observer,
      deadlineMs: 100,
      feedback: options.feedback,
    });
    this.cache = new TieredCache({
      exact: this.exact,
      semantic: options.semantic?.(this),
      shadow: options.shadow?.(this),
      upstream,
      clock,
      observer,
      semanticRules: { maxTemperature: 0.7, minTextBytes: 8, maxTextChars: 4_096 },
      freshness: { ttlMs: 86_400_000, warmTtlMs: 3_600_000, warmTemperature: 0.7, maxTtlMs: 2_592_000_000 },
      cacheVersion: 0,
      maxEntryBytes: 5_000,
      askForUsage: true,
      keepAbandoned: false,
      ...options.settings,
    });
  }

  /** Asks as a client would. */
  ask(content: string, options: AskOptions = {}): Promise<Answer> {
    const { headers = {}, tenant = 'default', signal = new AbortController().signal, ...fields } = options;
    const body = { model: 'm', messages: [{ role: 'user', content }], ...fields.body };
    const prepared = this.cache.prepare(JSON.stringify(body), headers, { tenant });
    const { account } = fields;
    return this.cache.answer(prepared, { signal, headers: {}, ...(account && { account }) });
  }

  /** What the store itself has for a question, memory aside. */
  stored(content: string): Promise<Uint8Array | undefined> {
    const text = JSON.stringify({ model: 'm', messages: [{ role: 'user', content }] });
    return this.store.get(this.cache.prepare(text, {}, { tenant: 'default' }).fingerprint);
  }

  count<K extends CacheEvent['kind']>(
    kind: K,
    where: Partial<Extract<CacheEvent, { kind: K }>> = {},
  ): number {
    const wanted = Object.entries(where);
    return this.events.filter(
      (event) =>
        event.kind === kind && wanted.every(([key, value]) => event[key as keyof CacheEvent] === value),
    ).length;
  }
}

export type PipelineOptions = {
  readonly store?: (clock: FakeClock) => ExactStore;
  readonly withoutMemory?: boolean;
  readonly feedback?: Feedback;
  readonly semantic?: (pipeline: Pipeline) => SemanticTier;
  readonly shadow?: (pipeline: Pipeline) => ShadowChecks;
  readonly settings?: Partial<TieredCacheOptions>;
};

export type AskOptions = {
  readonly headers?: HeaderBag;
  readonly tenant?: string;
  readonly signal?: AbortSignal;
  readonly account?: Account;
  readonly body?: object;
};

function memoryStore(clock: FakeClock): MemoryExactStore {
  return new MemoryExactStore({ clock, maxBytes: 1_000_000, maxEntries: 1_000 });
}

/** The answer's text, however it was sent; a stream is read to its end. */
export async function textOf(answer: Answer): Promise<string> {
  const { body } = answer;
  if (body.kind === 'whole') {
    const { choices } = JSON.parse(Buffer.from(body.bytes).toString()) as {
      choices: { message: { content: string } }[];
    };
    return choices.map((choice) => choice.message.content).join('');
  }
  let text = '';
  for await (const event of body.events) text += contentOf(event);
  return text;
}

/** A whole answer's body as text, byte for byte. */
export function bytesOf(answer: Answer): string | undefined {
  return answer.body.kind === 'whole' ? Buffer.from(answer.body.bytes).toString() : undefined;
}

export async function eventsOf(answer: Answer): Promise<string[]> {
  const events: string[] = [];
  if (answer.body.kind !== 'whole') for await (const event of answer.body.events) events.push(event);
  return events;
}

export function contentOf(event: string): string {
  const { choices } = JSON.parse(event) as { choices: { delta: { content?: string | null } }[] };
  return choices.map((choice) => choice.delta.content ?? '').join('');
}

/** One chunk of a stream, as an upstream sends it. */
export function chunk(content: string, finish: string | null = null, extra: object = {}): string {
  const choice = { index: 0, delta: content === '' ? {} : { content }, finish_reason: finish };
  return JSON.stringify({
    id: 'c',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [choice],
    ...extra,
  });
}

export function completion(content: string, extra: object = {}): object {
  return {
    id: 'c',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop', ...extra }],
    usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
  };
}
