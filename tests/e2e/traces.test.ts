import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { createTracerProvider } from '@strata/proxy-service/telemetry/trace-exporter';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeCollector, SERVER, type CollectedSpan } from './fake-collector.ts';
import { Strata } from './strata.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';

let upstream: FakeOpenAiServer;
let collector: FakeCollector;

beforeEach(async () => {
  upstream = await FakeOpenAiServer.start();
  collector = await FakeCollector.start();
});
afterEach(async () => {
  await collector[Symbol.asyncDispose]();
  await upstream.stop();
});

const traced = (variables: Readonly<Record<string, string>> = {}): Promise<Strata> =>
  Strata.before(upstream, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...variables });

/** The request's own span for each outcome, with those below it by name. */
function requestsIn(spans: readonly CollectedSpan[]) {
  const below = (id: string): readonly CollectedSpan[] =>
    spans.filter(({ parentSpanId }) => parentSpanId === id);
  return spans
    .filter(({ kind }) => kind === SERVER)
    .map((span) => ({
      span,
      outcome: span.attributes['strata.outcome'],
      children: below(span.spanId),
      below,
    }));
}

const CLIENT = 3;
const names = (spans: readonly CollectedSpan[]): readonly string[] => spans.map(({ name }) => name);

test('a miss is a span of the caller’s trace, with one below it for each tier and the upstream’s below that', async () => {
  const strata = await traced();
  await strata.ask('What is the capital of France?', {
    headers: { traceparent: `00-${TRACE}-${PARENT}-01` },
  });
  await strata[Symbol.asyncDispose]();
  const spans = await collector.spansOf(1);
  const [request] = requestsIn(spans);
  expect(request?.span).toMatchObject({
    name: 'POST /v1/chat/completions',
    traceId: TRACE,
    parentSpanId: PARENT,
    attributes: {
      'http.request.method': 'POST',
      'http.route': '/v1/chat/completions',
      'http.response.status_code': 200,
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-4o-mini',
      'strata.outcome': 'miss',
      'strata.tier': 'upstream',
    },
  });
  expect(request?.span.attributes['gen_ai.usage.input_tokens']).toBeGreaterThan(0);
  expect(names(request?.children ?? []).toSorted()).toEqual([
    'chat gpt-4o-mini',
    'strata.exact',
    'strata.semantic',
  ]);
  const semantic = request?.children.find(({ name }) => name === 'strata.semantic');
  expect(names(request?.below(semantic?.spanId ?? '') ?? [])).toEqual([
    'strata.embed',
    'strata.search',
    'strata.judge',
  ]);
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
});

test('the upstream is told of the span that asks it', async () => {
  const strata = await traced();
  await strata.ask('Who wrote Faust?');
  await strata[Symbol.asyncDispose]();
  const call = (await collector.spansOf(1)).find(({ kind }) => kind === CLIENT);
  expect(upstream.requests[0]?.headers['traceparent']).toBe(`00-${call?.traceId}-${call?.spanId}-01`);
  expect(call?.attributes).toMatchObject({
    'gen_ai.provider.name': 'openai',
    'gen_ai.usage.output_tokens': expect.any(Number),
  });
});

test('a call says in the words of the GenAI conventions what was asked and who answered', async () => {
  const strata = await traced({ SEMANTIC_ENABLED: 'false' });
  await strata.ask('Who wrote Emma?');
  await strata.ask('Who wrote Ulysses?', { body: { stream: true } });
  await strata[Symbol.asyncDispose]();
  const calls = (await collector.spansOf(2)).filter(({ kind }) => kind === CLIENT);
  expect(calls.map(({ name }) => name)).toEqual(['chat gpt-4o-mini', 'chat gpt-4o-mini']);
  const [whole, stream] = calls.map(({ attributes }) => attributes);
  expect(whole).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'gpt-4o-mini',
    'gen_ai.response.model': 'gpt-4o-mini',
    'gen_ai.response.id': expect.stringContaining('chatcmpl-'),
  });
  expect(whole).not.toHaveProperty('gen_ai.request.stream');
  expect(stream).toMatchObject({
    'gen_ai.request.stream': true,
    'gen_ai.response.model': 'gpt-4o-mini',
    'gen_ai.response.time_to_first_chunk': expect.any(Number),
  });
});

