import type { WorkerEmbedder } from '@strata/adapters/embedder/worker';
import { configTable, createMetrics } from '@strata/service-kit';
import { EmbeddingMetrics } from '@strata/embedding-service/telemetry/embedding-metrics';
import { embeddingConfigSchema } from '@strata/embedding-service/config';
import { proxyConfigSchema } from '@strata/proxy-service/config';
import { configJsonSchema } from '@strata/proxy-service/config-file/file-schema';
import { countReloads } from '@strata/proxy-service/config-file/reload-metrics';
import { KeysMetrics } from '@strata/proxy-service/keys/keys-metrics';
import { shippedPrices } from '@strata/proxy-service/providers/model-prices';
import { PrometheusMetrics } from '@strata/proxy-service/telemetry/prometheus';
import { keyInFile, sectionsTable } from './config-page.ts';
import { errorTable, reasonTables } from './errors-page.ts';

/** The pages of `docs/reference` that are made from the code, by file name. A test compares them with what is there. */
export function referencePages(): Readonly<Record<string, string>> {
  return {
    'configuration.md': configurationPage(),
    'config.schema.json': `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
    'errors.md': errorsPage(),
    'metrics.md': metricsPage(),
  };
}

const MADE = '<!-- Made from the code by `npm run docs:reference`; do not edit. -->';

function configurationPage(): string {
  return `${MADE}

# Configuration

Environment variables; the same names work in a \`.env\` file in the working directory, and a YAML file named by \`CONFIG_PATH\` says the same with
the keys of the second column (\`semantic.policy\` is \`policy\` under \`semantic\`). Precedence: environment, \`.env\`, YAML, default.
An empty value counts as not set. All problems are reported at once, and the process ends with exit code 1. More: [the guide](../guides/configuration.md).

Durations are written \`250ms\`, \`30s\`, \`5m\`, \`24h\`, \`7d\`; sizes \`64kb\`, \`5mb\`, \`2gb\`.

## Proxy

${configTable(proxyConfigSchema, keyInFile)}

## Sections of the file

What only the file can say. [\`config.schema.json\`](config.schema.json) says it to editors.

${sectionsTable()}

## Embedding service

${configTable(embeddingConfigSchema)}
`;
}

function metricsPage(): string {
  const proxy = createMetrics({ service: 'proxy', version: '0' });
  void new PrometheusMetrics({ registry: proxy, prices: shippedPrices() });
  void new KeysMetrics(proxy);
  countReloads(proxy, { onResult: () => {} });
  const embedding = createMetrics({ service: 'embedding', version: '0' });
  // Only asked when the gauges are read, which nobody does here.
  void new EmbeddingMetrics({ registry: embedding, embedder: {} as WorkerEmbedder });
  return `${MADE}

# Metrics

\`GET /metrics\` answers Prometheus text; with \`Accept: application/json\`, and always at \`/metrics.json\`, the proxy answers the counters of
the dashboard as JSON. No label ever holds a tenant, a prompt or a key. Node's own families (\`process_*\`, \`nodejs_*\`) stand beside these.

## Proxy

${metricTable(proxy)}

## Embedding service

${metricTable(embedding)}
`;
}

function errorsPage(): string {
  const { bypass, notByMeaning, notStored, guards } = reasonTables();
  return `${MADE}

# Errors and reasons

Errors have the shape of OpenAI's API, which its SDKs turn into typed exceptions. There is never a stack trace in them.

\`\`\`json
{"error": {"message": "You must provide a model: a non-empty string.", "type": "invalid_request_error", "param": "model", "code": null}}
\`\`\`

An error of the **upstream** is passed on as it came: its status, its body, \`content-type\`, \`retry-after\`, \`retry-after-ms\`, \`x-should-retry\`,
\`x-ratelimit-*\`, \`x-request-id\` and a few of \`openai-*\`. Strata adds \`x-cache\` and \`cache-status\`. None is stored. Strata does not retry unless
\`UPSTREAM_MAX_RETRIES\` says so: the SDKs do it by themselves.

In a **stream** that has begun, an error is its last event, \`data: {"error": …}\`, and there is no \`[DONE]\`. An error that the upstream wrote into its stream keeps its text.

## Strata's own

${errorTable()}

With \`only-if-cached\` and \`no_upstream\` comes \`x-should-retry: false\`, or the SDKs would ask again. \`POST /admin/cache/clear\` answers a failure with 500 and \`{"error": "…"}\`, as the systems before it did.

The **embedding service** answers in the same shape: 422 for an unusable \`/embed\` or \`/compare\`, 400 for an unusable \`/v1/embeddings\`, 413, 415, 404, 405 as above, and 503 with \`retry-after\` and
\`retry-after-ms\` when too many texts wait (\`overloaded\`), the model is being loaded (\`loading\`) or no thread runs (\`unavailable\`).

## Requests not cached at all

\`x-cache: bypass\`, \`detail\` of \`Cache-Status\`, \`strata_bypass_total{reason}\`. Nothing is read and nothing is written.

${bypass}

## Requests not asked by meaning

\`detail\` of \`strata-semantic\`, \`strata_semantic_refused_total{reason}\`. The exact tier is asked and written all the same.

${notByMeaning}

## Answers not stored

\`strata_admission_rejected_total{reason}\`. The client gets them as they are.

${notStored}

## Candidates not served

The reason of the nearest candidate is the \`detail\` of \`strata-semantic\`; all of them count in \`strata_guard_vetoes_total{guard}\`. The first that objects gives the name, in this order
(\`judge-error\` wherever it fails). \`detail\` may also be \`no-candidate\` (nothing is stored in this partition), \`gone\` (the entry went while it was read), \`outdated\` (it is of an older cache version) or \`degraded\` (the embedder or the vector store
could not be asked).

Where a number stands, the cross-encoder's reading of both questions takes the objection back from those log-odds on (under \`strict\`; the other policies ask for less), unless another guard objects that it does not overrule. Without a number an objection stands.

${guards}
`;
}

function metricTable(registry: ReturnType<typeof createMetrics>): string {
  const families = registry.getMetricsAsArray() as unknown as readonly MetricFacts[];
  const rows = families
    .filter(({ name }) => /^(?:strata|llm_proxy)_/.test(name))
    .map(({ name, help, type, labelNames }) => {
      return `| \`${name}\` | ${type} | ${labelNames.map((label) => `\`${label}\``).join(', ')} | ${help} |`;
    });
  return ['| family | type | labels | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

/** What prom-client's metric objects hold, beyond what its types tell. */
type MetricFacts = {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly labelNames: readonly string[];
};
