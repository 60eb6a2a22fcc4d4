import { DependencyError } from '@strata/core';
import { describe, expect, test } from 'vitest';
import { FakeEmbedder } from './fake-embedder.ts';
import { faulty, type FaultSwitch } from './faulty.ts';

function wrapped(): { embedder: FakeEmbedder; control: FaultSwitch } {
  const control: FaultSwitch = { fault: undefined, calls: 0 };
  return { embedder: faulty(new FakeEmbedder(), control), control };
}

describe('a faulty port', () => {
  test('is the port inside until told otherwise, and counts what was asked of it', async () => {
    const { embedder, control } = wrapped();
    expect(embedder.name).toBe('fake');
    expect(await embedder.embed(['a'])).toHaveLength(1);
    await embedder.ping();
    expect(control.calls).toBe(2);
  });

  test('fails until it is healed', async () => {
    const { embedder, control } = wrapped();
    control.fault = 'down';
    await expect(embedder.embed(['a'])).rejects.toBeInstanceOf(DependencyError);
    control.fault = undefined;
    expect(await embedder.embed(['a'])).toHaveLength(1);
  });

  test('hangs until the caller gives up', async () => {
    const { embedder, control } = wrapped();
    control.fault = 'hung';
    const controller = new AbortController();
    const call = embedder.embed(['a'], controller.signal);
    controller.abort(new Error('gave up'));
    await expect(call).rejects.toThrow('gave up');
  });
});
