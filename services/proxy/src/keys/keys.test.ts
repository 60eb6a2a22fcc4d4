import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeyRing } from './key-ring.ts';
import { keySettingsSchema } from './key-settings.ts';
import { modelFilter } from './model-patterns.ts';
import { digestForm, newKey } from './new-key.ts';
import { isOwnPath } from './own-paths.ts';
import { goDuration, retryHeaders } from './rate-limit-headers.ts';

function ringOf(keys: readonly object[], plainKeys: readonly string[] = []): KeyRing {
  const settings = keySettingsSchema.parse({ master_keys: keys });
  return new KeyRing({ settings, plainKeys, secret: 'a secret' });
}

function problemsOf(keys: readonly object[]): readonly string[] {
  const parsed = keySettingsSchema.safeParse({ master_keys: keys });
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('the settings of keys', () => {
  test('say what is wrong with each, and repeat no key', () => {
    const problems = problemsOf([
      { name: 'a', key: 'sk-1', rate_limit: { requests_per_second: 5, burst: 0 } },
      { name: 'a', key: 'with space' },
      { name: 'b', key: 'sha256:short' },
      { name: 'c', key: 'sk-1', models: [] },
      { name: 'd', key: 'sk-4', monthly_budget: -1 },
      { name: 'e', key: 'sk-5', burst: 3 },
      { name: 'f', key: 'sk-6', rate_limit: { requests_per_second: 1, burst: 2, burst_size: 2 } },
    ]);
    expect(problems.map((line) => line.split(':')[0])).toEqual(
      expect.arrayContaining([
        'master_keys.0.rate_limit',
        'master_keys.1.key',
        'master_keys.2.key',
        'master_keys.3.models',
        'master_keys.4.monthly_budget',
        'master_keys.5',
        'master_keys.6.rate_limit',
      ]),
    );
    expect(problems.join()).not.toMatch(/sk-\d|with space|short/);
  });

  test('know each name and each key once', () => {
    const problems = problemsOf([
      { name: 'a', key: 'sk-1' },
      { name: 'a', key: 'sk-2' },
      { name: 'b', key: 'sk-1' },
    ]);
    expect(problems).toEqual(['master_keys.1.name: is there twice', 'master_keys.2.key: is there twice']);
  });
});

describe('a ring of keys', () => {
  test('finds keys by what they are, plain or hashed, and by nothing else', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~]{1,60}$/), fc.stringMatching(/^[!-~]{1,60}$/), (key, other) => {
        fc.pre(!key.toLowerCase().startsWith('sha256:'));
        for (const form of [
          key,
          digestForm(key),
          digestForm(key).toUpperCase().replace('SHA256', 'sha256'),
        ]) {
          const ring = ringOf([{ name: 'k', key: form }]);
          expect(ring.find(key)?.name).toBe('k');
          expect(ring.find(digestForm(key))).toBeUndefined();
          if (other !== key) expect(ring.find(other)).toBeUndefined();
        }
      }),
    );
  });

  test('is open only when there is no key at all, not when all are off', () => {
    expect(ringOf([]).isOpen).toBe(true);
    expect(ringOf([{ name: 'a', key: 'sk-1', enabled: false }]).isOpen).toBe(false);
    expect(ringOf([], ['sk-1']).isOpen).toBe(false);
  });

  test('gives each key a tenant of its own, the same on every replica, unless they name one', () => {
    const keys = [
      { name: 'a', key: 'sk-1' },
      { name: 'b', key: 'sk-2' },
      { name: 'c', key: 'sk-3', tenant: 'team' },
      { name: 'd', key: 'sk-4', tenant: 'team' },
    ];
    const tenants = ringOf(keys).keys.map(({ tenant }) => tenant);
    expect(new Set(tenants).size).toBe(3);
    expect(tenants[2]).toBe(tenants[3]);
    expect(ringOf(keys).keys.map(({ tenant }) => tenant)).toEqual(tenants);
    expect(tenants.join()).not.toMatch(/sk-\d/);
  });

  test('a key on its own tells nobody’s tenant by taking its name', () => {
    const own = ringOf([{ name: 'a', key: 'sk-1' }]).keys[0]?.tenant ?? '';
    const named = keySettingsSchema.safeParse({ master_keys: [{ name: 'b', key: 'sk-2', tenant: own }] });
    const [taken] = named.success ? ringOf([{ name: 'b', key: 'sk-2', tenant: own }]).keys : [];
    expect(taken?.tenant).not.toBe(own);
  });

  test('a burst is one second’s worth unless it says more', () => {
    const [slow, fast] = ringOf([
      { name: 'a', key: 'sk-1', rate_limit: { requests_per_second: 0.5 } },
      { name: 'b', key: 'sk-2', rate_limit: { requests_per_second: 20 } },
    ]).keys;
    expect([slow?.requests?.capacity, fast?.requests?.capacity]).toEqual([1, 20]);
  });
});

