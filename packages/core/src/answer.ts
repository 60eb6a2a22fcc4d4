import type { BypassReason } from './admission.ts';
import type { EntryHeader } from './cache-entry.ts';
import type { TokenUsage } from './completion.ts';
import type { StreamFraming } from './protocols/protocol.ts';
import type { StaleReason } from './ports/observer.ts';

export type Outcome = 'exact-hit' | 'semantic-hit' | 'miss' | 'refresh' | 'bypass' | 'coalesced';

/** What a client gets, and what happened on the way. */
export type Answer = {
  readonly outcome: Outcome;
  readonly status: number;
  /** Headers of the upstream that may be passed on, lower-case; empty for hits. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AnswerBody;
  readonly report: AnswerReport;
};

export type AnswerBody =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array }
  /** All events of a stored answer at once, without `[DONE]`. */
  | { readonly kind: 'replay'; readonly events: readonly string[]; readonly framing: StreamFraming }
  /** Events as they come, without `[DONE]`; throws `UpstreamError` when the stream breaks off. */
  | { readonly kind: 'live'; readonly events: AsyncIterable<string>; readonly framing: StreamFraming };

/** Everything the answer's headers, the request log and the metrics say about it. */
export type AnswerReport = {
  readonly fingerprint: string;
  readonly exact: TierReport | undefined;
  readonly semantic: TierReport | undefined;
  readonly bypass: BypassReason | undefined;
  readonly collapsed: boolean;
  /** The entry that answered. */
  readonly entry: EntryHeader | undefined;
  readonly similarity: number | undefined;
  /** Tokens of the answer, known once it is whole. */
  readonly usage: () => TokenUsage | undefined;
  /**
   * Whether an upstream call is this caller's to pay, as it stands: its own, one whose leader has left, or one that was
   * begun behind a stale answer. For good once the answer is whole.
   */
  readonly pays: () => boolean;
  readonly timings: Readonly<Partial<Record<TimedStep, number>>>;
};

export type TimedStep = 'exact' | 'embed' | 'search' | 'judge' | 'upstream';

/** One tier's part, in the words of RFC 9211. */
export type TierReport = {
  readonly hit: boolean;
  /** Why a hit was served past its expiry. */
  readonly stale?: StaleReason;
  readonly fwd?: 'uri-miss' | 'miss' | 'partial' | 'stale' | 'request' | 'bypass';
  readonly stored?: boolean;
  /** Why: a guard, a refusal, `degraded`. */
  readonly detail?: string;
};
