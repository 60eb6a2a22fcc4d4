import type { Answer, AnswerBody, AnswerReport, Outcome, TierReport } from './answer.ts';
import type { CacheEntry } from './cache-entry.ts';
import type { TokenUsage } from './completion.ts';
import type { Embedded } from './embeddings/embedding-answer.ts';
import type { ExactLookup } from './exact-tier.ts';
import { parseJsonObject } from './json.ts';
import type { UpstreamAnswer } from './ports/upstream.ts';
import type { SemanticTimings, StaleReason } from './ports/observer.ts';
import { isPromoted, queryOf, type PreparedRequest } from './prepared-request.ts';
import type { SemanticLookup } from './semantic-lookup.ts';
import { bodyOf, type UpstreamReply } from './upstream-reply.ts';

/** One caller's request with what its own exact lookup said. */
export type Asked = {
  readonly prepared: PreparedRequest;
  readonly exact: ExactLookup | undefined;
  readonly exactMs: number;
  /** It joined a run that another request had started. */
  readonly collapsed: boolean;
};

export function hitAnswer(asked: Asked, entry: CacheEntry): Answer {
  return {
    ...entryAnswer('exact-hit', asked, entry),
    report: { ...entryReport(asked, entry), exact: { hit: true }, timings: { exact: asked.exactMs } },
  };
}

/** A hit past its expiry, as the policy allows. */
export function staleAnswer(asked: Asked, entry: CacheEntry, reason: StaleReason): Answer {
  const answer = hitAnswer(asked, entry);
  return { ...answer, report: { ...answer.report, exact: { hit: true, stale: reason } } };
}

export function semanticAnswer(asked: Asked, entry: CacheEntry, lookup: SemanticLookup): Answer {
  const report = {
    ...entryReport(asked, entry),
    exact: exactReport(asked, isPromoted(asked.prepared)),
    semantic: { hit: true },
  };
  return {
    ...entryAnswer('semantic-hit', asked, entry),
    report: { ...report, timings: { exact: asked.exactMs, ...semanticTimings(lookup.timings) } },
  };
}

/** What the upstream said, and what had been looked up before. */
export type Replied = {
  readonly reply: UpstreamReply;
  readonly lookup: SemanticLookup | undefined;
  readonly upstreamMs: number;
  readonly stored: boolean;
};

export function replyAnswer(
  asked: Asked,
  replied: Replied & Pick<AnswerReport, 'pays'>,
  body: AnswerBody,
): Answer {
  const { reply, lookup, upstreamMs, stored, pays } = replied;
  const timings = lookup === undefined ? {} : semanticTimings(lookup.timings);
  return {
    outcome: replyOutcome(asked),
    status: reply.status,
    headers: reply.headers,
    body,
    report: {
      ...emptyReport(asked),
      exact: exactReport(asked, stored),
      semantic: semanticReport(asked.prepared, lookup, stored),
      similarity: lookup?.kind === 'miss' ? lookup.score : undefined,
      usage: () => reply.usage(),
      pays,
      timings: { exact: asked.exactMs, ...timings, upstream: upstreamMs },
    },
  };
}

/** A request for several answers at once, each with an entry of its own. */
export type PartedAsked = {
  readonly prepared: PreparedRequest;
  /** What was found, by its key. */
  readonly found: ReadonlyMap<string, Embedded>;
  readonly entries: readonly CacheEntry[];
  /** What was asked for and not found, by its key. */
  readonly missing: ReadonlyMap<string, unknown>;
  readonly degraded: boolean;
  readonly exactMs: number;
};

export function partedHitAnswer(asked: PartedAsked, bytes: Uint8Array): Answer {
  const { prepared, entries, exactMs } = asked;
  const promptTokens = entries.reduce((sum, { usage }) => sum + (usage?.promptTokens ?? 0), 0);
  const usage = { promptTokens, completionTokens: 0 };
  // As old as its oldest part, and fresh as long as all of them are.
  const entry = {
    fingerprint: prepared.fingerprint,
    createdAt: Math.min(...entries.map(({ createdAt }) => createdAt)),
    expiresAt: Math.min(...entries.map(({ expiresAt }) => expiresAt)),
    model: prepared.request.model,
    usage,
  };
  const report = { ...emptyReport({ prepared, collapsed: false }), entry, usage: () => usage };
  return {
    outcome: 'exact-hit',
    status: 200,
    headers: {},
    body: { kind: 'whole', bytes },
    report: { ...report, exact: { hit: true }, timings: { exact: exactMs } },
  };
}

