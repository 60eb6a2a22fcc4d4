import type { JsonObject } from '@strata/core';

/** What is known of the configured providers, for health pages and metrics. Holds no credential. */
export interface ProviderDirectory {
  providers(): readonly ProviderReport[];
  /** Asks one provider now, as its probes do, and leaves its turns as they are. Rejects with `UpstreamError` when it is not well. */
  probe(name: string, signal: AbortSignal): Promise<void>;
  /** What each provider serves, in OpenAI's form; rejects with `UpstreamError` for one that cannot be asked. */
  listModels(
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): readonly Promise<readonly JsonObject[]>[];
}

export type ProviderReport = {
  readonly name: string;
  /** Without credentials. */
  readonly baseUrl: string;
  readonly weight: number;
  /** As configured: names and patterns. */
  readonly models: readonly string[];
  /** False while it is left alone as a whole, or for every model it failed for without an answer since. */
  readonly healthy: boolean;
  readonly inFlight: number;
  readonly waiting: number;
  /** The models it is left alone for, and until when (the clock's `elapsed`). */
  readonly resting: readonly RestingModel[];
  readonly lastError: ProviderFailure | undefined;
};

export type RestingModel = {
  /** The provider's name for it. */
  readonly model: string;
  /** `open`: it kept failing; `cooling`: it asked for a pause (429). */
  readonly state: 'open' | 'cooling';
  readonly untilMs: number;
};

export type ProviderFailure = {
  /** `timeout`, `connect`, …, or `status-503`. Bounded: fit for a label. */
  readonly code: string;
  /** Since the epoch, in ms. */
  readonly at: number;
};