test('a call for vectors is named after its operation', async () => {
  const strata = await traced({ SEMANTIC_ENABLED: 'false' });
  await strata.fetch('/v1/embeddings', { body: { model: 'text-embedding-3-small', input: 'A sentence.' } });
  await strata[Symbol.asyncDispose]();
  const spans = await collector.spansOf(1);
  expect(spans.find(({ kind }) => kind === CLIENT)?.name).toBe('embeddings text-embedding-3-small');
  expect(spans.find(({ kind }) => kind === SERVER)?.attributes['gen_ai.operation.name']).toBe('embeddings');
});

test('a collector that is away costs no request', async () => {
  const strata = await traced({ SEMANTIC_ENABLED: 'false' });
  await collector[Symbol.asyncDispose]();
  const { status } = await strata.ask('Does anybody listen?');
  expect(status).toBe(200);
  await strata[Symbol.asyncDispose]();
  expect(collector.received).toBe('');
});

test('hits of every kind say which tier they are from, and ask nobody', async () => {
  const strata = await traced();
  const headers = { 'x-cache-threshold': '0.87' };
  const asked = [
    await strata.ask('What is Rust?', { headers }),
    await strata.ask('Tell me about Rust', { headers }),
    await strata.ask('What is Rust?'),
    await strata.ask('What is Rust?'),
  ];
  expect(asked.map(({ cache }) => cache)).toEqual(['miss', 'semantic-hit', 'exact-hit', 'exact-hit']);
  await strata[Symbol.asyncDispose]();
  const requests = requestsIn(await collector.spansOf(4));
  const [, semantic, exact, repeat] = requests;
  expect(requests.map(({ outcome }) => outcome)).toEqual(asked.map(({ cache }) => cache));
  expect(names(semantic?.children ?? [])).toEqual(['strata.exact', 'strata.semantic']);
  expect(names(semantic?.below(semantic.children[1]?.spanId ?? '') ?? [])).toContain('strata.judge');
  expect(semantic?.span.attributes['strata.similarity']).toBeGreaterThan(0.8);
  expect(names(exact?.children ?? [])).toEqual(['strata.exact']);
  expect(repeat?.span.attributes['strata.tier']).toBe('exact');
});

test('an upstream that fails marks its span and the request’s', async () => {
  const strata = await traced({ SEMANTIC_ENABLED: 'false' });
  await upstream.stop();
  const { status } = await strata.ask('Is anybody there?');
  await strata[Symbol.asyncDispose]();
  const spans = await collector.spansOf(1);
  const ERROR = { code: 2 };
  expect(spans.find(({ kind }) => kind === CLIENT)).toMatchObject({
    status: ERROR,
    attributes: { 'error.type': 'connect' },
  });
  expect(spans.find(({ kind }) => kind === SERVER)).toMatchObject({
    status: ERROR,
    attributes: { 'http.response.status_code': status, 'error.type': 'upstream' },
  });
});

test('no span holds a word of a question or an answer, a key or a tenant', async () => {
  const strata = await traced();
  await strata.ask('My secret is xylophone', { headers: { authorization: 'Bearer sk-client' } });
  await strata[Symbol.asyncDispose]();
  await collector.spansOf(1);
  expect(collector.received).not.toMatch(/xylophone|sk-client|sk-upstream/);
});

test('what is not of the API has no span, and without a collector nothing is traced', async () => {
  const strata = await traced();
  await strata.fetch('/metrics');
  await strata.fetch('/health');
  await strata[Symbol.asyncDispose]();
  expect(collector.received).toBe('');
  await using untraced = await Strata.before(upstream);
  await untraced.ask('Hello?', { headers: { traceparent: `00-${TRACE}-${PARENT}-01` } });
  expect(upstream.requests[0]?.headers['traceparent']).toBe(`00-${TRACE}-${PARENT}-01`);
});

test('spans that the collector refuses are counted', async () => {
  collector.status = 400;
  const sent: [string, number][] = [];
  const settings = {
    endpoint: collector.url,
    headers: undefined,
    serviceName: 'strata',
    version: '0',
    sampler: 'always_on',
    samplerRatio: 1,
  } as const;
  const provider = createTracerProvider(settings, (result, spans) => sent.push([result, spans]));
  provider.getTracer('test').startSpan('lost').end();
  await provider.shutdown().catch(() => {});
  expect(sent).toEqual([['failed', 1]]);
});
