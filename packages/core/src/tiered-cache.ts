import { askUpstream, type Charged } from './account.ts';
import type { BypassReason } from './admission.ts';
import { mayGoAsItCame } from './api-request.ts';
import { hitAnswer, semanticAnswer, staleAnswer, type Asked } from './answer-report.ts';
import type { Answer } from './answer.ts';
import { bypassAnswer } from './bypass-answer.ts';
import { freshnessUnder, staleMs } from './cache-policy.ts';
import type { Clock } from './clock.ts';
import { controlsKey, type HeaderBag } from './controls.ts';
import { EmbeddingBatches } from './embeddings/embedding-batches.ts';
import { OnlyIfCachedError } from './errors.ts';
import { exactControls } from './exact-controls.ts';
import type { ExactLookup, ExactTier } from './exact-tier.ts';
import { ttlOf, type FreshnessRules } from './freshness.ts';
import { newEntry, promotedEntry } from './new-entry.ts';
import type { Observer, StaleReason } from './ports/observer.ts';
import type { Upstream, UpstreamAnswer } from './ports/upstream.ts';
import {
  isPromoted,
  lacksUsage,
  prepareRequest,
  queryOf,
  type Asking,
  type Caller,
  type PreparedRequest,
  type PrepareRules,
} from './prepared-request.ts';
import type { SemanticLookup } from './semantic-lookup.ts';
import type { SemanticTier } from './semantic-tier.ts';
import type { ShadowChecks } from './shadow-checks.ts';
import { answerFrom, type RunResult, type SharedRun } from './shared-run.ts';
import { SingleFlight } from './single-flight.ts';
import { isUpstreamOutage, staleEntry } from './stale.ts';
import { upstreamReply } from './upstream-reply.ts';
import { WriteBack } from './write-back.ts';

export type TieredCacheOptions = PrepareRules & {
  readonly exact: ExactTier;
  /** Absent: the exact tier only. */
  readonly semantic: SemanticTier | undefined;
  readonly upstream: Upstream;
  /** Absent: hits by meaning are not checked afterwards. */
  readonly shadow?: ShadowChecks | undefined;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly freshness: FreshnessRules;
  /** Larger answers are passed on and not stored. */
  readonly maxEntryBytes: number;
  /** Finish answers that every caller has left, for the cache's sake. */
  readonly keepAbandoned: boolean;
};

/**
 * THE PIPELINE. A request goes down until something may answer it:
 *
 *   prepare (understand, identify) -> bypass? -> exact tier -> one run for all equal requests:
 *     semantic tier (hit: promoted) -> upstream, streamed while it is recorded -> write-back
 *
 * In front of it the proxy's hot lane answers byte-identical repeats from memory.
 */
export class TieredCache {
  readonly #options: TieredCacheOptions;
  readonly #flights: SingleFlight<RunResult>;
  readonly #writeBack: WriteBack;
  readonly #embeddings: EmbeddingBatches;

  constructor(options: TieredCacheOptions) {
    this.#options = options;
    this.#flights = new SingleFlight({ keepAbandoned: options.keepAbandoned, memory: 1_024 });
    this.#writeBack = new WriteBack(options);
    this.#embeddings = new EmbeddingBatches({ ...options, writeBack: this.#writeBack });
  }

