import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { InvalidRequestError } from '@strata/core';
import type { Live } from '../config-file/live.ts';
import type { KeyLimits, LimitsByKey } from './key-limits.ts';
import { shownKeys, type KeyRing, type MasterKey } from './key-ring.ts';
import type { KeysMetrics, LimitReason } from './keys-metrics.ts';
import { isOwnPath } from './own-paths.ts';
import { givePass, Pass, type CostOf } from './pass.ts';
import { retryHeaders, setRequestHeaders, setTokenHeaders } from './rate-limit-headers.ts';
import { sendRefusal } from './refusal.ts';
import type { RequestVerdict } from './request-limit.ts';

export type KeyGateOptions = {
  readonly ring: Live<KeyRing>;
  readonly limits: LimitsByKey;
  readonly costOf: CostOf;
  readonly metrics: KeysMetrics;
};

/**
 * In front of the whole API: who comes without a valid key, or has used up its limits, gets no further. Without any
 * configured key it lets everybody by. It answers from memory, so that an exact hit does not wait for it.
 */
export class KeyGate {
  readonly #options: KeyGateOptions;

  constructor(options: KeyGateOptions) {
    this.#options = options;
    const { ring, limits } = options;
    limits.configure(ring.current.keys);
    ring.onChange((changed) => limits.configure(changed.keys));
  }

  /** Calls `next` for a request that may go on, now or after the store of the limits was asked; else answers it. */
  admit(request: IncomingMessage, response: ServerResponse, next: RequestListener): void {
    const ring = this.#options.ring.current;
    if (ring.isOpen || isOwnPath(request.url ?? '/')) return next(request, response);
    const key = this.#keyOf(request, ring);
    if (key === undefined) return this.#turnAway(request, response);
    const limits = this.#options.limits.of(key);
    const visit = { request, response, key, limits, next };
    const opened = limits.budget?.ready();
    if (opened === undefined) this.#count(visit);
    else void opened.then(() => this.#count(visit));
  }

  /**
   * The headers as they would come out of here, for what an operator asks in a client's name. No limit counts it. Throws
   * `InvalidRequestError` where they speak for a client whom nobody would let in: what is said of it were of another.
   */
  asClient(headers: IncomingHttpHeaders): IncomingHttpHeaders {
    const { ring, limits, costOf, metrics } = this.#options;
    const given = { ...headers };
    if (ring.current.isOpen) return given;
    const key = this.#keyOf({ headers: given }, ring.current);
    if (key !== undefined) givePass(given, new Pass({ key, limits: limits.of(key), costOf, metrics }));
    else if ((given.authorization ?? given['x-api-key']) !== undefined)
      throw new InvalidRequestError('x-cache-authorization must be a client’s: Bearer <a key in force>.');
    return given;
  }

  #keyOf({ headers }: Pick<IncomingMessage, 'headers'>, ring: KeyRing): MasterKey | undefined {
    let found: MasterKey | undefined;
    for (const { header, shown } of shownKeys(headers)) {
      const key = ring.find(shown);
      if (key === undefined) continue;
      // Ours, and has done its work: no door behind this one can pass it on to an upstream.
      headers[header] = undefined;
      found ??= key;
    }
    return found;
  }

  #count(visit: KeyVisit): void {
    const { limits } = visit;
    if (limits.budget?.isSpent === true) return this.#refuse(visit, 'budget', limits.budget.waitMs());
    const wait = limits.tokens?.waitMs() ?? 0;
    if (wait > 0) return this.#refuse(visit, 'tokens', wait);
    const verdict = limits.requests?.take();
    if (verdict instanceof Promise) void verdict.then((late) => this.#enter(visit, late));
    else this.#enter(visit, verdict);
  }

  #enter(visit: KeyVisit, verdict: RequestVerdict | undefined): void {
    const { request, response, key, limits, next } = visit;
    if (verdict !== undefined && key.requests !== undefined)
      setRequestHeaders(response, key.requests, verdict);
    if (verdict?.admitted === false) return this.#refuse(visit, 'requests', verdict.retryMs);
    if (limits.tokens !== undefined) setTokenHeaders(response, limits.tokens);
    const { costOf, metrics } = this.#options;
    givePass(request.headers, new Pass({ key, limits, costOf, metrics }));
    next(request, response);
  }

  #refuse({ request, response, key, limits }: KeyVisit, reason: keyof typeof MESSAGES, waitMs: number): void {
    this.#options.metrics.limited(key.name, reason);
    if (limits.tokens !== undefined) setTokenHeaders(response, limits.tokens);
    const budget = reason === 'budget';
    sendRefusal(request, response, {
      status: 429,
      code: budget ? 'insufficient_quota' : 'rate_limit_exceeded',
      message: MESSAGES[reason],
      headers: { ...retryHeaders(waitMs), ...(budget && { 'x-should-retry': 'false' }) },
    });
  }

  #turnAway(request: IncomingMessage, response: ServerResponse): void {
    const missing = shownKeys(request.headers).length === 0;
    this.#options.metrics.unauthorized(missing ? 'missing' : 'unknown');
    sendRefusal(request, response, {
      status: 401,
      code: 'invalid_api_key',
      message: missing
        ? 'You did not provide an API key: send Authorization: Bearer <key>, or x-api-key.'
        : 'Incorrect API key provided.',
      headers: { 'www-authenticate': 'Bearer' },
    });
  }
}

type KeyVisit = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly key: MasterKey;
  readonly limits: KeyLimits;
  readonly next: RequestListener;
};

const MESSAGES = {
  requests: 'Rate limit exceeded for key: too many requests.',
  tokens: 'Rate limit exceeded for key: too many tokens in the last minute.',
  budget: 'This key has spent its budget for the month.',
} as const satisfies Partial<Record<LimitReason, string>>;
