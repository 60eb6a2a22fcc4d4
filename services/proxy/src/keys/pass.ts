import type { IncomingHttpHeaders } from 'node:http';
import { InvalidRequestError, type TokenUsage, type UpstreamCharge } from '@strata/core';
import type { KeyLimits } from './key-limits.ts';
import type { KeysMetrics } from './keys-metrics.ts';
import type { MasterKey } from './key-ring.ts';

/** Money for tokens; `undefined` where the price is not known. */
export type CostOf = (model: string, usage: TokenUsage) => number | undefined;

export type PassParts = {
  readonly key: MasterKey;
  readonly limits: KeyLimits;
  readonly costOf: CostOf;
  readonly metrics: KeysMetrics;
};

/** What an upstream was asked for, and what it counted. */
type Settled = Pick<UpstreamCharge, 'usage' | 'substitute'> & { readonly model: string };

/** What went to and fro, where nobody counted the tokens. */
export type Sent = {
  readonly requestText: string;
  /** Events of the stream that came; 0 for a whole answer. */
  readonly events: number;
};

/** A call of the API that Strata sends on as it is; its path below the API's base, with its query. */
type UnreadCall = { readonly method: string; readonly path: string };

/** Anthropic's, which nothing is charged for. */
const COUNT_TOKENS = /^\/messages\/count_tokens(?:\?|$)/;

/** Why a key may not ask for a model: as it is counted, and as the client hears it. */
type ModelRefusal = { readonly reason: 'model' | 'price'; readonly error: InvalidRequestError };

const ONE_TOKEN: TokenUsage = { promptTokens: 1, completionTokens: 1 };

/** A request that the gate let in, with the key it came under. One for each request. */
export class Pass {
  readonly #parts: PassParts;

  constructor(parts: PassParts) {
    this.#parts = parts;
  }

  get tenant(): string {
    return this.#parts.key.tenant;
  }

  get name(): string {
    return this.#parts.key.name;
  }

  /** Whether nothing about its requests has to be counted or checked. */
  get isUnlimited(): boolean {
    const { key, limits } = this.#parts;
    return (key.allows ?? limits.requests ?? limits.tokens ?? limits.budget) === undefined;
  }

  /** Whether it has limits that go by what upstreams report. */
  get countsUsage(): boolean {
    const { limits } = this.#parts;
    return (limits.tokens ?? limits.budget) !== undefined;
  }

  /** Whether the key may see and ask for the model. */
  allows(model: string): boolean {
    return this.#parts.key.allows?.(model) ?? true;
  }

  /** Throws `InvalidRequestError` (403) for a model that the key may not ask for, or that its budget cannot count. */
  checkModel(model: string): void {
    const refusal = this.modelRefusal(model);
    if (refusal === undefined) return;
    const { key, metrics } = this.#parts;
    metrics.limited(key.name, refusal.reason);
    throw refusal.error;
  }

  /** The same without counting it, for who asks in the client's name; `undefined`: it may. */
  modelRefusal(model: string): ModelRefusal | undefined {
    const { key, limits, costOf } = this.#parts;
    const options = { status: 403, param: 'model' } as const;
    const named = `"${model.slice(0, 200)}"`;
    if (!this.allows(model)) {
      const message = `This key may not use the model ${named}.`;
      return {
        reason: 'model',
        error: new InvalidRequestError(message, { ...options, code: 'model_not_allowed' }),
      };
    }
    if (limits.budget === undefined || key.allowsUnpriced || costOf(model, ONE_TOKEN) !== undefined)
      return undefined;
    const message = `This key has a budget, and the price of the model ${named} is not known.`;
    return {
      reason: 'price',
      error: new InvalidRequestError(message, { ...options, code: 'model_price_unknown' }),
    };
  }

  /**
   * Throws `InvalidRequestError` (403) for a request that goes on unread, under a key whose limits ask to look inside:
   * its model is not known, and its tokens are not counted. To have tokens counted takes none: `models` alone is against it.
   */
  checkUnread({ method, path }: UnreadCall): void {
    const { key, limits, metrics } = this.#parts;
    if (key.allowsUnread || method === 'GET' || method === 'HEAD') return;
    const takesNothing = method === 'POST' && COUNT_TOKENS.test(path);
    const broken = [
      ...(key.allows === undefined ? [] : ['models']),
      ...(limits.tokens === undefined || takesNothing ? [] : ['tokens_per_minute']),
      ...(limits.budget === undefined || takesNothing ? [] : ['monthly_budget']),
    ];
    if (broken.length === 0) return;
    metrics.limited(key.name, 'unread');
    const message = `This path goes on unread, so that the key’s limits (${broken.join(', ')}) cannot be kept on it. unread_paths: allow in the settings of the key lets it through.`;
    throw new InvalidRequestError(message, { status: 403, code: 'path_not_allowed' });
  }

  /**
   * Counts what an upstream is paid for. `sent` stands in for a usage that never came: who gives an answer up before
   * its end has still been served.
   */
  settle({ model, substitute, usage }: Settled, sent: Sent): void {
    const { limits, costOf } = this.#parts;
    const counted = usage ?? estimateOf(sent);
    limits.tokens?.spend(counted.promptTokens + counted.completionTokens);
    // A fallback whose price is not known costs what was asked for, rather than nothing.
    const cost = costOf(substitute ?? model, counted) ?? costOf(model, counted);
    limits.budget?.spend(cost ?? 0);
  }
}

/** Four characters a token is long for English, and an upstream sends about a token an event. */
function estimateOf({ requestText, events }: Sent): TokenUsage {
  return { promptTokens: Math.ceil(requestText.length / 4), completionTokens: events };
}

const PASS = Symbol('pass');

type WithPass = IncomingHttpHeaders & { [PASS]?: Pass };

/** The pass travels with the headers, which every door of the API looks at anyway. */
export function givePass(headers: IncomingHttpHeaders, pass: Pass): void {
  (headers as WithPass)[PASS] = pass;
}

/** The pass of a request; `undefined` where no keys are configured. */
export function passOf(headers: IncomingHttpHeaders): Pass | undefined {
  return (headers as WithPass)[PASS];
}
