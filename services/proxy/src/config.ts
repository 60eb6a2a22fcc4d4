import { existsSync } from 'node:fs';
import { BUNDLED_MODEL, modelFiles } from '@strata/adapters/embedder/embedding-model';
import { parseRedisUrl } from '@strata/adapters/exact-store/redis/redis-target';
import { messageOf } from '@strata/core';
import {
  booleanField,
  bytesField,
  durationField,
  integerField,
  listField,
  LOG_LEVELS,
  numberField,
  secretField,
  textField,
  urlField,
} from '@strata/service-kit';
import { z } from 'zod';
import { originProblem } from './http/cors.ts';
import { keyProblem } from './keys/key-settings.ts';
import { proxyProblem } from './providers/outgoing-proxy.ts';
import { pricesProblem } from './providers/price-list.ts';
import { TRACE_SAMPLERS } from './telemetry/trace-settings.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;
const MB = 1_024 * 1_024;

/** Every variable the proxy reads. `docs/reference/configuration.md` is made from it. */
export const proxyConfigSchema = z.object({
  CONFIG_PATH: textField()
    .optional()
    .describe('A YAML file that says what stands here, and providers, keys and policies besides.'),
  PORT: integerField({ min: 0, max: 65_535 }).default(3000).describe('Where the proxy listens.'),
  HOST: textField().default('127.0.0.1').describe('Address to listen on; `0.0.0.0` for every interface.'),

  OPENAI_API_KEY: secretField()
    .optional()
    .describe('Key of the upstream. Without any key or base URL the demo upstream answers.'),
  OPENAI_BASE_URL: urlField()
    .optional()
    .describe(
      'OpenAI-compatible upstream, `/v1` included. Without a key the caller’s own `Authorization` is passed on.',
    ),
  GROQ_API_KEY: secretField().optional().describe('Key for Groq; used when no OpenAI variable is set.'),
  GROQ_BASE_URL: urlField().optional().describe('Another address for Groq.'),
  HTTP_PROXY: textField(proxyProblem)
    .meta({ holdsCredentials: true })
    .optional()
    .describe('HTTP proxy on the way to upstreams; nothing goes through it to this machine.'),
  HTTPS_PROXY: textField(proxyProblem)
    .meta({ holdsCredentials: true })
    .optional()
    .describe('The same for upstreams with `https://`. Default: `HTTP_PROXY`.'),
  NO_PROXY: textField()
    .optional()
    .describe(
      'Hosts without a proxy, comma-separated: `example.com` with all below it, `host:port`, `10.0.0.0/8`, `*`.',
    ),
  PROVIDER_SUFFIX: textField()
    .optional()
    .describe('Taken off the front of model names: with `Proxy`, `Proxy/gpt-4o` means `gpt-4o`.'),
  PRICES_PATH: textField(pricesProblem)
    .optional()
    .describe('A file like `prices.yaml` whose prices lie over those that ship.'),
  UPSTREAM_CONNECT_TIMEOUT: durationField({ min: 1 })
    .default(10 * SECOND)
    .describe(
      'To open a connection to the upstream. 0 is refused, here and in the next three: it would fail every call.',
    ),
  UPSTREAM_FIRST_BYTE_TIMEOUT: durationField({ min: 1 })
    .default(300 * SECOND)
    .describe('Until the upstream begins to answer.'),
  UPSTREAM_IDLE_TIMEOUT: durationField({ min: 1 })
    .default(120 * SECOND)
    .describe('Between two chunks of an answer.'),
  UPSTREAM_TOTAL_TIMEOUT: durationField({ min: 1 })
    .default(900 * SECOND)
    .describe('For the whole answer.'),
  UPSTREAM_MAX_RETRIES: integerField({ min: 0, max: 10 })
    .default(0)
    .describe(
      'Retries before the first byte. The client SDKs retry by themselves, so the default leaves it to them.',
    ),
  UPSTREAM_STREAM_USAGE: booleanField()
    .default(true)
    .describe(
      'Ask for the usage of streams (`stream_options.include_usage`) even when the client does not. `false`: streams that do not ask have entries of their own, without it.',
    ),

  DATA_DIR: textField().default('./data').describe('Where SQLite and the embedded vector index live.'),
  REDIS_URL: textField(redisUrlProblem)
    .meta({ holdsCredentials: true })
    .optional()
    .describe(
      'Redis for the exact tier: `redis://`, `rediss://`, `redis+sentinel://…/name` or `redis+cluster://a,b`.',
    ),
  QDRANT_URL: urlField().optional().describe('Qdrant (REST, port 6333) for the semantic tier.'),
  QDRANT_API_KEY: secretField().optional().describe('Key for Qdrant.'),
  EMBEDDING_URL: urlField().optional().describe('The embedding service. Without it a worker thread embeds.'),
  EMBEDDINGS_LOCAL: booleanField()
    .default(true)
    .describe(
      'Strata’s own embedder answers `/v1/embeddings` for the model `all-MiniLM-L6-v2`; `false`: the upstream does.',
    ),
  MODEL_DIR: textField(modelProblem).optional().describe('Another folder with the embedding model.'),

  CACHE_TTL: durationField({ min: 0 }).default(DAY).describe('How long an answer is served.'),
  CACHE_WARM_TTL: durationField({ min: 0 })
    .default(HOUR)
    .describe('The same for requests with a temperature above 0.7.'),
  CACHE_MAX_TTL: durationField({ min: 10 * SECOND })
    .default(30 * DAY)
    .describe('Every lifetime is cut to it: those configured, and `x-cache-ttl`.'),
  CACHE_VERSION: integerField({ min: 0 })
    .default(0)
    .describe('Raise it to have every older entry refreshed, one by one as they are asked for.'),
  CACHE_OVERRIDE_MODE: booleanField()
    .default(true)
    .describe('`false`: entries of an older `CACHE_VERSION` still answer; only new ones bear it.'),
  CACHE_MAX_ENTRY_BYTES: bytesField({ min: 1_024 })
    .default(5 * MB)
    .describe('Larger answers are not stored.'),
  CACHE_KEEP_ABANDONED: booleanField()
    .default(false)
    .describe('Finish an answer that every client has left, for the cache’s sake.'),
  MEMORY_MAX_BYTES: bytesField({ min: 0 })
    .default(64 * MB)
    .describe('Memory in front of the exact store; 0 turns it off.'),
  SQLITE_MAX_BYTES: bytesField({ min: MB })
    .default(1_024 * MB)
    .describe('Bound of the SQLite exact store.'),
  EXACT_TIMEOUT: durationField({ min: 1, bare: 'ms' }).default(100).describe('Deadline of the exact store.'),

  SEMANTIC_ENABLED: booleanField().default(true).describe('`false`: the exact tier only.'),
  SEMANTIC_POLICY: z
    .enum(['strict', 'balanced', 'eager'])
    .default('strict')
    .describe('The judge’s operating point: how much evidence it wants before a look-alike is served.'),
  SEMANTIC_READING: booleanField()
    .default(true)
    .describe(
      '`false`: the judge’s rules alone decide. Hits in other words are some milliseconds quicker, and more of them are wrong.',
    ),
  SEMANTIC_THRESHOLD: numberField({ min: 0, max: 1 })
    .optional()
    .describe('Lowest cosine similarity accepted. Default: what the policy was measured with.'),
  SEMANTIC_MAX_TEMPERATURE: numberField({ min: 0, max: 2 })
    .default(0.7)
    .describe('Requests above it are not answered by meaning.'),
  SEMANTIC_MIN_TEXT_BYTES: integerField({ min: 1 })
    .default(8)
    .describe('Shorter texts are not compared by meaning.'),
  SEMANTIC_MAX_POINTS: integerField({ min: 1 })
    .default(1_000_000)
    .describe('Bound of the embedded vector index.'),
  SEMANTIC_MAX_ERROR_RATE: numberField({ min: 0, max: 1 })
    .optional()
    .describe('Wrong hits above this share, as shadow checks show them, tighten the threshold step by step.'),
  SHADOW_SHARE: numberField({ min: 0, max: 1 })
    .default(0)
    .describe(
      'Share of hits by meaning that are also asked upstream in the background, to estimate wrong hits.',
    ),
  SHADOW_BUDGET_PER_HOUR: integerField({ min: 0 })
    .default(60)
    .describe(
      'Shadow checks in an hour at most. Each is an upstream call; with SHADOW_JUDGE_MODEL up to two.',
    ),
  SHADOW_JUDGE_MODEL: textField()
    .optional()
    .describe(
      'Model that compares the two answers. Without it their texts, figures and embeddings are compared.',
    ),
  EMBEDDING_TIMEOUT: durationField({ min: 1, bare: 'ms' }).default(500).describe('Deadline of the embedder.'),
  VECTOR_TIMEOUT: durationField({ min: 1, bare: 'ms' })
    .default(250)
    .describe('Deadline of the vector store.'),

  MAX_BODY_BYTES: bytesField({ min: 1_024 })
    .default(16 * MB)
    .describe('Larger request bodies are refused (413).'),
  MAX_HEADER_BYTES: bytesField({ min: 1_024, max: MB })
    .default(16 * 1_024)
    .describe('Requests with more in their headers are refused (431).'),
  REQUEST_HEADERS_TIMEOUT: durationField({ min: 1 })
    .default(20 * SECOND)
    .describe('For a client to send the headers of a request (408).'),
  REQUEST_TIMEOUT: durationField({ min: 1 })
    .default(60 * SECOND)
    .describe('For a client to send a whole request (408). What the answer takes does not count.'),
  CORS_ORIGINS: listField(originProblem)
    .default([])
    .describe(
      'Origins whose pages may use the API from a browser, comma-separated; `*` for any. Never for `/admin` and `/health/detailed`.',
    ),
  MASTER_KEYS: listField(keyProblem)
    .meta({ secret: true })
    .default([])
    .describe(
      'Keys that clients must show, comma-separated, plain or as `sha256:<hex>`, beside those of the file. None at all: the API is open.',
    ),
  ADMIN_KEY: textField(adminKeyProblem)
    .meta({ secret: true })
    .optional()
    .describe('Bearer key for `/admin`. Without it only loopback clients may use it.'),
  SHOW_PROMPTS: booleanField()
    .default(false)
    .describe('The latest requests and near misses of the dashboard show what was asked.'),
  AUDIT_LOG_PATH: textField()
    .optional()
    .describe('File for a line about each admin action. Default: `audit.jsonl` under `DATA_DIR`.'),
  LOG_LEVEL: z
    .enum(LOG_LEVELS)
    .default('info')
    .describe('Of the structured log on standard output; `debug`: a line a request.'),
  LOG_PATH: textField().optional().describe('File for the request log, one line a request.'),
  OTEL_EXPORTER_OTLP_ENDPOINT: urlField()
    .optional()
    .describe('Collector for OpenTelemetry traces (OTLP over HTTP, port 4318). Without it there are none.'),
  OTEL_EXPORTER_OTLP_HEADERS: secretField()
    .optional()
    .describe('Headers for the collector: `name=value`, comma-separated.'),
  OTEL_SERVICE_NAME: textField().default('strata').describe('What traces call this service.'),
  OTEL_TRACES_SAMPLER: z
    .enum(TRACE_SAMPLERS)
    .default('parentbased_always_on')
    .describe('Which requests are traced.'),
  OTEL_TRACES_SAMPLER_ARG: numberField({ min: 0, max: 1 })
    .default(1)
    .describe('The share of requests that a sampler with `ratio` in its name takes.'),
  TENANT_SECRET: secretField()
    .default('strata')
    .describe('Keys the HMAC that names tenants after forwarded credentials; equal on all replicas.'),
});

export type ProxyConfig = z.output<typeof proxyConfigSchema>;

function redisUrlProblem(url: string): string | undefined {
  try {
    parseRedisUrl(url);
    return undefined;
  } catch (error) {
    return messageOf(error).replace(/^The Redis URL (.*?)\.?$/, '$1');
  }
}

function modelProblem(directory: string): string | undefined {
  return modelFiles({ ...BUNDLED_MODEL, directory }).every((file) => existsSync(file))
    ? undefined
    : 'must be a folder with config.json, tokenizer.json, tokenizer_config.json and onnx/';
}

/** Clients send other characters in one encoding or another: such a key would be in force, and never fit. */
function adminKeyProblem(key: string): string | undefined {
  return /^[\x20-\x7e]+$/.test(key) ? undefined : 'must be printable ASCII characters';
}
