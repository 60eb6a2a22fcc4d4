import type { ProviderDirectory, ProviderReport } from '@strata/adapters/upstream/routed';
import type {
  ForwardAnswer,
  ForwardRequest,
  JsonObject,
  Upstream,
  UpstreamAnswer,
  UpstreamRequest,
} from '@strata/core';

/** An upstream with what is known of the providers in it. */
export type OpenedUpstream = {
  readonly upstream: Upstream;
  readonly directory: ProviderDirectory;
  /** It is in place: what it asks by itself begins. Until then nobody need dispose of it. */
  readonly start: () => void;
  /** Another one takes its place. */
  readonly retire: () => void;
  /** For people; no secret. */
  readonly label: string;
  /** Whether the caller's own credential goes to some provider. */
  readonly forwardAuthorization: boolean;
};

/** An upstream that can be changed while requests are under way: they end where they began. */
export class SwappableUpstream implements Upstream, ProviderDirectory {
  #current: OpenedUpstream;

  constructor(first: OpenedUpstream) {
    this.#current = first;
    first.start();
  }

  get name(): string {
    return this.#current.upstream.name;
  }

  complete(request: UpstreamRequest, signal: AbortSignal): Promise<UpstreamAnswer> {
    return this.#current.upstream.complete(request, signal);
  }

  forward(request: ForwardRequest, signal: AbortSignal): Promise<ForwardAnswer> {
    return this.#current.upstream.forward(request, signal);
  }

  providers(): readonly ProviderReport[] {
    return this.#current.directory.providers();
  }

  probe(name: string, signal: AbortSignal): Promise<void> {
    return this.#current.directory.probe(name, signal);
  }

  listModels(
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): readonly Promise<readonly JsonObject[]>[] {
    return this.#current.directory.listModels(headers, signal);
  }

  /** The old one is not closed: its connections close by themselves when nothing uses them any more. */
  swap(next: OpenedUpstream): void {
    this.#current.retire();
    this.#current = next;
    next.start();
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    this.#current.retire();
    return this.#current.upstream[Symbol.asyncDispose]();
  }
}
