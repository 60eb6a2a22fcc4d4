import type { AnswerReport, Outcome, TokenUsage } from '@strata/core';

/** Whose doing it was that a request failed. */
export type FailureCause = 'caller' | 'upstream' | 'proxy';

/**
 * One request as it ended, for counters, the savings ledger, the request log and the dashboard. Never holds keys or
 * tenants, and text only where `SHOW_PROMPTS` allows it.
 */
export type RequestEvent = {
  readonly outcome: Outcome | 'error';
  /** The tier that answered. */
  readonly tier: 'exact' | 'semantic' | 'upstream' | 'none';
  readonly status: number;
  readonly requestId: string;
  /** `undefined` for a request that did not fail. */
  readonly failure: FailureCause | undefined;
  /** Of the endpoint, below `/v1`. */
  readonly path: string;
  /** The configured provider that answered; `undefined` where none did, or there is only one. */
  readonly provider: string | undefined;
  /** The configured name of the client's key, never the key; `undefined` without keys. */
  readonly keyName: string | undefined;
  /** `unknown` where the request was not understood. */
  readonly model: string;
  readonly stream: boolean;
  readonly usage: TokenUsage | undefined;
  /** Whether an upstream call is charged to it (`ChargeEvent`); where not, an answer's tokens are saved. */
  readonly pays: boolean;
  readonly durationMs: number;
  /** `undefined`: the client left before. */
  readonly firstByteMs: number | undefined;
  /** Of the entry that answered. */
  readonly entryAgeMs: number | undefined;
  /** The id of the entry that answered. */
  readonly entry: string | undefined;
  /** Cosine to the entry that answered by meaning, or to the nearest one that did not. */
  readonly similarity: number | undefined;
  /** Why the cache did not answer: a guard, a refusal, a reason to pass by. */
  readonly detail: string | undefined;
  /** What each step took; absent for what the hot lane answered, and for what failed. */
  readonly timings?: AnswerReport['timings'];
  /** What was asked; `undefined` unless prompts may be shown. */
  readonly question: string | undefined;
};

export interface RequestListener {
  requestEnded(event: RequestEvent): void;
}
