import { redisAvailable } from '@strata/contracts/redis-server';
import { describe, expect } from 'vitest';
import { HOUR_MS, it, listen, put, read, until } from './test-redis-store.ts';

describe.runIf(redisAvailable('Redis shared by replicas'))('RedisExactStore shared by replicas', () => {
  it('keeps values under strata:<epoch>:<key>, with their time to live', async ({ raw, open }) => {
    await put(open(), 'k');
    const epoch = await raw.get('strata:epoch');
    expect(await raw.get(`strata:${epoch}:k`)).toBe('value of k');
    const left = await raw.pttl(`strata:${epoch}:k`);
    expect(left).toBeGreaterThan(HOUR_MS - 60_000);
    expect(left).toBeLessThanOrEqual(HOUR_MS);
  });

  it('removes what was cleared, in the background, and nothing that is not its own', async ({
    raw,
    open,
  }) => {
    const [store, other] = [open(), open({ prefix: 'strata-other' })];
    await Promise.all(Array.from({ length: 2_000 }, (_, i) => put(store, `key ${i}`)));
    await put(other, 'k');
    await raw.set('strata:users:1', 'theirs');
    await store.clear();
    await store.clear();
    await put(store, 'new');
    const ours = async (): Promise<number> => (await raw.keys('strata:1*:*')).length;
    await until(async () => (await ours()) === 1);
    expect(await read(store, 'new')).toBe('value of new');
    expect(await read(other, 'k')).toBe('value of k');
    expect(await raw.get('strata:users:1')).toBe('theirs');
  });

  it('tells the others of a clear and a delete, and hears each of its own once', async ({
    hearing,
    open,
  }) => {
    const [one, two] = [open(), open()];
    await hearing(2);
    const [heardByOne, heardByTwo] = [listen(one), listen(two)];
    await put(one, 'k');
    await one.delete('k');
    await two.clear();
    await until(() => heardByOne.length === 2 && heardByTwo.length === 2);
    expect(heardByOne).toEqual([{ kind: 'delete', key: 'k' }, { kind: 'clear' }]);
    expect(heardByTwo).toEqual(heardByOne);
  });

  it('tells the others of a delete even where Redis no longer had the value', async ({ hearing, open }) => {
    const [one, two] = [open(), open()];
    await hearing(2);
    const heard = listen(two);
    expect(await one.delete('long gone')).toBe(false);
    await until(() => heard.length > 0);
    expect(heard).toEqual([{ kind: 'delete', key: 'long gone' }]);
  });

  it('does not mind what others publish on its channel', async ({ raw, hearing, open }) => {
    const store = open();
    await hearing(1);
    const heard = listen(store);
    const other = open();
    for (const noise of [
      '',
      '{',
      'null',
      '{"origin":1}',
      '{"origin":"x","kind":"clear","epoch":"1"}',
      '[]',
    ]) {
      // oxlint-disable-next-line no-await-in-loop -- in this order
      await raw.publish('strata:invalidations', noise);
    }
    await other.delete('k');
    await until(() => heard.length > 0);
    expect(heard).toEqual([{ kind: 'delete', key: 'k' }]);
  });

  it('notices a clear whose publication was lost', async ({ raw, hearing, open }) => {
    const store = open({ epochPollMs: 10 });
    await put(store, 'k');
    await hearing(1);
    const heard = listen(store);
    await raw.incr('strata:epoch');
    await until(() => heard.length > 0);
    expect(heard).toEqual([{ kind: 'clear' }]);
    expect(await store.get('k')).toBeUndefined();
  });

  it('assumes the worst when the connection it listens on was lost', async ({ raw, hearing, open }) => {
    const store = open();
    await put(store, 'k');
    await hearing(1);
    const heard = listen(store);
    await raw.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await until(() => heard.length > 0);
    expect(heard).toEqual([{ kind: 'clear' }]);
    await hearing(1);
    expect(await read(store, 'k')).toBe('value of k');
  });

  it('asks for the epoch again when its connection was lost', async ({ raw, open }) => {
    const store = open({ epochPollMs: HOUR_MS });
    await put(store, 'k');
    await raw.incr('strata:epoch');
    await raw.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await until(() =>
      store.ping().then(
        () => true,
        () => false,
      ),
    );
    expect(await store.get('k')).toBeUndefined();
  });

  it('brings nothing back when Redis loses the epoch', async ({ raw, open }) => {
    const [one, two] = [open({ epochPollMs: 10 }), open({ epochPollMs: HOUR_MS })];
    await put(one, 'cleared');
    const before = Number(await raw.get('strata:epoch'));
    await raw.set(`strata:${before}:straggler`, 'a write that came late');
    await one.clear();
    await raw.set(`strata:${before}:straggler`, 'a write that came late');
    await put(one, 'kept');
    await raw.del('strata:epoch');
    await until(async () => (await raw.get('strata:epoch')) === String(before + 1));
    expect(await read(one, 'kept')).toBe('value of kept');
    // It hears of the other one's clear by a message, and only then knows more than the lost epoch.
    await until(async () => (await read(two, 'kept')) === 'value of kept');
    await raw.del('strata:epoch');
    await two.clear();
    expect(Number(await raw.get('strata:epoch'))).toBeGreaterThan(before + 1);
    expect(await two.get('straggler')).toBeUndefined();
  });

  it('never goes back to an earlier epoch, as a failover to an outdated replica would have it', async ({
    raw,
    open,
  }) => {
    const store = open({ epochPollMs: 10 });
    await put(store, 'cleared');
    const before = Number(await raw.get('strata:epoch'));
    await store.clear();
    await raw.set(`strata:${before}:cleared`, 'back again');
    await raw.set('strata:epoch', before);
    await until(async () => (await raw.get('strata:epoch')) === String(before + 1));
    expect(await store.get('cleared')).toBeUndefined();
  });

  it('begins with an epoch that was never used before', async ({ raw, open }) => {
    const now = Date.now();
    await raw.set('strata:epoch', 'not a number');
    const store = open();
    await put(store, 'k');
    expect(await read(store, 'k')).toBe('value of k');
    expect(Number(await raw.get('strata:epoch'))).toBeGreaterThanOrEqual(now);
  });
});
