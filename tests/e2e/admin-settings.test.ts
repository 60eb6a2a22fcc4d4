import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as replies from '@strata/contracts/fake-openai-replies';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { loadProxyConfig } from '@strata/proxy-service/config-file/load';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { bearer, ConfigFolder } from './keys-setup.ts';
import { Strata } from './strata.ts';

// Whole proxies start here, on whatever machine.
vi.setConfig({ testTimeout: 120_000 });

let first: FakeOpenAiServer;
let second: FakeOpenAiServer;

beforeAll(async () => {
  [first, second] = await Promise.all([FakeOpenAiServer.start(), FakeOpenAiServer.start()]);
});
beforeEach(() => {
  first.reset();
  second.reset();
});
afterAll(async () => {
  await Promise.all([first.stop(), second.stop()]);
});

const ADMIN = { ADMIN_KEY: 'of-the-operator', SEMANTIC_ENABLED: 'false' };

type Answer = { readonly status: number; readonly json: Readonly<Record<string, unknown>> };

/** Somebody with the admin key, below `/admin/v1`. */
function operator(strata: Strata) {
  return async (method: string, path: string, body?: object): Promise<Answer> => {
    const response = await strata.fetch(`/admin/v1${path}`, {
      method,
      headers: bearer('of-the-operator'),
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    return { status: response.status, json: text === '' ? {} : (JSON.parse(text) as Answer['json']) };
  };
}

async function modelOf(strata: Strata, model: string): Promise<unknown> {
  const { text } = await strata.ask(`Who are you, ${model}?`, { body: { model } });
  return (JSON.parse(text) as { model?: unknown }).model;
}

describe('providers over the admin API', () => {
  test('S3-16 come into force with a reload, are changed, and go; each write raises the version by one', async () => {
    await using strata = await Strata.start(ADMIN);
    const admin = operator(strata);
    const created = await admin('POST', '/providers', {
      name: 'one',
      api_base: first.baseUrl,
      api_key: 'sk-secret-one',
      model_mapping: { 'gpt-4': 'test-gpt-4' },
      headers: { 'x-team': 'secret-team' },
    });
    expect(created).toMatchObject({
      status: 201,
      json: { id: 'one', name: 'one', api_base: first.baseUrl, has_api_key: true, source: 'api', weight: 1 },
    });
    expect(JSON.stringify(created.json)).not.toContain('secret');
    await modelOf(strata, 'gpt-4');
    expect(first.requests).toHaveLength(0);

    expect((await admin('POST', '/config/reload')).json).toMatchObject({ version: 1, result: 'applied' });
    await strata.ask('Now', { body: { model: 'gpt-4' } });
    expect(first.requests[0]?.json).toMatchObject({ model: 'test-gpt-4' });
    expect(first.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer sk-secret-one',
      'x-team': 'secret-team',
    });

    expect(await admin('PUT', '/providers/one', { ...created.json, weight: 3 })).toMatchObject({
      status: 200,
      json: { weight: 3, has_api_key: true },
    });
    expect((await admin('GET', '/providers')).json).toMatchObject({ version: 2, providers: [{ weight: 3 }] });
    expect((await admin('DELETE', '/providers/one')).status).toBe(204);
    expect((await admin('GET', '/providers/one')).status).toBe(404);
    expect((await admin('GET', '/config/version')).json).toMatchObject({ version: 3 });
  });

  test('S3-16 what is wrong with one is told at once; a name is there once', async () => {
    await using strata = await Strata.start(ADMIN);
    const admin = operator(strata);
    const odd = await admin('POST', '/providers', { name: 'odd', api_bas: first.baseUrl, weight: -1 });
    expect(odd.status).toBe(400);
    expect(JSON.stringify(odd.json)).toMatch(/weight must be at least 0.*api_bas is not a known setting/);
    await admin('POST', '/providers', { name: 'one', api_base: first.baseUrl });
    const twin = await admin('POST', '/providers', { name: 'one', api_base: first.baseUrl });
    expect(twin).toMatchObject({ status: 400, json: { error: { code: 'duplicate_name', param: 'name' } } });
    expect((await admin('PUT', '/providers/two', { api_base: first.baseUrl })).status).toBe(404);
    expect((await admin('PUT', '/providers/one', { name: 'two', api_base: first.baseUrl })).status).toBe(400);
    expect((await admin('GET', '/config/version')).json).toMatchObject({ version: 1 });
  });

  test('a key goes to no other address than the one it was given for', async () => {
    await using strata = await Strata.start(ADMIN);
    const admin = operator(strata);
    await admin('POST', '/providers', { name: 'one', api_base: first.baseUrl, api_key: 'sk-secret-one' });
    const moved = await admin('PUT', '/providers/one', { api_base: second.baseUrl });
    expect(moved).toMatchObject({ status: 400, json: { error: { param: 'api_key' } } });
    const given = { api_base: second.baseUrl, api_key: 'sk-other', headers: {} };
    expect((await admin('PUT', '/providers/one', given)).status).toBe(200);
    await admin('POST', '/config/reload');
    await strata.ask('Who?');
    expect(second.requests[0]?.headers['authorization']).toBe('Bearer sk-other');
  });

  test('take the place of the file’s of their name, and of none when deleted; both outlive a restart', async () => {
    await using folder = await ConfigFolder.create();
    const providers = [
      { name: 'one', base_url: first.baseUrl, api_key: 'sk-file' },
      { name: 'two', base_url: second.baseUrl, models: ['of-two'] },
    ];
    const CONFIG_PATH = await folder.write({ providers });
    const variables = { ...ADMIN, CONFIG_PATH, DATA_DIR: folder.dataDir };
    const before = await Strata.start(variables);
    const admin = operator(before);
    const one = await admin('GET', '/providers/one');
    expect(one.json).toMatchObject({ source: 'file', has_api_key: true });
    await admin('PUT', '/providers/one', { api_base: first.baseUrl, model_mapping: { mine: 'theirs' } });
    await admin('DELETE', '/providers/two');
    await before[Symbol.asyncDispose]();

    await using after = await Strata.start(variables);
    expect(await modelOf(after, 'mine')).toBe('mine');
    expect(first.requests[0]?.headers['authorization']).toBe('Bearer sk-file');
    expect((await after.ask('Gone', { body: { model: 'of-two' } })).status).toBe(404);
    expect((await operator(after)('GET', '/providers')).json['providers']).toHaveLength(1);
  });

  test('secrets lie sealed, for nobody but the proxy; without their key it does not start', async () => {
    await using folder = await ConfigFolder.create();
    const variables = { ...ADMIN, DATA_DIR: folder.dataDir };
    const strata = await Strata.start(variables);
    await operator(strata)('POST', '/providers', {
      name: 'one',
      api_base: first.baseUrl,
      api_key: 'sk-secret-one',
      proxy: 'http://us:secret-two@127.0.0.1:1',
    });
    const address = first.baseUrl.replace('//', '//us:secret-three@');
    await operator(strata)('POST', '/providers', { name: 'two', api_base: address });
    await strata[Symbol.asyncDispose]();
    const [file, key] = [join(folder.dataDir, 'managed.json'), join(folder.dataDir, 'managed.key')];
    expect(readFileSync(file, 'utf8')).not.toContain('secret');
    for (const path of [file, key]) expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder.dataDir, 'audit.jsonl'), 'utf8')).not.toContain('secret');
    writeFileSync(key, Buffer.alloc(32));
    await expect(Strata.start(variables)).rejects.toThrow('providers.one has secrets that cannot be opened');
    writeFileSync(file, '{');
    // Keys in it may be all that closes the API.
    expect(() => loadProxyConfig(variables, join(folder.dataDir, 'no.env'))).toThrow('managed.json');
  });

  test('a damaged file of theirs is named to whoever asks for them', async () => {
    await using strata = await Strata.start(ADMIN);
    writeFileSync(join(strata.dataDir, 'managed.json'), '{');
    const { status, json } = await operator(strata)('GET', '/providers');
    expect(status).toBe(500);
    const message = expect.stringMatching(/cannot be read.*managed\.json/) as unknown;
    expect(json).toMatchObject({ error: { message, code: 'invalid_config' } });
  });

  test('S3-17 are asked for a few tokens, model by model, and what came of it is remembered', async () => {
    await using strata = await Strata.start(ADMIN);
    const admin = operator(strata);
    await admin('POST', '/providers', {
      name: 'one',
      api_base: first.baseUrl,
      models: ['good', 'bad', 'gpt-*'],
    });
    first.respond((request, response) =>
      (request.json as { model: string }).model === 'bad'
        ? replies.openAiError(503)(request, response)
        : replies.echo()(request, response),
    );
    expect((await admin('GET', '/health/providers/one')).json).toMatchObject({ status: 'unknown' });
    const checked = await admin('POST', '/providers/one/health', { max_concurrent: 1 });
    expect(checked.json).toMatchObject({
      provider_id: 'one',
      status: 'unhealthy',
      models: [
        { model: 'good', status: 'healthy' },
        { model: 'bad', status: 'unhealthy' },
      ],
      summary: { total: 2, healthy: 1, unhealthy_models: ['bad'] },
    });
    expect(first.requests[0]?.json).toMatchObject({ max_tokens: 10, messages: [{ content: 'Hi' }] });
    expect((await admin('GET', '/health/providers/one')).json).toEqual(checked.json);
    const only = await admin('POST', '/providers/one/health', { models: ['good'] });
    expect(only.json).toMatchObject({ status: 'healthy' });
    expect((await admin('POST', '/health/check')).json['providers']).toHaveLength(1);
  });

  test.each([
    [{ max_concurrent: 11 }, 'max_concurrent must be a whole number from 1 to 10.'],
    [{ timeout_secs: 121 }, 'timeout_secs must be a whole number from 1 to 120.'],
    [{ models: 'all' }, 'models must be a list of names.'],
  ])('S3-17 a check with %j is refused by name', async (order, message) => {
    await using strata = await Strata.start(ADMIN);
    const refused = await operator(strata)('POST', '/providers/any/health', order);
    expect(refused).toMatchObject({ status: 400, json: { error: { message } } });
  });
});

