import { EmbeddingsUpstream, LOCAL_EMBEDDING_MODEL } from '@strata/adapters/embedder/embeddings-upstream';
import { MemoryExactStore } from '@strata/adapters/exact-store/memory';
import {
  CandidateReview,
  compareByModel,
  compareByText,
  Corrections,
  DependencyError,
  EntryAdmin,
  ExactTier,
  Feedback,
  SemanticTier,
  ShadowChecks,
  TieredCache,
  type Clock,
  type JsonObject,
  type NamedJudge,
  type Observer,
} from '@strata/core';
import { createJudge, type JudgePolicy } from '@strata/judge';
import { POLICY_THRESHOLDS } from '@strata/judge/policy-thresholds';
import type { HealthCheck, Logger } from '@strata/service-kit';
import type { Banner } from './banner.ts';
import type { LiveSettings } from './config-file/live-settings.ts';
import type { Live } from './config-file/live.ts';
import type { ProxyConfig } from './config.ts';
import { embedderPart } from './parts/embedder.ts';
import { exactStorePart, feedbackStorePart } from './parts/exact-store.ts';
import type { Part } from './parts/part.ts';
import { upstreamPart, type UpstreamPart } from './parts/upstream.ts';
import { vectorStorePart } from './parts/vector-store.ts';
import { livePolicies, type CachePolicies } from './policy/cache-policies.ts';
import type { UpstreamWatcher } from './telemetry/watched-upstream.ts';

export type CacheContext = {
  readonly config: ProxyConfig;
  readonly settings: Live<LiveSettings>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly observer: Observer;
  /** Hears of each call to a provider. */
  readonly watcher: UpstreamWatcher;
  /** Everything that holds a resource is put on it, to be disposed of in reverse. */
  readonly resources: AsyncDisposableStack;
};

type Store = {
  stats(signal?: AbortSignal): Promise<{ entries: number | undefined; bytes: number | undefined }>;
};

/** The cache with all its tiers, and what the HTTP side shows of them. */
export type ComposedCache = {
  readonly cache: TieredCache;
  readonly exact: ExactTier;
  readonly semantic: SemanticTier | undefined;
  readonly shadow: ShadowChecks | undefined;
  readonly corrections: Corrections;
  /** What people do to stored entries. */
  readonly entries: EntryAdmin;
  readonly upstream: UpstreamPart;
  /** Models that Strata serves by itself, in OpenAI's form. */
  readonly ownModels: readonly JsonObject[];
  readonly stores: readonly { readonly tier: string; readonly store: Store }[];
  readonly checks: readonly HealthCheck[];
  readonly policies: Live<CachePolicies>;
  readonly labels: Omit<Banner, 'url'>;
  /** Does once what is slow the first time, so that no request waits for it. */
  warmUp(): void;
};

const OWN_MODEL = { id: LOCAL_EMBEDDING_MODEL, object: 'model', created: 0, owned_by: 'strata' };

