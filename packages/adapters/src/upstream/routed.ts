import {
  UpstreamError,
  type Clock,
  type ForwardAnswer,
  type ForwardRequest,
  type JsonObject,
  type Upstream,
  type UpstreamAnswer,
  type UpstreamRequest,
} from '@strata/core';
import { listModels } from './model-list.ts';
import { attempt } from './routed/attempt.ts';
import type { ProviderDirectory, ProviderReport } from './routed/directory.ts';
import { ErrorAnswerError } from './routed/error-answer.ts';
import { forwardAttempt, ForwardRefusedError } from './routed/forward-attempt.ts';
import { lookAt, type LookedAt } from './routed/forwarded-body.ts';
import { Provider, type ProviderOptions } from './routed/provider.ts';
import { isAboutProvider } from './routed/provider-health.ts';
import { RouteTable, type Candidate, type Route } from './routed/route-table.ts';
import { RoutedCall } from './routed/routed-call.ts';
import { WeightedTurns } from './routed/weighted-turns.ts';

export type { ProviderDirectory, ProviderReport } from './routed/directory.ts';
export type { ProviderOptions } from './routed/provider.ts';

export type RoutedUpstreamOptions = {
  /** At least one; their names differ. */
  readonly providers: readonly ProviderOptions[];
  /** Model -> models asked in its place, in order, when nobody answers for it. */
  readonly fallbacks?: Readonly<Record<string, readonly string[]>>;
  /** Taken off the front of model names, with the slash after it. */
  readonly providerSuffix?: string;
  readonly clock: Clock;
  /** From 0 to 1, for the back-off. */
  readonly random: () => number;
};

/**
 * Several providers as one upstream. A request goes to one that serves its model, by weight; to another when that one
 * fails before its first event; and to the models that stand in for its own when all of them do.
 */
export class RoutedUpstream implements Upstream, ProviderDirectory {
  readonly name = 'routed';
  readonly #options: RoutedUpstreamOptions;
  readonly #providers: ReadonlyMap<string, Provider>;
  readonly #table: RouteTable;

