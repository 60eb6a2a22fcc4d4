import { UpstreamError, type Clock, type JsonObject, type Upstream } from '@strata/core';
import { timedOut } from '../openai/timeouts.ts';
import { ConcurrencyGate, type QueueLimits } from './concurrency-gate.ts';
import type { ProviderReport } from './directory.ts';
import { ProviderHealth } from './provider-health.ts';
import type { RequestDefaults } from './request-body.ts';

export type ProviderOptions = {
  /** Its name is the provider's. */
  readonly upstream: Upstream;
  /** For people; without credentials. */
  readonly baseUrl: string;
  /** Names and patterns (`gpt-*`, `*`). Absent: the names in the mapping, or any. */
  readonly models?: readonly string[];
  /** The client's name of a model -> the provider's. */
  readonly modelMapping?: Readonly<Record<string, string>>;
  readonly weight?: number;
  /** Attempts after a failed first one. */
  readonly retries?: number;
  /** Until a stream's first event. */
  readonly firstTokenMs?: number;
  readonly maxConcurrency?: number;
  readonly queue?: QueueLimits;
  /** Whether it gets the caller's own `authorization`. */
  readonly forwardAuthorization?: boolean;
  readonly systemPrompt?: string;
  readonly parameters?: JsonObject;
  readonly probe?: ProbeOptions;
};

export type ProbeOptions = {
  readonly intervalMs: number;
  /** Asked with GET, below the base URL. */
  readonly path: string;
};

const DEFAULT_QUEUE: QueueLimits = { size: 64, timeoutMs: 30_000 };
const DEFAULT_PROBE_PATH = '/models';
const PROBE_DEADLINE_MS = 10_000;
/** Not paid for, and too many requests. */
const ABOUT_QUOTA = new Set<number | undefined>([402, 429]);

/** One configured provider with all that is known of it while the proxy runs. */
export class Provider {
  readonly name: string;
  readonly upstream: Upstream;
  readonly weight: number;
  readonly retries: number;
  readonly firstTokenMs: number | undefined;
  readonly forwardAuthorization: boolean;
  readonly mapping: ReadonlyMap<string, string>;
  readonly models: readonly string[];
  readonly defaults: RequestDefaults | undefined;
  readonly gate: ConcurrencyGate;
  readonly health: ProviderHealth;
  readonly #baseUrl: string;
  readonly #clock: Clock;
  readonly #probe: ProbeOptions | undefined;
  #cancelProbe: () => void = () => {};
  #retired = false;

  constructor(options: ProviderOptions, clock: Clock) {
    const { upstream, weight = 1, retries = 0, maxConcurrency = Infinity, queue = DEFAULT_QUEUE } = options;
    this.name = upstream.name;
    this.upstream = upstream;
    this.weight = weight;
    this.retries = retries;
    this.firstTokenMs = options.firstTokenMs;
    this.forwardAuthorization = options.forwardAuthorization ?? false;
    this.mapping = new Map(Object.entries(options.modelMapping ?? {}));
    this.models = options.models ?? (this.mapping.size > 0 ? [] : ['*']);
    this.defaults = defaultsOf(options);
    this.gate = new ConcurrencyGate({ provider: this.name, clock, limit: maxConcurrency, queue });
    this.health = new ProviderHealth(clock);
    this.#baseUrl = options.baseUrl;
    this.#clock = clock;
    this.#probe = options.probe;
  }

  report(): ProviderReport {
    const { name, weight, gate, health } = this;
    return {
      name,
      baseUrl: this.#baseUrl,
      weight,
      models: [...new Set([...this.mapping.keys(), ...this.models])],
      healthy: health.healthy,
      inFlight: gate.inside,
      waiting: gate.waiting,
      resting: health.resting(),
      lastError: health.lastError,
    };
  }

  /** Headers of a call, less a credential that is not meant for this provider. */
  headersFor(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    if (this.forwardAuthorization) return headers;
    const { authorization: _bearer, 'x-api-key': _key, 'api-key': _azures, ...others } = headers;
    return others;
  }

  /** A call failed. What it was refused for its caller's own credential, or the quota of it, says nothing of the provider. */
  failed(model: string, error: UpstreamError): void {
    const status = error.response?.status;
    const ofCaller = this.refusesCaller(status) || (this.forwardAuthorization && ABOUT_QUOTA.has(status));
    if (ofCaller) this.health.left(model);
    else this.health.failed(model, error);
  }

  /** Whether this status refuses the caller's own credential. */
  refusesCaller(status: number | undefined): boolean {
    return this.forwardAuthorization && (status === 401 || status === 403);
  }

  /**
   * Asks whether it is well, for whoever looks. Rejects with `UpstreamError` when it is not. Changes nothing: a provider
   * that a look took out of the turns would stay out, for without requests only periodic probes could take it back.
   */
  async probe(signal: AbortSignal): Promise<void> {
    const path = this.#probe?.path ?? DEFAULT_PROBE_PATH;
    const late = new AbortController();
    const cancel = this.#clock.after(PROBE_DEADLINE_MS, () =>
      late.abort(timedOut('firstByte', PROBE_DEADLINE_MS)),
    );
    try {
      const call = { method: 'GET', path, headers: {}, body: undefined };
      const { status, body } = await this.upstream.forward(call, AbortSignal.any([signal, late.signal]));
      await body[Symbol.asyncIterator]().return?.();
      if (this.#isWell(status)) return;
      const response = { status, headers: {}, body: new Uint8Array() };
      throw new UpstreamError(`The probe was answered with status ${status}.`, { code: 'status', response });
    } finally {
      cancel();
    }
  }

  /** Takes a place for a call; from then on `leave` must follow. Rejects when there is none in time. */
  async enter(model: string, signal: AbortSignal): Promise<void> {
    // Before the wait: of several calls for a provider that may be well again only one goes.
    this.health.begun(model);
    try {
      await this.gate.enter(signal);
    } catch (error) {
      this.health.left(model);
      throw error;
    }
  }

  leave(): void {
    this.gate.leave();
  }

  /** Its periodic probes begin: once it is in force, for one of a configuration that is refused is only dropped. */
  start(): void {
    this.#probeLater();
  }

  /** No more probes; calls under way go on. */
  retire(): void {
    this.#retired = true;
    this.#cancelProbe();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.retire();
    await this.upstream[Symbol.asyncDispose]();
  }

  #isWell(status: number): boolean {
    if (status >= 500) return false;
    // Where the caller's credential is the one that counts, a probe has none.
    return (status !== 401 && status !== 403) || this.refusesCaller(status);
  }

  #probeLater(): void {
    if (this.#probe === undefined || this.#retired) return;
    this.#cancelProbe = this.#clock.after(this.#probe.intervalMs, () => {
      const ended = (error: unknown): void => {
        this.health.probed(error);
        this.#probeLater();
      };
      this.probe(new AbortController().signal).then(ended, ended);
    });
  }
}

function defaultsOf({ systemPrompt, parameters = {} }: ProviderOptions): RequestDefaults | undefined {
  if (systemPrompt === undefined && Object.keys(parameters).length === 0) return undefined;
  return { systemPrompt, parameters };
}
