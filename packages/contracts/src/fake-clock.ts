import type { Clock } from '@strata/core';

type Alarm = { readonly at: number; readonly callback: () => void };

/** A clock that stands still until a test moves it. Alarms ring in the order of their instants. */
export class FakeClock implements Clock {
  #now: number;
  readonly #start: number;
  readonly #alarms = new Set<Alarm>();

  constructor(startAt = Date.UTC(2026, 0, 1)) {
    this.#now = startAt;
    this.#start = startAt;
  }

  now(): number {
    return this.#now;
  }

  elapsed(): number {
    return this.#now - this.#start;
  }

  after(delayMs: number, callback: () => void): () => void {
    const alarm = { at: this.#now + delayMs, callback };
    this.#alarms.add(alarm);
    return () => {
      this.#alarms.delete(alarm);
    };
  }

  /** How many alarms are still to ring: a test sees leaks with it. */
  get pending(): number {
    return this.#alarms.size;
  }

  /** Moves time forward and rings what is due, also what those alarms set within the span. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#nextDue(end); next !== undefined; next = this.#nextDue(end)) {
      this.#alarms.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = end;
  }

  #nextDue(end: number): Alarm | undefined {
    let first: Alarm | undefined;
    for (const alarm of this.#alarms) {
      if (alarm.at <= end && (first === undefined || alarm.at < first.at)) first = alarm;
    }
    return first;
  }
}
