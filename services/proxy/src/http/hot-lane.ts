import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import {
  entryId,
  hasControlHeader,
  isLive,
  type Answer,
  type CacheEntry,
  type EntryHeader,
  type PreparedRequest,
} from '@strata/core';
import { LRUCache } from 'lru-cache';
import { sseText } from '../wire/event-stream.ts';
import { oneWrite } from './one-write.ts';

/** A response that only needs its age to be sent. */
export type ReadyResponse = {
  /** Latin-1 text where it is short: headers and body then leave in one plain write, a tenth of the time of a hit. */
  readonly body: Buffer | string;
  readonly contentType: string;
  readonly entry: EntryHeader;
  readonly entryId: string;
  /** The exact tier's generation it was made in: a clear or delete anywhere makes it void. */
  readonly generation: number;
};

type Remembered = { readonly prepared: PreparedRequest; ready: ReadyResponse | undefined };

export type HotLaneOptions = {
  /** For the ready responses and the requests; 0 keeps no response ready. */
  readonly maxBytes: number;
};

/** What understood requests are allowed to take, beside the responses. */
const REQUEST_MEMORY_BYTES = 16 * 1024 * 1024;

/** Longer bodies are looked up by their hash. */
const MAX_KEY_BYTES = 4_096;

/**
 * Byte-identical repeats, which most repeats are: the raw body stands for the request that it was understood as, and,
 * while its entry is fresh, for the bytes that answered it. It holds plain requests only: one with any control header
 * goes the long way.
 */
export class HotLane {
  readonly #requests: LRUCache<string, Remembered>;
  /** Whether any response is ever ready. */
  readonly keepsResponses: boolean;

  constructor(options: HotLaneOptions) {
    this.keepsResponses = options.maxBytes > 0;
    this.#requests = new LRUCache({
      maxSize: options.maxBytes + REQUEST_MEMORY_BYTES,
      // A request that was understood takes about four times its text: the text, its parts, the objects.
      sizeCalculation: ({ prepared, ready }, key) =>
        512 + key.length + prepared.request.text.length * 4 + (ready?.body.length ?? 0),
    });
  }

  /** The lane's key, or `undefined` for a request that must go the long way. */
  keyOf(headers: IncomingHttpHeaders, tenant: string, body: Buffer): string | undefined {
    if (hasControlHeader(headers)) return undefined;
    // To look up a short text as it is takes less than to hash it first.
    const text = body.length > MAX_KEY_BYTES ? hash('sha256', body, 'base64') : body.toString('latin1');
    // The content type is checked when a request is understood; a repeat must not slip by with another one.
    // No header, and no tenant's name, has a line break in it: the parts stay apart, and a hash from a body that says the same.
    const apart = body.length > MAX_KEY_BYTES ? '\r' : '\n';
    return `${tenant}\n${headers['content-type']}\n${headers['content-encoding'] ?? ''}${apart}${text}`;
  }

  /** What is known of the request; `ready` only while it may answer. */
  find(
    key: string,
    now: number,
    generation: number,
  ): { prepared: PreparedRequest; ready?: ReadyResponse } | undefined {
    const found = this.#requests.get(key);
    if (found === undefined) return undefined;
    const { prepared, ready } = found;
    const usable = ready !== undefined && ready.generation === generation && isLive(ready.entry, now);
    return usable ? { prepared, ready } : { prepared };
  }

  /** Remembers how a request was understood, and its answer when that can be kept ready. */
  keep(key: string, prepared: PreparedRequest, answered?: { answer: Answer; generation: number }): void {
    // LiteLLM's `cache` object in the body is a control too.
    if (prepared.request.body['cache'] !== undefined) return;
    const ready = answered === undefined || !this.keepsResponses ? undefined : readyResponse(answered);
    if (ready === undefined && this.#requests.has(key)) return;
    this.#requests.set(key, { prepared, ready });
  }
}

function readyResponse({
  answer,
  generation,
}: {
  answer: Answer;
  generation: number;
}): ReadyResponse | undefined {
  const { body, report } = answer;
  const entry = report.entry as CacheEntry | undefined;
  if (answer.outcome !== 'exact-hit' || entry === undefined || body.kind === 'live') return undefined;
  const whole = body.kind === 'whole';
  // Without the body: it is that of the exact tier's memory, and would stay when that one lets it go.
  const { body: _body, ...header } = entry;
  const bytes = whole ? Buffer.from(body.bytes) : Buffer.from(sseText(body.events, body.framing));
  return {
    body: oneWrite(bytes),
    contentType: whole ? 'application/json' : 'text/event-stream; charset=utf-8',
    entry: header,
    entryId: entryId(entry),
    generation,
  };
}
