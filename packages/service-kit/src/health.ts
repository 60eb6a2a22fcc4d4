import { DeadlineError, DependencyError, messageOf, type Clock } from '@strata/core';

/** One dependency, asked whether it can serve now. */
export type HealthCheck = {
  readonly name: string;
  /** Without it no request can be answered. Default: false, the service is only degraded. */
  readonly required?: boolean;
  /** Resolves when it can serve, with a detail for people if there is one; rejects otherwise. */
  check(signal: AbortSignal): Promise<string | void>;
};

export type CheckResult = {
  readonly status: 'up' | 'down';
  /** Why it is down, or what the check had to say. For operators: it may name hosts. */
  readonly detail?: string;
  /** What to do about it, where that is known; for anybody to read. */
  readonly advice?: string;
  readonly tookMs: number;
};

export type HealthReport = {
  /** `degraded`: requests are answered, but a part is down. `unhealthy`: a required part is. */
  readonly status: 'healthy' | 'degraded' | 'unhealthy';
  readonly checks: Readonly<Record<string, CheckResult>>;
};

export type HealthOptions = {
  readonly clock: Clock;
  readonly checks: readonly HealthCheck[];
  /** How long each check may take, in milliseconds. Default: a second, well within what probes of orchestrators wait. */
  readonly limitMs?: number;
};

/** The dependency checks of a service, run side by side; callers that ask meanwhile share one run. */
export class Health {
  readonly #clock: Clock;
  readonly #checks: readonly HealthCheck[];
  readonly #limitMs: number;
  #running: Promise<HealthReport> | undefined;

  constructor({ clock, checks, limitMs = 1000 }: HealthOptions) {
    this.#clock = clock;
    this.#checks = checks;
    this.#limitMs = limitMs;
  }

  /** Never rejects. Takes as long as the slowest check, at most the limit. */
  report(): Promise<HealthReport> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #run(): Promise<HealthReport> {
    const results = await Promise.all(this.#checks.map((check) => this.#ask(check)));
    const down = this.#checks.filter((_, index) => results[index]?.status === 'down');
    const worst = down.some((check) => check.required === true) ? 'unhealthy' : 'degraded';
    return {
      status: down.length === 0 ? 'healthy' : worst,
      checks: Object.fromEntries(this.#checks.map((check, index) => [check.name, results[index]!])),
    };
  }

  async #ask(check: HealthCheck): Promise<CheckResult> {
    const startedAt = this.#clock.elapsed();
    const tookMs = (): number => Math.round(this.#clock.elapsed() - startedAt);
    try {
      const detail = await this.#withinLimit(check);
      return { status: 'up', ...(typeof detail === 'string' && { detail }), tookMs: tookMs() };
    } catch (error) {
      const advice = error instanceof DependencyError ? error.advice : undefined;
      return {
        status: 'down',
        detail: messageOf(error),
        ...(advice !== undefined && { advice }),
        tookMs: tookMs(),
      };
    }
  }

  /** The race, not the signal alone: a check that ignores its signal must not hold up the report. */
  async #withinLimit(check: HealthCheck): Promise<string | void> {
    const controller = new AbortController();
    const late = Promise.withResolvers<never>();
    const cancel = this.#clock.after(this.#limitMs, () => {
      const error = new DeadlineError(`no answer within ${this.#limitMs} ms`);
      controller.abort(error);
      late.reject(error);
    });
    try {
      return await Promise.race([check.check(controller.signal), late.promise]);
    } finally {
      cancel();
    }
  }
}
