import { settle } from '@strata/contracts/deferred';
import { describe, expect, test } from 'vitest';
import { Recording } from '@strata/core/recording';

function recorded(maxBytes: number) {
  let incomplete = false;
  const recording = new Recording({ maxBytes, onIncomplete: () => (incomplete = true) });
  return { recording, isComplete: () => !incomplete };
}

describe('what a recording may take', () => {
  test('is counted in bytes, not in characters', async () => {
    const ascii = recorded(10_000);
    await ascii.recording.push('a'.repeat(9_000));
    expect(ascii.isComplete()).toBe(true);
    const wide = recorded(10_000);
    await wide.recording.push('語'.repeat(9_000));
    expect(wide.isComplete()).toBe(false);
  });

  test('holds for events of a few bytes too, which take more than their text', async () => {
    const { recording, isComplete } = recorded(10_000);
    for (let number = 0; number < 1_000; number += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await recording.push('{}');
    }
    expect(isComplete()).toBe(false);
  });

  test('is no more than its readers have yet to read, once nobody can join', async () => {
    const { recording, isComplete } = recorded(5_000);
    const all = Array.fromAsync(recording.read());
    for (let number = 0; number < 30; number += 1) {
      // oxlint-disable no-await-in-loop -- one after the other, each read before the next
      await recording.push('x'.repeat(400));
      await settle();
      // oxlint-enable no-await-in-loop
    }
    expect(isComplete()).toBe(false);
    expect(recording.bytes).toBeLessThan(1_000);
    recording.end();
    expect(await all).toHaveLength(30);
  });

  test('holds back the upstream while the only reader is that far behind', async () => {
    const { recording, isComplete } = recorded(1_000);
    const reader = recording.read();
    const first = reader.next();
    await recording.push('x'.repeat(900));
    expect((await first).value).toHaveLength(900);
    let pushed = false;
    void recording.push('y'.repeat(900)).then(() => (pushed = true));
    await settle();
    expect(pushed).toBe(false);
    expect(((await reader.next()).value ?? '')[0]).toBe('y');
    void reader.next();
    await settle();
    expect(pushed).toBe(true);
    expect(isComplete()).toBe(false);
  });
});