describe('clients’ keys over the admin API', () => {
  test('are made, shown once, limited, switched off and taken out', async () => {
    await using strata = await Strata.before(first, ADMIN);
    const admin = operator(strata);
    const made = await admin('POST', '/master-keys', {
      name: 'team a/b',
      allowed_models: ['gpt-*'],
      rate_limit: { requests_per_second: 0.001, burst_size: 2 },
    });
    const key = String(made.json['key']);
    expect(made.status).toBe(201);
    expect(key).toMatch(/^sk-strata-/);
    expect(made.json['key_preview']).toBe(`sk-***${key.slice(-3)}`);
    await admin('POST', '/config/reload');
    expect((await strata.ask('No key')).status).toBe(401);
    const asked = async (model: string) =>
      (await strata.ask('Hello', { headers: bearer(key), body: { model } })).status;
    expect([await asked('gpt-4o'), await asked('llama'), await asked('gpt-4o')]).toEqual([200, 403, 429]);

    const path = `/master-keys/${encodeURIComponent('team a/b')}`;
    expect(JSON.stringify((await admin('GET', path)).json)).not.toContain(key);
    expect((await admin('PUT', path, { is_enabled: false })).json).toMatchObject({ is_enabled: false });
    await admin('POST', '/config/reload');
    expect(await asked('gpt-4o')).toBe(401);
    expect((await admin('PUT', path, {})).json).toMatchObject({ is_enabled: true, allowed_models: [] });
    await admin('POST', '/config/reload');
    expect(await asked('llama')).toBe(200);
    expect((await admin('DELETE', path)).status).toBe(204);
    expect((await admin('GET', '/master-keys')).json).toMatchObject({ version: 4, master_keys: [] });
    expect(readFileSync(join(strata.dataDir, 'managed.json'), 'utf8')).not.toContain(key);
  });

  test('and providers: the audit log says by name who was made, and no secret', async () => {
    await using strata = await Strata.start(ADMIN);
    const admin = operator(strata);
    await admin('POST', '/master-keys', { name: 'team a', key: 'sk-secret-of-a-team' });
    await admin('POST', '/providers', { name: 'one', api_base: first.baseUrl, api_key: 'sk-secret-one' });
    const lines = (): string[] =>
      readFileSync(join(strata.dataDir, 'audit.jsonl'), 'utf8').trim().split('\n');
    await vi.waitFor(() => expect(lines()).toHaveLength(2), { timeout: 30_000 });
    expect(lines().map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { action: 'POST /admin/v1/master-keys', status: 201, name: 'team a', version: 1 },
      { action: 'POST /admin/v1/providers', status: 201, name: 'one', version: 2 },
    ]);
    expect(lines().join('')).not.toContain('secret');
  });

  test('one key has one name', async () => {
    await using strata = await Strata.start(ADMIN);
    const admin = operator(strata);
    await admin('POST', '/master-keys', { name: 'a', key: 'sk-given-by-the-operator' });
    const twin = await admin('POST', '/master-keys', { name: 'b', key: 'sk-given-by-the-operator' });
    expect(twin).toMatchObject({ status: 400, json: { error: { code: 'duplicate_key' } } });
    expect(JSON.stringify(twin.json)).not.toContain('given');
  });
});