type PartedReply = {
  readonly answer: UpstreamAnswer;
  readonly usage: TokenUsage | undefined;
  readonly upstreamMs: number;
  readonly stored: boolean;
  readonly collapsed: boolean;
} & Pick<AnswerReport, 'pays'>;

export function partedReplyAnswer(asked: PartedAsked, reply: PartedReply, bytes: Uint8Array): Answer {
  const { prepared, found, degraded, exactMs } = asked;
  const { answer, usage, upstreamMs, stored, collapsed, pays } = reply;
  const plain = prepared.controls.mode === 'refresh' ? 'request' : 'uri-miss';
  const exact: TierReport = {
    hit: false,
    fwd: found.size > 0 ? 'partial' : plain,
    ...(stored ? { stored } : {}),
    ...(degraded ? { detail: 'degraded' } : {}),
  };
  const timings = { exact: exactMs, upstream: upstreamMs };
  return {
    outcome: replyOutcome({ prepared, collapsed }),
    status: answer.status,
    headers: answer.headers,
    body: { kind: 'whole', bytes },
    report: { ...emptyReport({ prepared, collapsed }), exact, usage: () => usage, pays, timings },
  };
}

function replyOutcome(asked: Pick<Asked, 'prepared' | 'collapsed'>): Outcome {
  if (asked.collapsed) return 'coalesced';
  return asked.prepared.controls.mode === 'refresh' ? 'refresh' : 'miss';
}

function entryAnswer(outcome: Outcome, asked: Asked, entry: CacheEntry): Omit<Answer, 'report'> {
  const { request: wanted, protocol } = asked.prepared;
  const whole = wanted.stream ? parseJsonObject(Buffer.from(entry.body).toString()) : undefined;
  return { outcome, status: 200, headers: {}, body: bodyOf(entry.body, whole, { protocol, wanted }) };
}

function entryReport(asked: Asked, entry: CacheEntry): AnswerReport {
  const { similarity, usage } = entry;
  return { ...emptyReport(asked), entry, similarity, usage: () => usage };
}

export function emptyReport(asked: Pick<Asked, 'prepared' | 'collapsed'>): AnswerReport {
  return {
    fingerprint: asked.prepared.fingerprint,
    exact: undefined,
    semantic: undefined,
    bypass: undefined,
    collapsed: asked.collapsed,
    entry: undefined,
    similarity: undefined,
    usage: () => undefined,
    pays: () => false,
    timings: {},
  };
}

function exactReport(asked: Asked, stored: boolean): TierReport {
  const fwd = exactForward(asked);
  const detail = asked.exact?.kind === 'degraded' ? { detail: 'degraded' } : {};
  return { hit: false, fwd, ...(stored ? { stored } : {}), ...detail };
}

function exactForward({ prepared, exact }: Asked): TierReport['fwd'] & string {
  const { mode, tiers } = prepared.controls;
  if (mode === 'refresh' || tiers === 'semantic' || exact?.kind === 'too-old') return 'request';
  return exact?.kind === 'stale' ? 'stale' : 'uri-miss';
}

function semanticReport(
  prepared: PreparedRequest,
  lookup: SemanticLookup | undefined,
  stored: boolean,
): TierReport | undefined {
  if ('refusal' in prepared.semantic) return { hit: false, fwd: 'bypass', detail: prepared.semantic.refusal };
  if (prepared.controls.mode === 'refresh' && queryOf(prepared) !== undefined)
    return { hit: false, fwd: 'request', ...(stored ? { stored } : {}) };
  if (lookup === undefined || lookup.kind === 'hit') return undefined;
  if (lookup.kind === 'refused') return { hit: false, fwd: 'bypass', detail: lookup.detail };
  const detail = lookup.kind === 'degraded' ? 'degraded' : lookup.detail;
  return { hit: false, fwd: 'miss', ...(stored ? { stored } : {}), detail };
}

function semanticTimings(timings: SemanticTimings): AnswerReport['timings'] {
  return { embed: timings.embedMs, search: timings.searchMs, judge: timings.judgeMs };
}