/** Nothing here waits for a dependency: all of them may be down. */
export async function composeCache(context: CacheContext): Promise<ComposedCache> {
  const { config, clock, observer, resources } = context;
  const upstream = await upstreamPart(context);
  resources.use(upstream.value);
  const exactStore = await exactStorePart(context);
  resources.use(exactStore.value);
  const feedbackStore = await feedbackStorePart(context);
  resources.use(feedbackStore.value);
  const deadlineMs = config.EXACT_TIMEOUT;
  const feedback = resources.use(new Feedback({ store: feedbackStore.value, clock, observer, deadlineMs }));
  const semantic = config.SEMANTIC_ENABLED ? await semanticParts(context, feedback) : undefined;
  const exact = resources.use(
    new ExactTier({
      store: exactStore.value,
      memory: memoryOf(context),
      feedback,
      clock,
      observer,
      deadlineMs,
      minVersion: minVersionOf(config),
    }),
  );
  const corrections = new Corrections({ exact, semantic: semantic?.tier, feedback });
  const shadow = semantic && shadowChecks(context, { semantic, upstream, corrections });
  const embedder = config.EMBEDDINGS_LOCAL ? semantic?.embedder.value : undefined;
  const policies = livePolicies(context.settings);
  const cache = createCache(context, {
    policyOf: (asked) => policies.current.of(asked),
    exact,
    semantic: semantic?.tier,
    shadow,
    upstream: embedder ? new EmbeddingsUpstream({ upstream: upstream.value, embedder }) : upstream.value,
  });
  // Disposed of before the stores: what is still being written gets written.
  resources.defer(() => cache.drain());
  return {
    cache,
    exact,
    semantic: semantic?.tier,
    shadow,
    corrections,
    policies,
    entries: new EntryAdmin({
      exact: { tier: exact, store: exactStore.value },
      semantic: semantic && {
        tier: semantic.tier,
        vectors: semantic.vectors.value,
        embedder: semantic.embedder.value,
      },
      feedback,
      clock,
    }),
    upstream,
    ownModels: embedder ? [OWN_MODEL] : [],
    stores: [{ tier: 'exact', store: exactStore.value }, ...(semantic?.stores ?? [])],
    checks: [check(exactStore, exact), ...(semantic?.checks ?? [])],
    labels: {
      exact: exactStore.label,
      semantic: semantic?.vectors.label ?? 'off',
      embedder: semantic?.embedder.label ?? 'off',
      upstream: upstream.label,
    },
    warmUp: () => semantic?.warmUp(),
  };
}

function memoryOf({ config, clock, resources }: CacheContext): MemoryExactStore | undefined {
  if (config.MEMORY_MAX_BYTES === 0) return undefined;
  return resources.use(
    new MemoryExactStore({ clock, maxBytes: config.MEMORY_MAX_BYTES, maxEntries: 1_000_000 }),
  );
}

/** Judges that rules ask for, each made when it is first needed: their tables are large. */
function judgesByName(): (name: string) => NamedJudge | undefined {
  const made = new Map<string, NamedJudge>();
  return (name) => {
    const policy = name as JudgePolicy;
    if (POLICY_THRESHOLDS[policy] === undefined) return undefined;
    const judge = made.get(name) ?? {
      judge: createJudge({ policy }),
      threshold: POLICY_THRESHOLDS[policy],
    };
    made.set(name, judge);
    return judge;
  };
}

/** Beyond it the vector stands for a few known word pieces rather than for the question. */
const MAX_UNKNOWN_SHARE = 0.2;

async function semanticParts(context: CacheContext, feedback: Feedback) {
  const { config, clock, observer, resources } = context;
  const vectors = await vectorStorePart(context);
  resources.use(vectors.value);
  const embedder = await embedderPart(context);
  resources.use(embedder.value);
  const judge = createJudge({ policy: config.SEMANTIC_POLICY });
  const review = new CandidateReview({
    judge,
    judges: judgesByName(),
    feedback,
    clock,
    observer,
    threshold: config.SEMANTIC_THRESHOLD ?? POLICY_THRESHOLDS[config.SEMANTIC_POLICY],
    showTexts: config.SHOW_PROMPTS,
  });
  const tier = resources.use(
    new SemanticTier({
      embedder: embedder.value,
      vectors: vectors.value,
      review,
      feedback,
      clock,
      observer,
      embedDeadlineMs: config.EMBEDDING_TIMEOUT,
      vectorDeadlineMs: config.VECTOR_TIMEOUT,
      candidates: 8,
      maxUnknownShare: MAX_UNKNOWN_SHARE,
      minVersion: minVersionOf(config),
    }),
  );
  const stores = [{ tier: 'semantic', store: vectors.value }];
  observer.observe({
    kind: 'false-hits',
    ratio: 0,
    lower: 0,
    upper: 1,
    threshold: review.threshold,
    changed: false,
  });
  const warmUp = (): void => {
    // The first verdict takes tens of milliseconds: rules are compiled and tables read on demand.
    for (const [text, other] of WARM_UP_PAIRS) {
      judge.judge({ text, threshold: 0 }, { text: other, score: 1, minScore: 0 });
    }
  };
  return { tier, review, vectors, embedder, stores, checks: [check(vectors, tier), check(embedder)], warmUp };
}

