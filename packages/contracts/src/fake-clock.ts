import type { Clock } from '@strata/core';

type Alarm = { readonly at: number; readonly callback: () => void };

/** A clock that stands still until a test moves it. Alarms ring in the order of their instants. */
export class FakeClock implements Clock {
  #now: number;
  /** How much the wall clock is ahead of what has passed. */
  #set = 0;
  readonly #start: number;
  readonly #alarms = new Set<Alarm>();

  constructor(startAt = Date.UTC(2026, 0, 1)) {
    this.#now = startAt;
    this.#start = startAt;
  }

  now(): number {
    return this.#now + this.#set;
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

  /** Sets the wall clock forward or back, as an operator does: what has passed, and alarms, do not notice. */
  setWall(ms: number): void {
    this.#set += ms;
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
