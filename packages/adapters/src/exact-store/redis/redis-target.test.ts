import { describe, expect, it } from 'vitest';
import { describeRedisTarget, parseRedisUrl } from './redis-target.ts';

const PLAIN = { tls: false, username: undefined, password: undefined, db: 0 };

describe('a Redis URL', () => {
  it.each([
    ['redis://cache', { ...PLAIN, kind: 'single', node: { host: 'cache', port: 6379 } }],
    ['redis://cache:7000/3', { ...PLAIN, kind: 'single', node: { host: 'cache', port: 7000 }, db: 3 }],
    ['redis://[::1]:7000/', { ...PLAIN, kind: 'single', node: { host: '::1', port: 7000 } }],
    [
      'redis://:p%40ss@cache',
      { ...PLAIN, kind: 'single', node: { host: 'cache', port: 6379 }, password: 'p@ss' },
    ],
    [
      'rediss://user:a@b:c@cache',
      {
        tls: true,
        kind: 'single',
        node: { host: 'cache', port: 6379 },
        username: 'user',
        password: 'a@b:c',
        db: 0,
      },
    ],
    [
      'redis+sentinel://u:p@s1,s2:26380/primary?db=2&sentinelUsername=su&sentinelPassword=s%2Fp',
      {
        tls: false,
        kind: 'sentinel',
        username: 'u',
        password: 'p',
        db: 2,
        master: 'primary',
        sentinels: [
          { host: 's1', port: 26_379 },
          { host: 's2', port: 26_380 },
        ],
        sentinelUsername: 'su',
        sentinelPassword: 's/p',
      },
    ],
    [
      'rediss+cluster://:p@n1:7000,n2:7001',
      {
        tls: true,
        kind: 'cluster',
        username: undefined,
        password: 'p',
        db: 0,
        nodes: [
          { host: 'n1', port: 7000 },
          { host: 'n2', port: 7001 },
        ],
      },
    ],
    [
      ' redis://n1:7000,redis://n2:7001/0 ',
      {
        ...PLAIN,
        kind: 'cluster',
        nodes: [
          { host: 'n1', port: 7000 },
          { host: 'n2', port: 7001 },
        ],
      },
    ],
  ])('says where Redis is: %s', (url, target) => {
    expect(parseRedisUrl(url)).toEqual(target);
  });

  it.each([
    ['', /cannot be read/],
    ['cache:6379', /cannot be read; use redis:\/\/host:6379\/0/],
    ['http://cache', /cannot be read/],
    ['redis://', /a host must look like/],
    ['redis://cache:99999', /a host must look like/],
    ['redis://cache/keys', /the database must be a number/],
    ['redis://secret@cache', /a user without a password/],
    ['redis://:secret%zz@cache', /a % in it/],
    ['redis://:secret/with/slash@cache', /percent-encode special characters/],
    ['redis://cache?password=secret', /a parameter that is not known here \(allowed: none\)/],
    ['redis://n1:7000,n2:7001', /several hosts: say redis\+cluster/],
    ['redis+sentinel://s1', /the master's name is missing/],
    ['redis+sentinel://s1/primary?pass=secret', /allowed: db, sentinelUsername, sentinelPassword/],
    ['redis+cluster://n1/4', /a cluster has only database 0/],
    ['redis://:secret@n1,redis://:other@n2', /share one scheme, user and password/],
    ['redis://n1,redis://n2/4', /a cluster has only database 0/],
  ])('is refused with the reason, and without its secrets: %s', (url, reason) => {
    expect(() => parseRedisUrl(url)).toThrow(reason);
    expect(() => parseRedisUrl(url)).not.toThrow(/secret|other/);
  });

  it.each([
    ['rediss://user:secret@cache:7000/3', 'rediss://cache:7000/3'],
    ['redis://:secret@[::1]', 'redis://[::1]:6379/0'],
    ['redis+sentinel://:secret@s1/primary?sentinelPassword=secret', 'redis+sentinel://s1:26379/primary?db=0'],
    ['redis+cluster://u:secret@n1,n2:7001', 'redis+cluster://n1:6379,n2:7001'],
  ])('is shown to people without its secrets: %s', (url, shown) => {
    expect(describeRedisTarget(parseRedisUrl(url))).toBe(shown);
  });
});