const WARM_UP_PAIRS = [
  [
    'How do I convert 100 km to miles in Python 3.12?',
    'What is the way to turn 100 kilometres into miles with Python 3.12?',
  ],
  [
    "Isn't Alice's friend older than Bob since May 2020?",
    'Was Bob not older than the friend of Alice in May 2020?',
  ],
  [
    "I'm getting 'cannot borrow as mutable' in a loop. How do I fix this?",
    "Fixing 'cannot borrow as mutable' in loops",
  ],
] as const;

type ShadowParts = {
  readonly semantic: Awaited<ReturnType<typeof semanticParts>>;
  readonly upstream: UpstreamPart;
  readonly corrections: Corrections;
};

function shadowChecks(context: CacheContext, { semantic, upstream, corrections }: ShadowParts): ShadowChecks {
  const { config, clock, observer, logger } = context;
  const model = config.SHADOW_JUDGE_MODEL;
  return new ShadowChecks({
    share: config.SHADOW_SHARE,
    budgetPerHour: config.SHADOW_BUDGET_PER_HOUR,
    maxErrorRate: config.SEMANTIC_MAX_ERROR_RATE,
    upstream: upstream.value,
    compare:
      model === undefined ? compareByText(semantic.embedder.value) : compareByModel(upstream.value, model),
    review: semantic.review,
    onWrong: async (pair) => {
      logger.info('A shadow check found a hit wrong; its pair is banned', { entry: pair.entry });
      await corrections.record({ ...pair, verdict: 'wrong' });
    },
    clock,
    observer,
    random: Math.random,
  });
}

/** The oldest cache version that is served. */
function minVersionOf({ CACHE_VERSION, CACHE_OVERRIDE_MODE }: ProxyConfig): number {
  return CACHE_OVERRIDE_MODE ? CACHE_VERSION : 0;
}

/** Four characters a word piece is long for English; texts beyond are far over the window of 256. */
const MAX_SEMANTIC_CHARS = 4_096;

type CacheParts = Pick<
  ConstructorParameters<typeof TieredCache>[0],
  'exact' | 'semantic' | 'shadow' | 'upstream' | 'policyOf'
>;

function createCache({ config, clock, observer }: CacheContext, parts: CacheParts): TieredCache {
  return new TieredCache({
    ...parts,
    clock,
    observer,
    semanticRules: {
      maxTemperature: config.SEMANTIC_MAX_TEMPERATURE,
      minTextBytes: config.SEMANTIC_MIN_TEXT_BYTES,
      maxTextChars: MAX_SEMANTIC_CHARS,
    },
    freshness: {
      ttlMs: config.CACHE_TTL,
      warmTtlMs: config.CACHE_WARM_TTL,
      warmTemperature: 0.7,
      maxTtlMs: config.CACHE_MAX_TTL,
    },
    cacheVersion: config.CACHE_VERSION,
    maxEntryBytes: config.CACHE_MAX_ENTRY_BYTES,
    askForUsage: config.UPSTREAM_STREAM_USAGE,
    keepAbandoned: config.CACHE_KEEP_ABANDONED,
  });
}

const WRITE_ADVICE = 'It can be read and not written, so new answers are not kept: give it more room.';

function check(
  { name, value }: Part<{ ping(signal?: AbortSignal): Promise<void> }>,
  tier?: { readonly writeProblem: string | undefined },
): HealthCheck {
  return {
    name,
    check: async (signal) => {
      await value.ping(signal);
      const problem = tier?.writeProblem;
      if (problem !== undefined) throw new DependencyError(problem, { advice: WRITE_ADVICE });
    },
  };
}
