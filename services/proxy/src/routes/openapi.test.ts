import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger, systemClock } from '@strata/service-kit';
import type { Router } from 'express';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { z } from 'zod';
import { ENDPOINTS } from '../app.ts';
import { composeProxy, type Proxy } from '../composition.ts';
import { loadProxyConfig } from '../config-file/load.ts';
import { ConfigReload } from '../config-file/reload.ts';
import { OPERATIONS } from './openapi-document.ts';

const ENTRY = 'f'.repeat(64);

let proxy: Proxy;
let url: string;
const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
const resources = new AsyncDisposableStack();

beforeAll(async () => {
  const env = { DATA_DIR: folder, SEMANTIC_ENABLED: 'false', EXACT_TIMEOUT: '10s' };
  const load = () => loadProxyConfig(env, join(folder, '.env'));
  const loaded = load();
  const reload = new ConfigReload({ load, loaded });
  const parts = { clock: systemClock, logger: silentLogger, resources };
  proxy = await composeProxy({ config: loaded.values, reload, ...parts });
  resources.use(proxy.server);
  const { port } = await proxy.server.listen({ host: '127.0.0.1', port: 0 });
  proxy.setReady(true);
  url = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  await resources.disposeAsync();
  rmSync(folder, { recursive: true, force: true });
});

type Layer = { route?: { path: string | string[]; stack: readonly { method: string }[] }; handle: unknown };

/** `get /admin/stats`, as mounted; paths that only lead on (`/`) and files of pages left out. */
function mounted(routers: readonly Router[]): readonly string[] {
  const routes = routers.flatMap((router) => router.stack as unknown as readonly Layer[]);
  return routes
    .flatMap(({ route }) => (route === undefined ? [] : [route]))
    .flatMap(({ path, stack }) =>
      [path].flat().flatMap((each) => [...new Set(stack.map(({ method }) => `${method} ${each}`))]),
    )
    .filter((line) => line !== 'get /' && !line.startsWith('get /dashboard/'));
}

const documented = new Set(OPERATIONS.map(({ method, path }) => `${method} ${path}`));

/** As the document writes it, and with `/v1`, where both are there. */
function inDocument(line: string): boolean {
  const [method = '', path = ''] = line.split(' ');
  const written = path.replaceAll(/:(\w+)/g, '{$1}').replaceAll(/\*(\w+)/g, '{$1}');
  return documented.has(`${method} ${written}`) || documented.has(`${method} /v1${written}`);
}

describe('the document', () => {
  it('has every route that is mounted', () => {
    const routes = mounted(proxy.routers);
    expect(routes).toContain('get /admin/stats');
    expect(routes.filter((line) => !inDocument(line))).toEqual([]);
  });

  it('has every door of the API', () => {
    expect([...ENDPOINTS.keys()].filter((path) => !inDocument(`post ${path}`))).toEqual([]);
  });

  it('is served as OpenAPI 3.1, its references lead somewhere, its operations have names of their own', async () => {
    const response = await fetch(`${url}/api-docs/openapi.json`);
    expect(response.headers.get('content-type')).toMatch('application/json');
    const text = await response.text();
    const api = JSON.parse(text) as { openapi: string; paths: object; components: Record<string, object> };
    expect(api.openapi).toBe('3.1.0');
    for (const [, kind = '', name = ''] of text.matchAll(/"#\/components\/(\w+)\/([^"]+)"/g))
      expect(api.components[kind]).toHaveProperty(name);
    const ids = [...text.matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id);
    expect(ids).toHaveLength(OPERATIONS.length);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

const answered = OPERATIONS.filter(
  (operation): operation is typeof operation & { answer: z.ZodType } =>
    typeof operation.answer !== 'string' &&
    operation.method === 'get' &&
    operation.tag !== 'API' &&
    !operation.path.includes('{'),
);

describe('what is answered', () => {
  test.each(answered)('$method $path is as documented', async ({ path, answer }) => {
    const response = await fetch(`${url}${path}`);
    expect(response.status).toBe(200);
    expect(answer.safeParse(await response.json()).error?.issues).toBeUndefined();
  });

  test('a chat answer, an entry, a search, an invalidation and a scan are as documented', async () => {
    const question = {
      model: 'demo',
      messages: [{ role: 'user', content: 'What is the capital of France?' }],
    };
    const chat = await send('post', '/v1/chat/completions', question);
    await proxy.cache.drain();
    const entry = /key="([0-9a-f]{64})"/.exec(chat.headers.get('cache-status') ?? '')?.[1] ?? ENTRY;
    await send('get', '/admin/cache/entries/{id}', undefined, entry);
    await send('post', '/admin/cache/entries/{id}/pin', undefined, entry);
    await send('post', '/admin/cache/entries/{id}/unpin', undefined, entry);
    await send('get', '/admin/cache/entries');
    await send('post', '/admin/cache/explain', question);
    await send('post', '/admin/cache/scan', {});
    await send('post', '/admin/cache/invalidate', { model: 'demo', dryRun: true });
    await send('delete', '/admin/cache/entries/{id}', undefined, entry);
    await send('post', '/admin/cache/feedback', { entry, verdict: 'outdated' });
    await send('post', '/admin/cache/clear');
  });
});

describe('what is refused', () => {
  test.each([
    ['/admin/cache/feedback', { entry: 'short', verdict: 'wrong' }],
    ['/admin/cache/feedback', { entry: ENTRY, verdict: 'bad' }],
    ['/admin/cache/feedback', { entry: ENTRY, verdict: 'wrong', question: 'What is Rust?' }],
    ['/admin/cache/invalidate', { modell: 'x' }],
    ['/admin/cache/invalidate', { similarTo: 'x', threshold: 2 }],
    ['/admin/cache/scan', { purge: 'yes' }],
  ])('POST %s %j, as the document says', async (path, body) => {
    const operation = OPERATIONS.find((each) => each.path === path && each.method === 'post');
    expect(operation?.body?.safeParse(body).success).toBe(false);
    const response = await fetch(`${url}${path}`, post(body));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
  });
});

test('/docs is a page of our own under a strict policy, with nothing from elsewhere', async () => {
  const page = await fetch(`${url}/docs`);
  expect(page.headers.get('content-type')).toMatch('text/html');
  expect(page.headers.get('content-security-policy')).toMatch("default-src 'none'");
  const text = await page.text();
  expect(text).not.toMatch(/https?:\/\/|<script>|style=/);
  for (const [, path = ''] of text.matchAll(/(?:src|href)="(\/docs\/[^"]+)"/g)) {
    // oxlint-disable-next-line no-await-in-loop -- two of them
    expect((await fetch(`${url}${path}`)).status).toBe(200);
  }
});

async function send(method: string, path: string, body?: object, id = ''): Promise<Response> {
  const operation = OPERATIONS.find((each) => each.path === path && each.method === method);
  const options = body === undefined ? { method: method.toUpperCase() } : post(body);
  const response = await fetch(`${url}${path.replace('{id}', id)}`, options);
  const text = await response.text();
  expect({ path, status: response.status, text }).toMatchObject({ status: 200 });
  const { answer } = operation ?? {};
  if (answer === undefined || typeof answer === 'string') throw new Error(`${path} is not documented`);
  expect({ path, issues: answer.safeParse(JSON.parse(text)).error?.issues }).toEqual({ path });
  return response;
}

function post(body: object): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
