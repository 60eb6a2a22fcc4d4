import type { Outcome, TokenUsage } from '@strata/core';

/** One request as it ended, for counters, the savings ledger and the request log. Never holds text, keys or tenants. */
export type RequestEvent = {
  readonly outcome: Outcome | 'error';
  /** The tier that answered. */
  readonly tier: 'exact' | 'semantic' | 'upstream' | 'none';
  readonly status: number;
  /** `unknown` where the request was not understood. */
  readonly model: string;
  readonly stream: boolean;
  readonly usage: TokenUsage | undefined;
  readonly durationMs: number;
  /** `undefined`: the client left before. */
  readonly firstByteMs: number | undefined;
  /** Of the entry that answered. */
  readonly entryAgeMs: number | undefined;
};

export interface RequestListener {
  requestEnded(event: RequestEvent): void;
}
