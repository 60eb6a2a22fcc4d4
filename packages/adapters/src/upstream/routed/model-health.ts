import type { Clock } from '@strata/core';

/** How one provider is to be treated for one model. */
export type Standing =
  | { readonly kind: 'ready' }
  | { readonly kind: 'open' | 'cooling'; readonly untilMs: number };

/** Failures in a row after which a provider is left alone for a model. */
const FAILURES_TO_OPEN = 5;
const FIRST_REST_MS = 5_000;
const MAX_REST_MS = 60_000;
/** A quota may be gone for hours; it is looked at again from time to time all the same. */
const MAX_COOLING_MS = 600_000;

const READY: Standing = { kind: 'ready' };

/**
 * Passive health of a provider for one model. After failures in a row it rests; then one request is let through to see
 * (the others go elsewhere), and its outcome closes the breaker or doubles the rest. All instants are `clock.elapsed()`.
 */
export class ModelHealth {
  readonly #clock: Clock;
  #failures = 0;
  #restMs = 0;
  #openUntil = Number.NEGATIVE_INFINITY;
  #coolUntil = Number.NEGATIVE_INFINITY;
  #trial = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get standing(): Standing {
    const now = this.#clock.elapsed();
    if (this.#coolUntil > now) return { kind: 'cooling', untilMs: this.#coolUntil };
    if (!this.#isOpen) return READY;
    const resting = this.#openUntil > now || this.#trial;
    return resting ? { kind: 'open', untilMs: Math.max(this.#openUntil, now) } : READY;
  }

  /** It kept failing, and has not answered since: also while a rest is over and nobody has asked. */
  get failing(): boolean {
    return this.#isOpen;
  }

  /** A request goes to the provider. */
  begun(): void {
    if (this.#isOpen) this.#trial = true;
  }

  /** The request ended without saying anything about the provider. */
  left(): void {
    this.#trial = false;
  }

  failed(): void {
    this.#trial = false;
    this.#failures += 1;
    if (!this.#isOpen) return;
    this.#restMs = this.#restMs === 0 ? FIRST_REST_MS : Math.min(this.#restMs * 2, MAX_REST_MS);
    this.#openUntil = this.#clock.elapsed() + this.#restMs;
  }

  /** The provider asked for a pause: it is well, and not to be asked. */
  coolDown(ms: number): void {
    this.#trial = false;
    const until = this.#clock.elapsed() + Math.min(ms, MAX_COOLING_MS);
    this.#coolUntil = Math.max(this.#coolUntil, until);
  }

  /** A probe found the provider well: the rest is over, the next request decides. */
  wake(): void {
    this.#openUntil = Number.NEGATIVE_INFINITY;
  }

  get #isOpen(): boolean {
    return this.#failures >= FAILURES_TO_OPEN;
  }
}