test('a configuration that cannot be used is refused, with what is wrong, and the old one stays', async () => {
  await using folder = await ConfigFolder.create();
  const CONFIG_PATH = await folder.write({ providers: [{ name: 'one', base_url: first.baseUrl }] });
  await using strata = await Strata.start({ ...ADMIN, CONFIG_PATH });
  await folder.write({ providers: [{ name: 'one', api_key: 'sk-hunter2' }] });
  const refused = await operator(strata)('POST', '/config/reload');
  expect(refused).toMatchObject({ status: 400, json: { error: { code: 'invalid_config' } } });
  expect(JSON.stringify(refused.json)).toContain('providers.0.base_url must be set');
  expect(JSON.stringify(refused.json)).not.toContain('hunter2');
  expect((await strata.ask('Still there?')).headers.get('x-strata-provider')).toBe('one');
});

describe('the admin key', () => {
  test('is needed for all of it, and can be tried', async () => {
    await using strata = await Strata.start(ADMIN);
    expect((await strata.fetch('/admin/v1/providers')).status).toBe(401);
    const tried = async (headers: Record<string, string>) => {
      const response = await strata.fetch('/admin/v1/auth/validate', { method: 'POST', headers });
      return [response.status, ((await response.json()) as { valid: boolean }).valid];
    };
    expect(await tried(bearer('of-the-operator'))).toEqual([200, true]);
    expect(await tried(bearer('guessed'))).toEqual([401, false]);
    expect(await tried({})).toEqual([200, false]);
  });

  test('that is not configured cannot be tried', async () => {
    await using strata = await Strata.start({ SEMANTIC_ENABLED: 'false' });
    const response = await strata.fetch('/admin/v1/auth/validate', { method: 'POST' });
    expect(response.status).toBe(503);
  });
});
