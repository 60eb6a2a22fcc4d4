import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from './system-clock.ts';

describe('the system clock', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('rings once after the delay', () => {
    const ring = vi.fn();
    systemClock.after(1000, ring);
    vi.advanceTimersByTime(999);
    expect(ring).not.toHaveBeenCalled();
    vi.advanceTimersByTime(5000);
    expect(ring).toHaveBeenCalledOnce();
  });

  it('does not ring when cancelled', () => {
    const ring = vi.fn();
    systemClock.after(1000, ring)();
    vi.advanceTimersByTime(5000);
    expect(ring).not.toHaveBeenCalled();
  });

  it('waits out delays longer than a timer can hold', () => {
    const ring = vi.fn();
    const days = 86_400_000;
    systemClock.after(60 * days, ring);
    vi.advanceTimersByTime(59 * days);
    expect(ring).not.toHaveBeenCalled();
    vi.advanceTimersByTime(days);
    expect(ring).toHaveBeenCalledOnce();
  });

  it('tells instants and durations apart', () => {
    vi.useRealTimers();
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000);
    const first = systemClock.elapsed();
    expect(systemClock.elapsed()).toBeGreaterThanOrEqual(first);
  });
});
