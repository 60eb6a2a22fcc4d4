import type { CacheEvent, Observer } from '@strata/core';
import type { Logger } from '@strata/service-kit';

/** Tells several observers; one that throws is a bug, and must not cost a request. */
export class Observers implements Observer {
  readonly #observers: readonly Observer[];
  readonly #logger: Logger;

  constructor(observers: readonly Observer[], logger: Logger) {
    this.#observers = observers;
    this.#logger = logger;
  }

  observe(event: CacheEvent): void {
    for (const observer of this.#observers) {
      try {
        observer.observe(event);
      } catch (error) {
        this.#logger.error('An observer failed', { error, kind: event.kind });
      }
    }
  }
}

/** Logs what an operator must know: a dependency that is left out or back, a threshold that moved, a check that failed. */
export class OperatorLog implements Observer {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  observe(event: CacheEvent): void {
    if (event.kind === 'writable') this.#tellOfWrites(event);
    if (event.kind === 'shadow-check' && event.verdict === 'failed')
      this.#logger.info('A shadow check failed', { cause: event.cause });
    if (event.kind === 'false-hits' && event.changed) {
      const { ratio, upper, threshold } = event;
      this.#logger.warn('The semantic threshold moved with the share of wrong hits', {
        ratio,
        upper,
        threshold,
      });
    }
    if (event.kind !== 'breaker') return;
    const { dependency, cause } = event;
    if (event.open) this.#logger.warn('A dependency fails; requests go on without it', { dependency, cause });
    else this.#logger.info('A dependency is back in use', { dependency });
  }

  #tellOfWrites({ dependency, writable, cause }: Extract<CacheEvent, { kind: 'writable' }>): void {
    if (writable) this.#logger.info('Answers can be stored again', { dependency });
    else this.#logger.warn('Answers cannot be stored; requests go on without', { dependency, cause });
  }
}
