import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '@strata/core';
import type { EarlyLane, EarlyResponse } from '@strata/service-kit';
import { LRUCache } from 'lru-cache';
import { passOf } from '../keys/pass.ts';
import { requestIdOf } from '../wire/request-id.ts';
import { isRepeat, type Asker, type Repeats } from './repeats.ts';

export type EarlyHitsOptions = {
  readonly repeats: Repeats;
  readonly clock: Clock;
  /** What `node:http` read as the head of the request in hand. */
  readonly headOf: (request: IncomingMessage) => string | undefined;
};

type KnownHead = Asker & { readonly bodyBytes: number };

const MAX_HEADS = 2_048;
const MAX_HEAD_BYTES = 4_096;

/**
 * Answers repeats before `node:http` has parsed them, which costs more than everything else about a hit. It parses
 * nothing itself: a head counts only when `node:http` has read the very same bytes before and the request came through
 * to the hot lane, so it means now what it meant then. A head that holds something new each time (a request id, a trace)
 * never comes back, and such requests go the ordinary way.
 */
export class EarlyHits implements EarlyLane {
  readonly #options: EarlyHitsOptions;
  #epoch = 0;
  readonly #heads = new LRUCache<string, KnownHead>({ max: MAX_HEADS });

  constructor(options: EarlyHitsOptions) {
    this.#options = options;
  }

  /** Remembers the head of a request that the hot lane answers. */
  learn(request: IncomingMessage, response: ServerResponse, { headers, protocol, query }: Asker): void {
    // Limits are counted, and other origins told of, on the ordinary way: what did that has set headers of its own.
    const plain = passOf(headers)?.isUnlimited !== false && response.getHeaderNames().length === 0;
    const persistent = response.shouldKeepAlive && request.httpVersion === '1.1';
    if (!plain || !persistent || headers.expect !== undefined) return;
    const head = this.#options.headOf(request);
    if (head === undefined || head.length > MAX_HEAD_BYTES) return;
    this.#heads.set(head, { headers, protocol, query, bodyBytes: Number(headers['content-length'] ?? 0) });
  }

  /** Which time between two `forget`s it is: a request that came in in another one is not to be learnt from. */
  get epoch(): number {
    return this.#epoch;
  }

  /** For when it changes who may come in. */
  forget(): void {
    this.#epoch += 1;
    this.#heads.clear();
  }

  answer(bytes: Buffer): EarlyResponse | 'wait' | undefined {
    const { repeats, clock } = this.#options;
    const startedAt = clock.elapsed();
    const end = bytes.indexOf('\r\n\r\n') + 4;
    if (end < 4 || end > MAX_HEAD_BYTES) return undefined;
    const head = this.#heads.get(bytes.toString('latin1', 0, end));
    if (head === undefined) return undefined;
    // Many clients send the body by itself.
    if (bytes.length === end && head.bodyBytes > 0) return 'wait';
    if (bytes.length !== end + head.bodyBytes) return undefined;
    const asked = repeats.look(head, bytes.subarray(end));
    if (!isRepeat(asked)) return undefined;
    return repeats.answer(head, asked, { requestId: requestIdOf(head.headers), startedAt });
  }
}