test('a new key is long, unlike any other, and found by its hash', () => {
  const [one, other] = [newKey(), newKey()];
  expect(one.key).toMatch(/^sk-strata-[\w-]{43}$/);
  expect(one.key).not.toBe(other.key);
  expect(ringOf([{ name: 'k', key: one.sha256 }]).find(one.key)?.name).toBe('k');
});

describe('model patterns', () => {
  test.each([
    ['gpt-4o', 'gpt-4o', true],
    ['gpt-4o', 'gpt-4o-mini', false],
    ['gpt-4o*', 'gpt-4o-mini', true],
    ['gpt-4o*', 'gpt-4o', true],
    ['*-instant', 'llama-3.1-8b-instant', true],
    ['*-instant', 'instant', false],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['groq/*-70b*', 'groq/llama-3.3-70b-versatile', true],
    ['*', '', true],
    ['**x**', 'ax', true],
    ['GPT-4o', 'gpt-4o', false],
    ['a.c', 'abc', false],
  ])('%s and %s: %s', (pattern, model, fits) => {
    expect(modelFilter([pattern])(model)).toBe(fits);
  });

  test('mean what the regular expression of the same words means', () => {
    const word = fc.stringMatching(/^[ab*]{0,8}$/);
    fc.assert(
      fc.property(word, fc.stringMatching(/^[ab]{0,10}$/), (pattern, model) => {
        const expression = new RegExp(`^${pattern.replaceAll(/\*+/g, '.*')}$`);
        expect(modelFilter([pattern])(model)).toBe(expression.test(model));
      }),
    );
  });
});

describe('Strata’s own paths', () => {
  test.each([
    '/',
    '/?a=1',
    '/health',
    '/health/ready',
    '/metrics.json',
    '/admin/v1/keys?x=/v1',
    '/dashboard/',
  ])('%s is one', (path) => expect(isOwnPath(path)).toBe(true));

  test.each([
    '/v1/models',
    '/models',
    '/healthy',
    '//admin',
    '//v1/models',
    '/admin/../v1/models',
    '/admin/%2e%2e/v1/models',
    '/v1/../admin/stats',
    '/admin\\..\\v1',
    'http://host/admin',
    '*',
    '',
  ])('%s is none', (path) => expect(isOwnPath(path)).toBe(false));
});

test('times are told as OpenAI tells them', () => {
  expect([0, 20, 999.2, 1_500, 60_000, 360_000, 3_661_000].map(goDuration)).toEqual([
    '0ms',
    '20ms',
    '1s',
    '1.5s',
    '1m0s',
    '6m0s',
    '1h1m1s',
  ]);
  expect(retryHeaders(0.2)).toEqual({ 'retry-after': '1', 'retry-after-ms': '1' });
  expect(retryHeaders(61_000)).toMatchObject({ 'retry-after': '61', 'x-should-retry': 'false' });
});
