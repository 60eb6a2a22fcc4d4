import { createWriteStream, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '@strata/adapters/private-files';
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

/** Of a folder of logs as of any other; what was asked is in none of the lines. */
const FOLDER_MODE = 0o777;

/** After a failure the file is left alone for so long: a full disk is not asked with each request. */
const PAUSE_MS = 10_000;

/**
 * One line a request: `YYYY-MM-DD HH:MM:SS | STATUS | model | tokens tokens | $cost` (UTC). The cost is what the request
 * itself cost: nothing on a hit. A disk that is full or gone costs lines, never requests: that is said once, the file is
 * opened again for a request that comes after a pause, and once it is written again, the log says how many were lost.
 */
export class RequestLog implements RequestListener, AsyncDisposable {
  readonly #options: RequestLogOptions;
  /** Absent: it failed, and waits for its time. */
  #stream: WriteStream | undefined;
  #openFrom = 0;
  /** Since it was written last. */
  #failing = false;
  #lost = 0;

  constructor(options: RequestLogOptions) {
    this.#options = options;
    this.#stream = this.#open();
  }

  requestEnded(event: RequestEvent): void {
    const { clock, prices } = this.#options;
    if (clock.elapsed() >= this.#openFrom) this.#stream ??= this.#open();
    const stream = this.#stream;
    if (stream === undefined || stream.writableLength > MAX_BUFFERED_BYTES) {
      this.#lost += 1;
      return;
    }
    stream.write(requestLine(event, clock.now(), prices), (error) => {
      if (error) this.#lost += 1;
      else this.#written(stream);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const stream = this.#stream;
    if (stream !== undefined) await new Promise<void>((resolve) => stream.end(() => resolve()));
    if (this.#lost > 0) this.#tellLost('Request log lines were dropped');
  }

  #open(): WriteStream {
    const { path } = this.#options;
    try {
      makeFolder(dirname(path), FOLDER_MODE);
    } catch {
      // The stream cannot be opened then, and says so.
    }
    const stream = createWriteStream(path, { flags: 'a', mode: 0o600 });
    stream.on('error', (error) => this.#onFailure(error));
    return stream;
  }

  /** Not before all that waited is written: a disk that is only slow is told of once, when it has caught up. */
  #written(stream: WriteStream): void {
    if (stream.writableLength > 0) return;
    if (this.#failing) this.#tellLost('The request log is written again; lines were lost meanwhile');
    else if (this.#lost > 0) this.#tellLost('Request log lines were dropped');
    this.#failing = false;
  }

  #tellLost(message: string): void {
    this.#options.logger.warn(message, { lines: this.#lost });
    this.#lost = 0;
  }

  #onFailure(error: Error): void {
    const { clock, logger } = this.#options;
    this.#stream = undefined;
    this.#openFrom = clock.elapsed() + PAUSE_MS;
    if (this.#failing) return;
    this.#failing = true;
    logger.error('The request log cannot be written; requests go on without it', { error });
  }
}

function requestLine(event: RequestEvent, now: number, prices: ModelPrices): string {
  const at = new Date(now).toISOString().slice(0, 19).replace('T', ' ');
  const { usage } = event;
  const tokens = usage === undefined ? 0 : usage.promptTokens + usage.completionTokens;
  const costs = event.pays && event.tier === 'upstream';
  const cost = costs ? (prices.costOf(event.model, usage) ?? 0) : 0;
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