  /** Reads and identifies a request. Throws `InvalidRequestError`. Pure: no tier is asked. */
  prepare(text: string, headers: HeaderBag, asking: Asking): PreparedRequest {
    return prepareRequest({ text, headers, asking }, this.#options);
  }

  /** Answers a request. Rejects with `UpstreamError`, `OnlyIfCachedError`, or the caller's own abort reason. */
  async answer(prepared: PreparedRequest, caller: Caller): Promise<Answer> {
    const answer = await this.#answer(prepared, caller);
    // A tier that is not there was not asked, whatever could have been asked of it.
    return this.#options.semantic === undefined
      ? { ...answer, report: { ...answer.report, semantic: undefined } }
      : answer;
  }

  async #answer(prepared: PreparedRequest, caller: Caller): Promise<Answer> {
    const cachedOnly = prepared.controls.onlyIfCached && prepared.controls.mode === 'use';
    if (prepared.bypass !== undefined) {
      // Nothing of its kind is ever stored, and the upstream is not to be asked.
      if (cachedOnly) throw new OnlyIfCachedError();
      return await this.#forward(prepared, prepared.bypass, caller);
    }
    if (prepared.parts !== undefined) return await this.#embeddings.answer(prepared, caller);

    const tick = this.#flights.tick;
    const startedAt = this.#options.clock.elapsed();
    const exact = await this.#lookupExact(prepared, caller.signal);
    const exactMs = this.#options.clock.elapsed() - startedAt;
    const asked = { prepared, exact, exactMs };
    if (exact?.kind === 'hit') return hitAnswer({ ...asked, collapsed: false }, exact.entry);
    if (cachedOnly) return await this.#answerFromSemantic(asked, caller.signal);

    // Fresh still for others, who must not get it any more once there is a newer one.
    const replaces = exact?.kind === 'too-old';
    // Equal requests share one run; what could make their answers differ keeps them apart.
    const key = `${prepared.fingerprint}|${controlsKey(prepared.controls)}|${prepared.policy.judge ?? ''}`;
    const joined = this.#flights.get(key);
    const flight =
      joined ??
      this.#flights.start(key, (publish, charged) =>
        this.#run(prepared, { key, tick, headers: caller.headers, publish, ...charged, replaces }),
      );
    const stale = this.#stale(asked, 'while-revalidate');
    if (stale !== undefined) {
      // Counted in and never out: nobody waits for this run, nobody's leaving may end it, and who began it pays for it.
      const { pays } = flight.join({ account: caller.account });
      return { ...stale, report: { ...stale.report, pays } };
    }
    if (joined !== undefined) this.#options.observer.observe({ kind: 'coalesced' });
    try {
      return await answerFrom(flight, { ...asked, collapsed: joined !== undefined }, caller);
    } catch (error) {
      const covered = isUpstreamOutage(error) ? this.#stale(asked, 'if-error') : undefined;
      if (covered === undefined) throw error;
      return covered;
    }
  }

  /** Resolves when nothing is under way any more: answers recorded, write-backs done. */
  async drain(): Promise<void> {
    await this.#flights.drain();
    await this.#embeddings.drain();
    await this.#options.shadow?.drain();
  }

  /** The same at the process's end, when every caller has left: what is without an answer after that time is given up. */
  async stop(graceMs: number): Promise<void> {
    const cancel = this.#options.clock.after(graceMs, () => {
      this.#flights.giveUp();
      this.#embeddings.giveUp();
    });
    try {
      await this.drain();
    } finally {
      cancel();
    }
  }

  #stale(asked: Omit<Asked, 'collapsed'>, reason: StaleReason): Answer | undefined {
    const { policy, controls } = asked.prepared;
    const now = this.#options.clock.now();
    const entry = staleEntry(asked.exact, reason, { policy, controls, now });
    if (entry === undefined) return undefined;
    this.#options.observer.observe({ kind: 'stale-served', reason });
    return staleAnswer({ ...asked, collapsed: false }, entry, reason);
  }

  /** The leader's work, for everybody who joins. What it publishes goes to all of them. */
  async #run(prepared: PreparedRequest, run: SharedRun): Promise<void> {
    // Between this caller's lookup and its becoming leader, another run for the key may have stored the answer.
    if (this.#flights.finishedSince(run.key, run.tick) && prepared.controls.mode === 'use') {
      const again = await this.#lookupExact(prepared, run.signal);
      if (again?.kind === 'hit') return run.publish({ kind: 'exact', entry: again.entry });
    }

    const { generation } = this.#options.exact;
    const lookup = await this.#lookupSemantic(prepared, run.signal);
    if (lookup?.kind === 'hit') {
      const alias = promotedEntry(lookup.entry, lookup.score, prepared);
      run.publish({ kind: 'semantic', entry: alias, lookup });
      const { request, protocol, query } = prepared;
      this.#options.shadow?.consider({ request, protocol, query, entry: alias, headers: run.headers });
      if (!isPromoted(prepared)) return;
      // The exact tier may have lost it, or was not asked: then it is no alias, but its own request's answer.
      const promoted = lookup.entry.fingerprint === prepared.fingerprint ? lookup.entry : alias;
      return await this.#writeBack.promote(promoted, { staleMs: staleMs(prepared.policy), generation });
    }

    await this.#askUpstream(prepared, lookup, run);
  }

  async #askUpstream(
    prepared: PreparedRequest,
    lookup: SemanticLookup | undefined,
    run: SharedRun,
  ): Promise<void> {
    const { clock, askForUsage, maxEntryBytes } = this.#options;
    const { request, protocol } = prepared;
    const startedAt = clock.elapsed();
    const body = protocol.upstreamBody(request, { askForUsage });
    const answer = await this.#complete(prepared, body, run);
    const upstreamMs = clock.elapsed() - startedAt;
    // Past the limit the recording lets its beginning go: whoever asks from then on needs a run of their own.
    const onIncomplete = (): void => this.#flights.close(run.key);
    const { signal, charge } = run;
    const reply = upstreamReply(answer, { protocol, maxBytes: maxEntryBytes, onIncomplete, signal, charge });
    // A stream goes to its callers now; a whole answer once it is known whether it will be stored.
    if (answer.kind === 'stream')
      run.publish({ kind: 'reply', reply, lookup, upstreamMs, stored: false }, 'live');

    const { policy, controls } = prepared;
    const ttlMs = ttlOf(request.body, controls, freshnessUnder(policy, this.#options.freshness));
    const finished = await this.#writeBack.admit(reply, ttlMs);
    run.publish({ kind: 'reply', reply, lookup, upstreamMs, stored: finished !== undefined });
    if (finished === undefined) return;

    const bound = finished.whole !== undefined && protocol.bound?.(finished.whole) === true;
    const query = bound ? undefined : queryOf(prepared);
    const stored = { body: finished.bytes, usage: reply.usage(), createdAt: clock.now(), ttlMs, query };
    const entry = newEntry(prepared, stored);
    const replaces = controls.mode === 'refresh' || run.replaces;
    const embedding = lookup?.embedding;
    await this.#writeBack.store(entry, { query, embedding, replaces, staleMs: staleMs(policy) });
  }

  /** `only-if-cached`: no run to join, no upstream to ask. */
  async #answerFromSemantic(asked: Omit<Asked, 'collapsed'>, signal: AbortSignal): Promise<Answer> {
    const lookup = await this.#lookupSemantic(asked.prepared, signal);
    if (lookup?.kind !== 'hit') throw new OnlyIfCachedError();
    const alias = promotedEntry(lookup.entry, lookup.score, asked.prepared);
    return semanticAnswer({ ...asked, collapsed: false }, alias, lookup);
  }

  /** Neither reads nor writes: the request as it came, where it may, and the answer as it comes, but for a usage that only the account needs. */
  async #forward(prepared: PreparedRequest, reason: BypassReason, caller: Caller): Promise<Answer> {
    const { clock, observer } = this.#options;
    observer.observe({ kind: 'bypass', reason });
    const { request, protocol } = prepared;
    const { signal, account } = caller;
    const startedAt = clock.elapsed();
    const askForUsage =
      this.#options.askForUsage && account?.needsUsage === true && lacksUsage(protocol, request);
    const body =
      mayGoAsItCame(request) && !askForUsage ? request.text : protocol.upstreamBody(request, { askForUsage });
    const charge: Charged['charge'] = (charged) => account?.charge(charged);
    const answer = await this.#complete(prepared, body, { headers: caller.headers, signal, charge });
    return bypassAnswer(prepared, answer, {
      reason,
      upstreamMs: clock.elapsed() - startedAt,
      hidesUsage: askForUsage,
      signal,
      charge,
    });
  }

  async #complete(
    { request, protocol, query }: PreparedRequest,
    body: string,
    { headers, ...charged }: Charged & Pick<Caller, 'headers'>,
  ): Promise<UpstreamAnswer> {
    const { model, stream } = request;
    const { path, endsWith } = protocol;
    const asked = { body, path, query, endsWith, model, stream, headers };
    return await askUpstream(this.#options.upstream, asked, charged);
  }

  async #lookupExact(prepared: PreparedRequest, signal: AbortSignal): Promise<ExactLookup | undefined> {
    const { controls, fingerprint } = prepared;
    if (controls.mode !== 'use' || controls.tiers === 'semantic') return undefined;
    const { exact, semantic } = this.#options;
    return await exact.lookup(fingerprint, exactControls(semantic, prepared), signal);
  }

  async #lookupSemantic(prepared: PreparedRequest, signal: AbortSignal): Promise<SemanticLookup | undefined> {
    const { semantic, observer } = this.#options;
    const { controls } = prepared;
    const query = queryOf(prepared);
    if (query === undefined && 'refusal' in prepared.semantic) {
      observer.observe({ kind: 'semantic-refused', reason: prepared.semantic.refusal });
    }
    if (semantic === undefined || query === undefined || controls.mode !== 'use') return undefined;
    return await semantic.lookup(query, controls, signal);
  }
}
