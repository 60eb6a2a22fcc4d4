import type { Clock, Sum } from '@strata/core';
import type { SpendingBook } from './spending-book.ts';

export type BudgetOptions = {
  readonly name: string;
  /** US dollars a calendar month, UTC. */
  readonly dollars: number;
  readonly clock: Clock;
  readonly book: SpendingBook;
};

/** Money goes by hundredths of a cent in sums of thousands of requests: a billionth is lost in the noise. */
const EPSILON = 1e-9;

/** How old the sum may be before it is asked for again: other replicas spend too. */
const REFRESH_MS = 2_000;

const DAY_MS = 24 * 3_600 * 1_000;

/** A key's money for the month. What was spent is known when a request was answered: it holds to within what is in flight. */
export class Budget {
  readonly #options: BudgetOptions;
  #month = '';
  #monthEndsAt = 0;
  /** As the book last said, for this month. */
  #booked = 0;
  #unbooked = 0;
  /** Sent to the book without an answer: held against the budget here until the book says what it has. */
  #unsure = 0;
  #readAt = Number.NEGATIVE_INFINITY;
  #booking: Promise<void> | undefined;

  constructor(options: BudgetOptions) {
    this.#options = options;
  }

  /** Waits for the book the first time only: later a look at what is known does. Never rejects. */
  ready(): Promise<void> | undefined {
    this.#turn();
    const age = this.#options.clock.elapsed() - this.#readAt;
    if (age < REFRESH_MS) return undefined;
    const first = this.#readAt === Number.NEGATIVE_INFINITY;
    const booking = this.#book();
    return first ? booking : undefined;
  }

  get isSpent(): boolean {
    this.#turn();
    return this.#booked + this.#unsure + this.#unbooked >= this.#options.dollars - EPSILON;
  }

  /** Until the next month. */
  waitMs(): number {
    return Math.max(0, this.#monthEndsAt - this.#options.clock.now());
  }

  spend(dollars: number): void {
    if (dollars <= 0) return;
    this.#turn();
    this.#unbooked += dollars;
    void this.#book();
  }

  /**
   * One call at a time. What was refused stays on the slip and is tried with the next. What was sent without an answer
   * is not sent again: a store that is merely slow books it all the same, and a key must not pay twice for an answer. It
   * errs the key's way, then: of a store that breaks off, the amounts on their way to it may be missing in the book, a
   * few at most, since the breaker opens and refuses.
   */
  #book(): Promise<void> {
    this.#booking ??= this.#bookAll().finally(() => {
      this.#booking = undefined;
    });
    return this.#booking;
  }

  async #bookAll(): Promise<void> {
    const { book, clock } = this.#options;
    do {
      const month = this.#month;
      const dollars = this.#unbooked;
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const booking = await book.add(this.#sum(), dollars);
      if (month !== this.#month) continue;
      this.#readAt = clock.elapsed();
      if (booking === 'refused') return;
      this.#unbooked -= dollars;
      if (booking === 'unknown') {
        this.#unsure += dollars;
        return;
      }
      // What was sent before is in the sum by now, or never will be.
      this.#booked = booking.total;
      this.#unsure = 0;
    } while (this.#unbooked > EPSILON);
  }

  #sum(): Sum {
    return { name: `${this.#options.name}:budget:${this.#month}`, expiresAt: this.#monthEndsAt + DAY_MS };
  }

  /** A new month begins with nothing spent. */
  #turn(): void {
    const now = this.#options.clock.now();
    if (now < this.#monthEndsAt) return;
    const date = new Date(now);
    this.#month = date.toISOString().slice(0, 7);
    this.#monthEndsAt = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
    this.#booked = 0;
    this.#unbooked = 0;
    this.#unsure = 0;
    this.#readAt = Number.NEGATIVE_INFINITY;
  }
}
