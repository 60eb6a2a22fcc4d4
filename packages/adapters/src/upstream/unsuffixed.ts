import type { ForwardAnswer, ForwardRequest, Upstream, UpstreamAnswer, UpstreamRequest } from '@strata/core';
import { plainModel } from './plain-model.ts';
import { lookAt } from './routed/forwarded-body.ts';
import { withAnswerModel, withAnswerModelInBytes, withModel } from './routed/json-model.ts';
import { RoutedStream } from './routed/routed-stream.ts';

export type UnsuffixedUpstreamOptions = { readonly upstream: Upstream; readonly suffix: string };

/** A single provider that is asked for models by their plain names; its answers carry the names that clients asked for. */
export class UnsuffixedUpstream implements Upstream {
  readonly #options: UnsuffixedUpstreamOptions;

  constructor(options: UnsuffixedUpstreamOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.upstream.name;
  }

  async complete(request: UpstreamRequest, signal: AbortSignal): Promise<UpstreamAnswer> {
    const { upstream, suffix } = this.#options;
    const model = plainModel(request.model, suffix);
    if (model === request.model) return await upstream.complete(request, signal);
    const plain = { ...request, model, body: withModel(request.body, model) };
    const answer = await upstream.complete(plain, signal);
    const renamed = (text: string): string => withAnswerModel(text, request.model);
    if (answer.kind === 'whole')
      return { ...answer, body: withAnswerModelInBytes(answer.body, request.model) };
    const rest = answer.events[Symbol.asyncIterator]();
    return { ...answer, events: new RoutedStream({ rest, map: renamed, signal, onOver: () => {} }) };
  }

  async forward(request: ForwardRequest, signal: AbortSignal): Promise<ForwardAnswer> {
    const { upstream, suffix } = this.#options;
    const { model, callFor } = await lookAt(request);
    const plain = model === undefined ? undefined : plainModel(model, suffix);
    return await upstream.forward(callFor(plain === model ? undefined : plain), signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#options.upstream[Symbol.asyncDispose]();
  }
}
