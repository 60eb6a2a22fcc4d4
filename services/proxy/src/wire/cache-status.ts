import {
  neverExpires,
  OnlyIfCachedError,
  UpstreamError,
  type Answer,
  type AnswerReport,
  type EntryHeader,
  type PreparedRequest,
  type TierReport,
} from '@strata/core';

/** Of what is never looked for in a tier. */
export const NOT_CACHED = 'strata-exact; fwd=bypass; detail=not-cached';

/**
 * `Cache-Status` (RFC 9211): one member a tier, the one nearest the upstream first, so that the exact tier, nearest the
 * client, comes last.
 */
export function cacheStatus(answer: Answer, now: number): string {
  const { report, status } = answer;
  const ttl = report.entry === undefined ? '' : ttlParameter(report.entry, now);
  const context = { report, ttl, fwdStatus: report.entry === undefined ? status : undefined };
  const members = [
    member('strata-semantic', report.semantic, context),
    member('strata-exact', report.exact, context),
  ];
  return members.filter((text) => text !== undefined).join(', ') || 'strata-exact; fwd=bypass';
}

/** The remaining freshness in seconds, to follow `hit`; nothing for what never expires. */
export function ttlParameter(entry: Pick<EntryHeader, 'expiresAt'>, now: number): string {
  return neverExpires(entry) ? '' : `; ttl=${Math.ceil((entry.expiresAt - now) / 1000)}`;
}

/** The same for a request that failed on its way: no tier answered, and the upstream only where it has a status. */
export function cacheStatusOfError(error: unknown, { bypass, controls }: PreparedRequest): string {
  if (error instanceof OnlyIfCachedError) return 'strata-exact; detail=only-if-cached';
  const unasked = controls.mode === 'refresh' || controls.tiers === 'semantic';
  const reason = bypass !== undefined ? 'bypass' : unasked ? 'request' : 'uri-miss';
  const status = error instanceof UpstreamError ? error.response?.status : undefined;
  return ['strata-exact', `fwd=${reason}`, ...(status === undefined ? [] : [`fwd-status=${status}`])].join(
    '; ',
  );
}

type MemberContext = {
  readonly report: AnswerReport;
  readonly ttl: string;
  readonly fwdStatus: number | undefined;
};

function member(name: string, tier: TierReport | undefined, context: MemberContext): string | undefined {
  if (tier === undefined) return undefined;
  const { report, ttl, fwdStatus } = context;
  const parameters = [name];
  if (tier.hit) parameters.push(`hit${ttl}`);
  if (tier.fwd !== undefined) parameters.push(`fwd=${tier.fwd}`);
  if (!tier.hit && fwdStatus !== undefined && name === 'strata-exact')
    parameters.push(`fwd-status=${fwdStatus}`);
  if (tier.stored === true) parameters.push('stored');
  if (report.collapsed && !tier.hit) parameters.push('collapsed');
  if (name === 'strata-exact' && report.bypass === undefined) parameters.push(`key="${report.fingerprint}"`);
  const detail = tier.stale === undefined ? tier.detail : `stale-${tier.stale}`;
  if (detail !== undefined) parameters.push(`detail=${detail}`);
  return parameters.join('; ');
}
