import { UpstreamError, type Clock } from '@strata/core';
import type { ProviderFailure, RestingModel } from './directory.ts';
import { ModelHealth, type Standing } from './model-health.ts';
import { askedPauseMs } from './retries.ts';

/** Models that failed lately; the oldest are forgotten, so that made-up names cannot fill the memory. */
const MAX_MODELS = 500;
/** For a 429 that does not say how long. */
const DEFAULT_COOLING_MS = 5_000;

/** What the calls of one provider, and its periodic probes, tell about it. */
export class ProviderHealth {
  readonly #clock: Clock;
  readonly #models = new Map<string, ModelHealth>();
  #down = false;
  #lastError: ProviderFailure | undefined;
  #answeredSince = true;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get lastError(): ProviderFailure | undefined {
    return this.#lastError;
  }

  get healthy(): boolean {
    return !this.#down && (this.#answeredSince || ![...this.#models.values()].some(({ failing }) => failing));
  }

  standing(model: string): Standing {
    if (this.#down) return { kind: 'open', untilMs: this.#clock.elapsed() };
    return this.#models.get(model)?.standing ?? { kind: 'ready' };
  }

  begun(model: string): void {
    this.#models.get(model)?.begun();
  }

  answered(model: string): void {
    this.#models.delete(model);
    this.#answeredSince = true;
    this.#down = false;
  }

  left(model: string): void {
    this.#models.get(model)?.left();
  }

  /** `error` came in place of an answer, or broke one off. */
  failed(model: string, error: UpstreamError): void {
    const status = error.response?.status;
    if (status !== undefined && isAboutRequest(status)) return this.answered(model);
    this.#lastError = { code: failureCode(error), at: this.#clock.now() };
    const health = this.#healthOf(model);
    const asked = askedPauseMs(error, this.#clock.now());
    if (status === 429 || (status === 503 && asked !== undefined))
      return health.coolDown(asked ?? DEFAULT_COOLING_MS);
    this.#answeredSince = false;
    health.failed();
  }

  /** A periodic probe ended, with an error or `undefined`. Only another one, or a request, says that it is back. */
  probed(error: unknown): void {
    this.#down = error !== undefined;
    if (error instanceof UpstreamError) this.#lastError = { code: failureCode(error), at: this.#clock.now() };
    if (this.#down) return;
    this.#answeredSince = true;
    for (const model of this.#models.values()) model.wake();
  }

  resting(): readonly RestingModel[] {
    return [...this.#models].flatMap(([model, { standing }]) =>
      standing.kind === 'ready' ? [] : [{ model, state: standing.kind, untilMs: standing.untilMs }],
    );
  }

  #healthOf(model: string): ModelHealth {
    const known = this.#models.get(model);
    if (known !== undefined) return known;
    const [oldest] = this.#models.keys();
    if (oldest !== undefined && this.#models.size >= MAX_MODELS) this.#models.delete(oldest);
    const health = new ModelHealth(this.#clock);
    this.#models.set(model, health);
    return health;
  }
}

/** `status-429`, or the failure's own name. */
function failureCode({ code, response }: UpstreamError): string {
  return response === undefined ? code : `status-${response.status}`;
}

/** Whether another provider may do better than the one that said this: it is broke, full, or lacks the model. */
export function isAboutProvider(error: UpstreamError): boolean {
  const status = error.response?.status;
  return status === undefined || !isAboutRequest(status);
}

/** Statuses that a healthy provider gives a bad request. */
export function isAboutRequest(status: number): boolean {
  return status < 500 && ![401, 402, 403, 404, 408, 429].includes(status);
}
