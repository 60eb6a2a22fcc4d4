import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '@strata/core';
import type { Logger } from '@strata/service-kit';
import type { ModelPrices } from '../providers/model-prices.ts';
import type { RequestEvent, RequestListener } from './request-event.ts';

const STATUS: Readonly<Record<RequestEvent['outcome'], string>> = {
  'exact-hit': 'EXACT_HIT',
  'semantic-hit': 'SEMANTIC_HIT',
  miss: 'MISS',
  refresh: 'REFRESH',
  bypass: 'BYPASS',
  coalesced: 'COALESCED',
  error: 'ERROR',
};

/** Lines that wait for a slow disk; more are dropped and counted rather than kept in memory. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;

export type RequestLogOptions = {
  readonly path: string;
  readonly prices: ModelPrices;
  readonly clock: Clock;
  readonly logger: Logger;
};

/**
 * One line a request: `YYYY-MM-DD HH:MM:SS | STATUS | model | tokens tokens | $cost` (UTC). The cost is what the request
 * itself cost: nothing on a hit. A disk that is full or gone costs lines, never requests.
 */
export class RequestLog implements RequestListener, AsyncDisposable {
  readonly #stream: WriteStream;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #prices: ModelPrices;
  #failed = false;
  #dropped = 0;

  constructor(options: RequestLogOptions) {
    this.#prices = options.prices;
    this.#clock = options.clock;
    this.#logger = options.logger;
    try {
      mkdirSync(dirname(options.path), { recursive: true });
    } catch {
      // The stream cannot be opened then, and says so.
    }
    this.#stream = createWriteStream(options.path, { flags: 'a', mode: 0o600 });
    this.#stream.on('error', (error) => this.#onFailure(error));
  }

  requestEnded(event: RequestEvent): void {
    if (this.#failed || this.#stream.writableLength > MAX_BUFFERED_BYTES) this.#dropped += 1;
    else this.#stream.write(requestLine(event, this.#clock.now(), this.#prices));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#dropped > 0) this.#logger.warn('Request log lines were dropped', { lines: this.#dropped });
    if (!this.#failed) await new Promise<void>((resolve) => this.#stream.end(() => resolve()));
  }

  #onFailure(error: Error): void {
    this.#failed = true;
    this.#logger.error('The request log cannot be written; requests go on without it', { error });
  }
}

function requestLine(event: RequestEvent, now: number, prices: ModelPrices): string {
  const at = new Date(now).toISOString().slice(0, 19).replace('T', ' ');
  const { usage } = event;
  const tokens = usage === undefined ? 0 : usage.promptTokens + usage.completionTokens;
  const free =
    event.outcome === 'exact-hit' || event.outcome === 'semantic-hit' || event.outcome === 'coalesced';
  const cost = free ? 0 : (prices.costOf(event.model, usage) ?? 0);
  // A model's name comes from the client: a line break in it must not forge a second line.
  const model = event.model.replaceAll(/[\p{C}|]/gu, '?').slice(0, 100);
  const columns = [
    at,
    STATUS[event.outcome].padEnd(13),
    model.padEnd(30),
    `${String(tokens).padStart(8)} tokens`,
  ];
  return `${columns.join(' | ')} | $${cost.toFixed(5)}\n`;
}
