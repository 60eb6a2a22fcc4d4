import type { TokenUsage } from './completion.ts';
import { UpstreamError } from './errors.ts';
import type { Upstream, UpstreamAnswer, UpstreamRequest } from './ports/upstream.ts';

/** What one upstream call came to, however it ended. */
export type UpstreamCharge = {
  /** As the upstream reported it; `undefined` where it did not, or was not let finish. */
  readonly usage: TokenUsage | undefined;
  /** Events of its stream that came; 0 for a whole answer. */
  readonly events: number;
  /** Of its answer, lower-case; empty where none came. */
  readonly headers: Readonly<Record<string, string>>;
  /** The model that answered in place of the one asked for, which may cost more or less; `undefined` where that one did. */
  readonly substitute: string | undefined;
};

/** Who pays for upstream calls, one for each request. */
export interface Account {
  /** Its limits go by what upstreams report: a stream past the cache is asked for its usage, too. */
  readonly needsUsage?: boolean;
  /**
   * Once for each upstream call that is this request's to pay, at the end of what came: before any caller has all of the
   * answer, and maybe long after the request itself. It must return at once and never throw.
   */
  charge(charge: UpstreamCharge): void;
}

/** How an upstream call is charged. */
export type Charged = {
  /** Aborted when nobody waits for the call any more. */
  readonly signal: AbortSignal;
  readonly charge: (charge: UpstreamCharge) => void;
};

/** Asks the upstream. A call that is given up before it is answered has been made all the same, and is charged here. */
export async function askUpstream(
  upstream: Upstream,
  request: UpstreamRequest,
  { signal, charge }: Charged,
): Promise<UpstreamAnswer> {
  // Nothing is asked then, so nothing is owed.
  signal.throwIfAborted();
  try {
    return await upstream.complete(request, signal);
  } catch (error) {
    if (isOwed(error, { signal, events: 0 }))
      charge({ usage: undefined, events: 0, headers: {}, substitute: undefined });
    throw error;
  }
}

/** Whether a call that broke off is charged: not where the upstream failed before anything of its answer came. */
export function isOwed(
  error: unknown,
  { signal, events }: { readonly signal: AbortSignal; readonly events: number },
): boolean {
  return events > 0 || (signal.aborted && !(error instanceof UpstreamError));
}
