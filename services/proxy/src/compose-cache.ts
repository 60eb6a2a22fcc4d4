import { EmbeddingsUpstream, LOCAL_EMBEDDING_MODEL } from '@strata/adapters/embedder/embeddings-upstream';
import { MemoryExactStore } from '@strata/adapters/exact-store/memory';
import {
  compareByModel,
  compareByText,
  Corrections,
  EntryAdmin,
  ExactTier,
  Feedback,
  ShadowChecks,
  TieredCache,
  type JsonObject,
  type SemanticTier,
} from '@strata/core';
import type { HealthCheck } from '@strata/service-kit';
import type { Banner } from './banner.ts';
import type { Live } from './config-file/live.ts';
import { composeSemantic, type SemanticContext } from './compose-semantic.ts';
import type { ProxyConfig } from './config.ts';
import { exactStorePart, feedbackStorePart } from './parts/exact-store.ts';
import { partCheck } from './parts/part-check.ts';
import { upstreamPart, type UpstreamContext, type UpstreamPart } from './parts/upstream.ts';
import { livePolicies, type CachePolicies } from './policy/cache-policies.ts';

export type CacheContext = SemanticContext & UpstreamContext;

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
  readonly labels: Omit<Banner, 'url' | 'first'>;
  /** Does once what is slow the first time, so that no request waits for it. */
  warmUp(): void;
};

/** For answers that nobody waits for any more (revalidations, `CACHE_KEEP_ABANDONED`): well within what a stop may take. */
const LAST_ANSWERS_MS = 2_000;

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
  const semantic = config.SEMANTIC_ENABLED
    ? await composeSemantic(context, { feedback, minVersion: minVersionOf(config) })
    : undefined;
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
  resources.defer(() => cache.stop(LAST_ANSWERS_MS));
  if (shadow !== undefined) resources.use(shadow);
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
    checks: [partCheck(exactStore, () => exact), ...(semantic?.checks ?? [])],
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

type ShadowParts = {
  readonly semantic: Awaited<ReturnType<typeof composeSemantic>>;
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
      const { entry } = pair;
      try {
        await corrections.record({ ...pair, verdict: 'wrong' });
        logger.info('A shadow check found a hit wrong; its pair is banned', { entry });
      } catch (error) {
        logger.warn('A shadow check found a hit wrong; its pair could not be banned', { entry, error });
      }
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
