import type { AdmissionRefusal, BypassReason } from '../admission.ts';
import type { SemanticRefusal } from '../semantic-query.ts';

/**
 * Hears what happens inside the pipeline. It must return at once and never throw; labels are bounded, and no event
 * carries keys or tenants, nor prompt text but where an option asks for it.
 */
export interface Observer {
  observe(event: CacheEvent): void;
}

export type TierName = 'exact' | 'semantic';

/** Why an expired answer was served (RFC 5861). A bounded metric label. */
export type StaleReason = 'while-revalidate' | 'if-error';

/** In ms; 0 for a step that was not reached. */
export type SemanticTimings = {
  readonly embedMs: number;
  readonly searchMs: number;
  readonly judgeMs: number;
};

export type CacheEvent =
  /** One call to a dependency: `open` means that the breaker refused it. */
  | {
      readonly kind: 'dependency-call';
      readonly dependency: string;
      readonly operation: string;
      readonly result: 'ok' | 'error' | 'timeout' | 'open' | 'cancelled';
      readonly durationMs: number;
    }
  | { readonly kind: 'breaker'; readonly dependency: string; readonly open: boolean; readonly cause?: string }
  /** Whether a store takes what it is given; its reads may go on. */
  | {
      readonly kind: 'writable';
      readonly dependency: string;
      readonly writable: boolean;
      readonly cause?: string;
    }
  | {
      readonly kind: 'lookup';
      readonly tier: TierName;
      readonly result: 'hit' | 'miss' | 'stale' | 'too-old' | 'degraded' | 'refused';
      readonly durationMs: number;
      /** Of a lookup by meaning. */
      readonly timings?: SemanticTimings;
    }
  | { readonly kind: 'bypass'; readonly reason: BypassReason }
  | { readonly kind: 'semantic-refused'; readonly reason: SemanticRefusal | EmbeddingRefusal }
  | {
      readonly kind: 'candidate';
      readonly entry: string;
      readonly score: number;
      /** The lowest score that this request accepts. */
      readonly threshold: number;
      /** 0 for the nearest. */
      readonly rank: number;
      readonly accepted: boolean;
      readonly guard: string | undefined;
      /** Only where prompts may be shown. */
      readonly texts?: { readonly question: string; readonly stored: string; readonly reason: string };
    }
  | { readonly kind: 'admission-refused'; readonly reason: AdmissionRefusal }
  | { readonly kind: 'write'; readonly tier: TierName; readonly result: 'ok' | 'failed' | 'dropped' }
  | { readonly kind: 'coalesced' }
  /** An answer past its expiry, as the policy allows. */
  | { readonly kind: 'stale-served'; readonly reason: StaleReason }
  | { readonly kind: 'shadow-check'; readonly verdict: 'agree' | 'disagree' | 'over-budget' }
  /** `cause` is for people, and holds no text of anybody. */
  | { readonly kind: 'shadow-check'; readonly verdict: 'failed'; readonly cause: string }
  /** The running estimate of wrong hits; `changed`: the threshold was moved because of it. */
  | {
      readonly kind: 'false-hits';
      readonly checks: number;
      readonly ratio: number;
      readonly lower: number;
      readonly upper: number;
      readonly threshold: number;
      readonly changed: boolean;
    };

/** Why an embedded text is not compared: its vector would not stand for the whole of it. */
export type EmbeddingRefusal = 'truncated' | 'unknown-tokens';
