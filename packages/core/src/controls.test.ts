import { describe, expect, test } from 'vitest';
import { controlsKey, DEFAULT_CONTROLS, parseControls, type HeaderBag } from './controls.ts';
import { InvalidRequestError } from './errors.ts';

const controls = (headers: HeaderBag, body: object = {}) => parseControls(headers, { ...body });

describe('the controls of a request', () => {
  test('are the default without any header', () => {
    expect(controls({ accept: '*/*' })).toBe(DEFAULT_CONTROLS);
  });

  test.each(['true', 'TRUE', ' True ', 'true, true', 'false,TRUE'])(
    'x-bypass-cache: %s goes past the cache',
    (value) => {
      expect(controls({ 'x-bypass-cache': value }).mode).toBe('bypass');
    },
  );

  test('x-bypass-cache counts once one of several is true', () => {
    expect(controls({ 'x-bypass-cache': ['no', 'true'] }).mode).toBe('bypass');
  });

  test.each(['false', '1', 'yes', '', 'false, 1', 'not true'])('x-bypass-cache: %s is no bypass', (value) => {
    expect(controls({ 'x-bypass-cache': value }).mode).toBe('use');
  });

  test.each([
    ['no-cache', 'refresh'],
    ['No-Store', 'no-store'],
    ['no-cache, no-store', 'no-store'],
    ['max-stale=5, x-future="a b"', 'use'],
  ])('Cache-Control: %s means %s', (value, mode) => {
    expect(controls({ 'cache-control': value }).mode).toBe(mode);
  });

  test('bypass outranks every directive', () => {
    expect(controls({ 'x-bypass-cache': 'true', 'cache-control': 'no-store, no-cache' }).mode).toBe('bypass');
  });

  test('read ages and lives in seconds', () => {
    expect(controls({ 'cache-control': 'max-age=60, min-fresh="5"', 'x-cache-ttl': '10' })).toMatchObject({
      maxAgeMs: 60_000,
      minFreshMs: 5_000,
      ttlMs: 10_000,
    });
    expect(controls({ 'x-cache-ttl': '0' }).ttlMs).toBe(0);
  });

  test('take a number of seconds beyond all bounds for a very long time', () => {
    const endless = '9'.repeat(30);
    const asked = controls({ 'x-cache-ttl': endless, 'cache-control': `max-age=${endless}` });
    expect(asked).toMatchObject({ ttlMs: 2 ** 31 * 1000, maxAgeMs: 2 ** 31 * 1000 });
  });

  test('heed the first of two equal directives', () => {
    expect(controls({ 'cache-control': 'max-age=1, max-age=100' }).maxAgeMs).toBe(1_000);
  });

  test.each<[string, string]>([
    ['x-cache-ttl', 'abc'],
    ['x-cache-ttl', '-5'],
    ['x-cache-ttl', '1.5'],
    ['x-cache-ttl', ''],
    ['cache-control', 'max-age=soon'],
    ['cache-control', 'max-age'],
    ['x-cache-threshold', '1.1'],
    ['x-cache-threshold', 'high'],
    ['x-cache-threshold', ''],
    ['x-cache-namespace', 'a b'],
    ['x-cache-namespace', ''],
    ['x-cache-namespace', 'x'.repeat(129)],
    ['x-cache-mode', 'fuzzy'],
  ])('%s: %j is refused with 400', (name, value) => {
    expect(() => controls({ [name]: value })).toThrow(InvalidRequestError);
  });

  test("know both of LiteLLM's names for the age, the first one first, as LiteLLM does", () => {
    expect(controls({}, { cache: { 's-max-age': 20 } })).toMatchObject({ maxAgeMs: 20_000 });
    expect(controls({}, { cache: { 's-maxage': 30, 's-max-age': 20 } })).toMatchObject({ maxAgeMs: 20_000 });
  });

  test("understand LiteLLM's cache object, and headers outrank it", () => {
    const body = { cache: { ttl: 30, 's-maxage': 20, 'no-cache': true, namespace: 'n' } };
    expect(controls({}, body)).toMatchObject({
      ttlMs: 30_000,
      maxAgeMs: 20_000,
      mode: 'refresh',
      namespace: 'n',
    });
    expect(controls({ 'x-cache-ttl': '5', 'x-cache-namespace': 'm' }, body)).toMatchObject({
      ttlMs: 5_000,
      namespace: 'm',
    });
    expect(controls({ 'cache-control': 'max-age=5' }, body).maxAgeMs).toBe(5_000);
    expect(() => controls({}, { cache: 'no' })).toThrow(InvalidRequestError);
  });

  test.each<[string, unknown]>([
    ['ttl', -1],
    ['s-maxage', 'x'],
    ['s-max-age', 'x'],
    ['namespace', ''],
    ['namespace', 'a b'],
    ['namespace', { a: 1 }],
  ])(
    'in the body that cannot be meant are refused by the name they were sent under: %s %j',
    (name, value) => {
      const refusal = { message: expect.stringContaining(`cache.${name} `), param: `cache.${name}` };
      expect(() => controls({}, { cache: { [name]: value } })).toThrow(expect.objectContaining(refusal));
    },
  );

  test('in the body may say that the cache is not to be used, and are refused where that is not clear', () => {
    expect(controls({}, { cache: { 'use-cache': false } }).mode).toBe('no-store');
    expect(controls({}, { cache: { 'use-cache': true, 'no-store': false, 'no-cache': null } }).mode).toBe(
      'use',
    );
    for (const name of ['no-store', 'no-cache', 'use-cache'])
      expect(() => controls({}, { cache: { [name]: 'yes' } })).toThrow(`cache.${name} must be true or false`);
  });

  test('that could lead to different answers have different keys', () => {
    const keys = [
      {},
      { 'cache-control': 'no-cache' },
      { 'cache-control': 'max-age=5' },
      { 'x-cache-threshold': '0.99' },
      { 'x-cache-ttl': '5' },
      { 'x-cache-mode': 'exact' },
    ].map((headers: HeaderBag) => controlsKey(controls(headers)));
    expect(new Set(keys).size).toBe(keys.length);
  });
});
