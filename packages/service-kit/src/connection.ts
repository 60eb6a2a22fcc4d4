import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '@strata/core';

/** A whole answer with status 200, without what the server says in every response. */
export type EarlyResponse = {
  /** Names and values in turns, `content-length` among them. */
  readonly headers: string[];
  /** A text has one byte a character (Latin-1). */
  readonly body: Buffer | string;
};

/** What may answer a request from its bytes, before `node:http` reads them. */
export interface EarlyLane {
  /**
   * `bytes` is what came on a connection at rest: any part of a request, or more than one. `wait`: it is a head and
   * nothing else, and what follows may be answered; `undefined`: `node:http` is to read it. Never throws.
   */
  answer(bytes: Buffer): EarlyResponse | 'wait' | undefined;
}

export type ConnectionOptions = {
  readonly socket: Socket;
  readonly early: EarlyLane | undefined;
  readonly clock: Clock;
  /** The header lines of every response, each with its line break. */
  readonly standingLines: () => string;
};

/** Of longer heads, or heads in longer chunks, nothing is kept. */
const MAX_CHUNK_BYTES = 16 * 1_024;

/**
 * For at least so long a head waits for its body, and for less than twice that: time enough for one that was sent right
 * behind it. `node:http` knows of no request meanwhile, so neither of its time limits counts.
 */
const HOLD_MS = 100;

const HEAD_END = Buffer.from('\r\n\r\n');

/** Lines that end as they must, none of them empty: it ends where its first empty line does. */
const HEAD = /^(?:[^\r\n]+\r\n)+\r\n$/;

/**
 * One connection of the server. It counts the bytes that `node:http` is given, so that it knows when they were whole
 * requests, all of them answered: only then do the next bytes begin a request, and an early lane may answer that one.
 * To answer at any other time would be to take a part of a body for a request, which is how requests are smuggled past
 * those who share a connection. A connection whose count is lost (several requests at once, a chunked body, a head in
 * pieces) is left to `node:http` for good.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  /** The last that `node:http` made. */
  #response: ServerResponse | undefined;
  /** How many `node:http` made of the bytes since the last beginning. */
  #requests = 0;
  /** Bytes of the body in hand that are still to come; `undefined` once the count is lost. */
  #owed: number | undefined = 0;
  #head: Buffer | undefined;
  /** A head that waits for its body. */
  #held: Buffer | undefined;
  /** The head that was held when the timer was set; absent while no timer runs. */
  #watched: Buffer | undefined;
  /** Gives bytes to `node:http`; absent while it reads by itself. */
  #pass: ((bytes: Buffer) => void) | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    if (options.early !== undefined) this.#readBefore(options.socket);
  }

  /** The response that is not over yet. */
  get open(): ServerResponse | undefined {
    return this.#response?.closed === false ? this.#response : undefined;
  }

  /** What `node:http` has read as the head of the request in hand, as Latin-1 text; `undefined` where that is not sure. */
  get head(): string | undefined {
    if (this.#requests !== 1 || this.#owed === undefined) return undefined;
    const head = this.#head?.toString('latin1') ?? '';
    return HEAD.test(head) ? head : undefined;
  }

  /** `node:http` has begun a request. */
  began(response: ServerResponse): void {
    this.#response = response;
    this.#requests += 1;
  }

  /** From now on `node:http` reads what comes, and what is held. */
  release(): void {
    const pass = this.#pass;
    const held = this.#held;
    if (pass === undefined) return;
    this.#pass = undefined;
    this.#held = undefined;
    this.#options.socket.off('data', this.#arrived).on('data', pass);
    if (held !== undefined) pass(held);
  }

  /** Takes the place of the listener by which `node:http` reads the connection. */
  #readBefore(socket: Socket): void {
    const [read, ...others] = socket.listeners('data');
    if (read === undefined || others.length > 0) return;
    this.#pass = (bytes) => void Reflect.apply(read, socket, [bytes]);
    socket.off('data', read as (bytes: Buffer) => void).on('data', this.#arrived);
  }

  readonly #arrived = (chunk: Buffer): void => {
    const begins = this.#owed === 0 && this.#isOver();
    const bytes = this.#held === undefined ? chunk : Buffer.concat([this.#held, chunk]);
    if (begins && this.#answered(bytes)) return;
    this.#handOver(bytes, begins);
  };

  /** Gives `node:http` a request's first bytes, or more of them. */
  #handOver(bytes: Buffer, begins: boolean): void {
    this.#held = undefined;
    if (begins) this.#begin();
    this.#pass?.(bytes);
    this.#owed = begins ? this.#owedAfter(bytes) : owed((this.#owed ?? 0) - bytes.length);
    if (this.#owed === undefined) this.release();
  }

  #isOver(): boolean {
    return this.#response === undefined || (this.#response.closed && this.#response.req.complete);
  }

  #answered(bytes: Buffer): boolean {
    const { early, socket } = this.#options;
    // The first request is always for `node:http`: until it has read one, it takes the connection for one that is slow
    // to send its head. And a client that does not read its answers waits for them there.
    if (this.#response === undefined || socket.writableLength > 0) return false;
    const answer = early?.answer(bytes);
    if (answer === 'wait') this.#hold(bytes);
    else if (answer !== undefined) {
      this.#held = undefined;
      this.#write(answer);
    }
    return answer !== undefined;
  }

  #hold(head: Buffer): void {
    this.#held = head;
    if (this.#watched === undefined) this.#watch(head);
  }

  /** One timer serves all heads that come while it runs: a busy client's cost no timer each. */
  #watch(head: Buffer): void {
    this.#watched = head;
    this.#options.clock.after(HOLD_MS, () => {
      this.#watched = undefined;
      // Once a connection has ended, its parser may read another.
      if (this.#held === undefined || !this.#options.socket.writable) return;
      if (this.#held === head) this.#handOver(head, true);
      else this.#watch(this.#held);
    });
  }

  #begin(): void {
    this.#requests = 0;
    this.#head = undefined;
  }

  /** The bytes began a request: what its head says, as `node:http` read it, tells how many are still to come. */
  #owedAfter(bytes: Buffer): number | undefined {
    const request = this.#response?.req;
    const end = bytes.indexOf(HEAD_END);
    if (request === undefined || this.#requests !== 1 || end === -1) return undefined;
    const { headers } = request;
    if (headers['transfer-encoding'] !== undefined || headers.upgrade !== undefined) return undefined;
    const length = end + HEAD_END.length;
    if (bytes.length <= MAX_CHUNK_BYTES) this.#head = bytes.subarray(0, length);
    return owed(length + Number(headers['content-length'] ?? 0) - bytes.length);
  }

  #write({ headers, body }: EarlyResponse): void {
    const { socket, standingLines } = this.#options;
    let head = 'HTTP/1.1 200 OK\r\n';
    for (let at = 0; at < headers.length; at += 2) head += `${headers[at]}: ${headers[at + 1]}\r\n`;
    head += `${standingLines()}\r\n`;
    if (typeof body === 'string') {
      socket.write(head + body, 'latin1');
      return;
    }
    socket.cork();
    socket.write(head, 'latin1');
    socket.write(body);
    socket.uncork();
  }
}

/** More bytes than the request has begin another, whose end nobody looked for. */
function owed(bytes: number): number | undefined {
  return bytes < 0 ? undefined : bytes;
}