  constructor(options: RoutedUpstreamOptions) {
    const { providers, fallbacks = {}, providerSuffix = '', clock } = options;
    this.#options = options;
    this.#providers = new Map(
      providers.map((provider) => [provider.upstream.name, new Provider(provider, clock)]),
    );
    this.#table = new RouteTable({ providers: [...this.#providers.values()], fallbacks, providerSuffix });
  }

  async complete(request: UpstreamRequest, signal: AbortSignal): Promise<UpstreamAnswer> {
    signal.throwIfAborted();
    const asked = this.#table.plain(request.model);
    const models = [asked, ...this.#table.fallbacksOf(asked)];
    const routes = models.flatMap((model) => {
      const route = this.#table.find(model);
      return route === undefined ? [] : [{ model, route }];
    });
    let failure: { readonly error: unknown; readonly model: string } | undefined;
    for (const [index, { model, route }] of routes.entries()) {
      const shownModel = model === asked ? request.model : model;
      const lastResort = index === routes.length - 1;
      try {
        // oxlint-disable-next-line no-await-in-loop -- one model after the other
        const answer = await this.#ask(route, { request, shownModel, lastResort, signal });
        return answeredBy(answer, { model, asked });
      } catch (error) {
        if (signal.aborted || !mayFallBack(error)) throw error;
        // What the client asked for is what it should hear of.
        failure ??= { error, model };
      }
    }
    if (failure === undefined) throw modelNotFound(request.model);
    const { error, model } = failure;
    // Nobody did better: it is passed on as it came.
    if (error instanceof ErrorAnswerError) return answeredBy(error.answer, { model, asked });
    throw error;
  }

  async forward(request: ForwardRequest, signal: AbortSignal): Promise<ForwardAnswer> {
    signal.throwIfAborted();
    const looked = await lookAt(request);
    const route = looked.model === undefined ? undefined : this.#table.find(this.#table.plain(looked.model));
    const refusals: ForwardRefusedError[] = [];
    try {
      return await this.#forwardBy(route ?? this.#firstProvider(looked), { looked, refusals, signal });
    } catch (error) {
      const last = refusals.pop();
      // Nobody did better than the last refusal: it is passed on as it came.
      if (last !== undefined && last === error) return last.answer;
      throw error;
    } finally {
      for (const { answer } of refusals) void answer.body[Symbol.asyncIterator]().return?.();
    }
  }

  providers(): readonly ProviderReport[] {
    return [...this.#providers.values()].map((provider) => provider.report());
  }

  async probe(name: string, signal: AbortSignal): Promise<void> {
    const provider = this.#providers.get(name);
    if (provider === undefined)
      throw new UpstreamError(`There is no provider ${name}.`, { code: 'no_upstream' });
    await provider.probe(signal);
  }

  listModels(
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): readonly Promise<readonly JsonObject[]>[] {
    return [...this.#providers.values()].map((provider) =>
      listModels(provider, provider.headersFor(headers), signal),
    );
  }

  /** It is in place: its providers' periodic probes begin. */
  start(): void {
    for (const provider of this.#providers.values()) provider.start();
  }

  /** Another one takes its place: it asks nobody by itself any more, and finishes what is under way. */
  retire(): void {
    for (const provider of this.#providers.values()) provider.retire();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#providers.values()].map((provider) => provider[Symbol.asyncDispose]()));
  }

  async #ask(route: Route, asking: Asking): Promise<UpstreamAnswer> {
    const { clock, random } = this.#options;
    const { request, shownModel, lastResort, signal } = asking;
    const options = { request, shownModel, clock, signal };
    return await new RoutedCall({
      route,
      lastResort,
      clock,
      random,
      signal,
      retry: true,
      attempt: (candidate) => attempt(candidate, options),
    }).run();
  }

  /** A call that cannot be sent twice has one attempt. */
  async #forwardBy(route: Route, { looked, refusals, signal }: Forwarding): Promise<ForwardAnswer> {
    const { clock, random } = this.#options;
    const run = async (candidate: Candidate): Promise<ForwardAnswer> => {
      try {
        return await forwardAttempt(candidate, looked, signal);
      } catch (error) {
        if (error instanceof ForwardRefusedError) refusals.push(error);
        throw error;
      }
    };
    const [only] = route.candidates;
    if (!looked.repeatable && only !== undefined) return await run(only);
    return await new RoutedCall({
      route,
      lastResort: true,
      retry: false,
      clock,
      random,
      signal,
      attempt: run,
    }).run();
  }

  /** For calls that name no model, or one that nobody serves by that name. */
  #firstProvider({ model = '' }: LookedAt): Route {
    const [provider] = this.#providers.values();
    if (provider === undefined)
      throw new UpstreamError('No provider is configured.', { code: 'no_upstream' });
    const { name, weight } = provider;
    return { candidates: [{ provider, name, weight, model }], turns: new WeightedTurns() };
  }
}

type Forwarding = {
  readonly looked: LookedAt;
  readonly refusals: ForwardRefusedError[];
  readonly signal: AbortSignal;
};

type Asking = {
  readonly request: UpstreamRequest;
  readonly shownModel: string;
  readonly lastResort: boolean;
  readonly signal: AbortSignal;
};

function answeredBy(
  answer: UpstreamAnswer,
  { model, asked }: { readonly model: string; readonly asked: string },
): UpstreamAnswer {
  return model === asked ? answer : { ...answer, substitute: model };
}

/** What another model may do better: everything but the request's own faults. */
function mayFallBack(error: unknown): boolean {
  return error instanceof UpstreamError && isAboutProvider(error);
}

function modelNotFound(model: string): UpstreamError {
  return new UpstreamError(`No configured provider serves the model ${JSON.stringify(model)}.`, {
    code: 'model_not_found',
  });
}
