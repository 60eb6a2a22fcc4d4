import { describe, expect, test } from 'vitest';
import { loadProxyConfig } from './config-file/load.ts';
import { proxyConfigSchema } from './config.ts';

const { ADMIN_KEY, CORS_ORIGINS, HTTP_PROXY, HTTPS_PROXY, MASTER_KEYS } = proxyConfigSchema.shape;

describe('MASTER_KEYS', () => {
  test('takes keys in plain and their digests', () => {
    const digest = `sha256:${'0a'.repeat(32)}`;
    expect(MASTER_KEYS.parse(`sk-one,${digest}`)).toEqual(['sk-one', digest]);
  });

  test('refuses half a digest, which would else be a key in plain', () => {
    expect(() => MASTER_KEYS.parse('sk-one,sha256:0a0a')).toThrow(
      'must be sha256: and 64 hexadecimal digits',
    );
  });

  test('refuses what no header can hold', () => {
    expect(() => MASTER_KEYS.parse('schlüssel')).toThrow('visible ASCII');
  });
});

describe('ADMIN_KEY', () => {
  test.each(['sk-admin', 'three plain words', '!~'])('takes %s', (key) => {
    expect(ADMIN_KEY.parse(key)).toBe(key);
  });

  test.each(['schlüssel', 'пароль', 'key\u00a0', '🔑'])('refuses %s, which no request would show', (key) => {
    expect(() => ADMIN_KEY.parse(`${key}-x`)).toThrow('must be printable ASCII characters');
  });

  test('is not shown when it is refused', () => {
    const load = () => loadProxyConfig({ ADMIN_KEY: 'schlüssel' }, '/nowhere/.env');
    expect(load).toThrow('ADMIN_KEY must be printable ASCII characters');
    expect(load).not.toThrow('schlüssel');
  });
});

describe('CORS_ORIGINS', () => {
  test.each(['*', 'https://app.example.com', 'http://localhost:5173', 'chrome-extension://abc', 'null'])(
    'takes %s',
    (origin) => {
      expect(CORS_ORIGINS.parse(origin)).toEqual([origin]);
    },
  );

  test.each([
    'app.example.com',
    'https://app.example.com/',
    'https://App.example.com',
    'https://a:443',
    '*.a',
  ])('refuses %s, which no browser sends', (origin) => {
    expect(() => CORS_ORIGINS.parse(origin)).toThrow('must be * or origins');
  });
});

describe('UPSTREAM_…_TIMEOUT', () => {
  const names = ['CONNECT', 'FIRST_BYTE', 'IDLE', 'TOTAL'].map((phase) => `UPSTREAM_${phase}_TIMEOUT`);
  const each = (value: string) => Object.fromEntries(names.map((name) => [name, value]));

  test('refuses 0 as a provider’s own timeouts do, all of them at once: every miss would fail', () => {
    const { error } = proxyConfigSchema.safeParse(each('0'));
    expect(error?.issues.map(({ path, message }) => [path[0], message])).toEqual(
      names.map((name) => [name, expect.stringContaining('of at least 1ms')]),
    );
  });

  test('takes the shortest and long ones', () => {
    expect(proxyConfigSchema.parse(each('1ms'))).toMatchObject(
      Object.fromEntries(names.map((name) => [name, 1])),
    );
    expect(proxyConfigSchema.safeParse(each('30d')).success).toBe(true);
  });
});

describe.each([HTTP_PROXY, HTTPS_PROXY])('HTTP_PROXY, HTTPS_PROXY', (field) => {
  test.each([
    'http://proxy:3128',
    'https://user:word@proxy.example/',
    'proxy',
    'proxy:3128',
    'user:word@10.0.0.1:3128',
    'http://[::1]:3128',
    'socks5://proxy:1080',
  ])('takes %s', (url) => {
    expect(field.parse(url)).toBe(url);
  });

  test.each([
    'no url',
    'http://',
    ':3128',
    'proxy:99999',
    'ftp://proxy:21',
    'proxy:3128/path',
    'http://proxy?a',
  ])('refuses %s, which no request could go through', (url) => {
    expect(() => field.parse(url)).toThrow('must be the URL of a proxy: http://host:port');
  });
});
