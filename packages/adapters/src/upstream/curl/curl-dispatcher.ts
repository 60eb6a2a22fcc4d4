import { Dispatcher } from 'undici';
import type { CurlOptions } from './curl-config.ts';
import { CurlExchange } from './curl-exchange.ts';

/** Makes each call with the program `curl`: for upstreams that refuse every other client. Keeps no connection. */
export class CurlDispatcher extends Dispatcher {
  readonly #options: CurlOptions;
  readonly #exchanges = new Set<CurlExchange>();

  constructor(options: CurlOptions) {
    super();
    this.#options = options;
  }

  override dispatch(call: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const exchange: CurlExchange = new CurlExchange(handler, () => this.#exchanges.delete(exchange));
    this.#exchanges.add(exchange);
    try {
      exchange.start(call, this.#options);
    } catch (error) {
      // No room for the file, or for a process.
      exchange.abort(error instanceof Error ? error : new Error(String(error)));
    }
    return true;
  }

  /** Ends all calls under way. */
  override async destroy(): Promise<void> {
    for (const exchange of this.#exchanges) exchange.abort(new Error('The upstream is closed.'));
  }

  override async close(): Promise<void> {
    await this.destroy();
  }
}
