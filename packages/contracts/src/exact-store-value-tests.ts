import { describe, expect, it } from 'vitest';
import { bytesOf, present, textOf, type ExactStoreHarness, type Lacking } from './exact-store-harness.ts';

/** What goes in comes out, until it expires. */
export function describeValues(on: ExactStoreHarness, without: Lacking): void {
  describe('values', () => {
    it('has no value for a key nobody has set', async () => {
      expect(await on.store.get('never set')).toBeUndefined();
    });

    it.each([
      ['no bytes', new Uint8Array()],
      ['one zero byte', new Uint8Array(1)],
      ['every byte there is', Uint8Array.from({ length: 256 }, (_, i) => i)],
      ['a long text that compresses well', bytesOf('a question that was asked before. '.repeat(3_000))],
      ['1 MiB that does not compress', pseudoRandom(2 ** 20)],
      ['a view into a larger buffer', pseudoRandom(4_096).subarray(100, 3_000)],
    ])('gives back %s as they went in', async (_what, value) => {
      await on.store.set('k', value, on.later());
      expect(same(await on.store.get('k'), value)).toBe(true);
    });

    it.each(['', ' ', 'a:b:c', '*', '[a-z]?', '{tag}', 'ключ', '🔑', '\n\t"\\', 'k'.repeat(1_000)])(
      'takes %j for a key',
      async (key) => {
        await on.put(key, 'value');
        await on.put(`${key}x`, 'other');
        expect(textOf(await on.store.get(key))).toBe('value');
      },
    );

    it('shares no memory with the caller', async () => {
      const given = bytesOf('original');
      await on.store.set('k', given, on.later());
      given.fill(0);
      const got = await on.store.get('k');
      expect(textOf(got)).toBe('original');
      got?.fill(0);
      expect(textOf(await on.store.get('k'))).toBe('original');
    });

    it('replaces a value, whole', async () => {
      await on.put('k', 'a longer first value');
      await on.put('k', 'second');
      expect(textOf(await on.store.get('k'))).toBe('second');
    });

    it('serves many calls at once', async () => {
      const keys = Array.from({ length: 200 }, (_, i) => `key ${i}`);
      await Promise.all(keys.map((key) => on.put(key, `value of ${key}`)));
      const values = await Promise.all(keys.map((key) => on.store.get(key)));
      expect(values.map(textOf)).toEqual(keys.map((key) => `value of ${key}`));
    });

    if (!without.includes('spoil')) {
      it('has no value where what is stored cannot be read', async () => {
        await on.put('k', 'value');
        await present(on.backing.spoil)('k');
        expect(await on.store.get('k')).toBeUndefined();
        await on.put('k', 'again');
        expect(textOf(await on.store.get('k'))).toBe('again');
      });
    }
  });

  describe('expiry', () => {
    it('has a value until its instant, and not after', async () => {
      await on.put('short', 'value', 60);
      await on.put('long', 'value');
      await on.backing.pass(61);
      expect(await on.store.get('short')).toBeUndefined();
      expect(textOf(await on.store.get('long'))).toBe('value');
    });

    it('takes the expiry of the latest value', async () => {
      await on.put('k', 'first', 60);
      await on.put('k', 'second');
      await on.backing.pass(61);
      expect(textOf(await on.store.get('k'))).toBe('second');
    });

    it.each([0, -1, -3_600_000])('leaves nothing under a key set to expire %d ms from now', async (ms) => {
      await on.put('k', 'earlier');
      await on.put('k', 'expired', ms);
      expect(await on.store.get('k')).toBeUndefined();
    });

    it('takes instants with fractions, and very distant ones', async () => {
      await on.store.set('fraction', bytesOf('a'), on.later() + 0.5);
      await on.store.set('distant', bytesOf('b'), Number.MAX_SAFE_INTEGER);
      await on.store.set('never', bytesOf('c'), Number.POSITIVE_INFINITY);
      const values = await Promise.all(['fraction', 'distant', 'never'].map((key) => on.store.get(key)));
      expect(values.map(textOf)).toEqual(['a', 'b', 'c']);
    });
  });
}

function same(actual: Uint8Array | undefined, expected: Uint8Array): boolean {
  return actual !== undefined && Buffer.compare(actual, expected) === 0;
}

/** The same at every run, and nothing a compressor can use. */
function pseudoRandom(length: number): Uint8Array {
  let state = 42;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}
