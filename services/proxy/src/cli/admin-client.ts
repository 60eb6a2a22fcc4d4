import { once } from 'node:events';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text as textOf } from 'node:stream/consumers';
import { type JsonObject, messageOf, plainObject } from '@strata/core';
import { linesOf } from '../http/spooled-body.ts';
import { CliError, type ServerAddress } from './cli-io.ts';

type Call = {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is: JSON lines. */
  readonly lines?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** The admin API of a running proxy. Everything it rejects with is a `CliError` that people can read. */
export class AdminClient {
  readonly #server: ServerAddress;
  readonly #signal: AbortSignal;

  constructor(server: ServerAddress, signal: AbortSignal) {
    this.#server = server;
    this.#signal = signal;
  }

  async json(call: Call): Promise<JsonObject> {
    const text = await this.#read(await this.#send(call));
    const object = plainObject(text);
    if (object === undefined)
      throw new CliError(`${this.#server.url} did not answer with JSON: is it Strata?`);
    return object;
  }

  /** The lines of an answer as they come; one that is an error rejects. */
  async *lines(call: Call): AsyncGenerator<string, void, undefined> {
    const response = await this.#send(call);
    try {
      for await (const line of linesOf(response as AsyncIterable<Buffer>)) {
        if (line.trim() === '') continue;
        if (line.startsWith('{"error"')) throw new CliError(errorText(line) ?? line);
        yield line;
      }
    } catch (error) {
      throw this.#brokenOff(error);
    }
  }

  async #read(response: IncomingMessage): Promise<string> {
    try {
      return await textOf(response);
    } catch (error) {
      throw this.#brokenOff(error);
    }
  }

  #brokenOff(error: unknown): unknown {
    if (error instanceof CliError || this.#signal.aborted) return error;
    return new CliError(`The connection to ${this.#server.url} broke off: ${messageOf(error)}`);
  }

  /** Not by `fetch`, which waits five minutes for an answer: what is done to a million entries takes longer. */
  async #send({ method, path, query = {}, body, lines, headers = {} }: Call): Promise<IncomingMessage> {
    const { url, adminKey } = this.#server;
    const address = new URL(path, url);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) address.searchParams.set(name, value);
    const content = lines ?? (body === undefined ? undefined : JSON.stringify(body));
    const type = lines === undefined ? 'application/json' : 'application/x-ndjson';
    const request = (address.protocol === 'https:' ? requestHttps : requestHttp)(address, {
      method: method ?? (content === undefined ? 'GET' : 'POST'),
      headers: {
        ...headers,
        ...(content === undefined
          ? {}
          : { 'content-type': type, 'content-length': Buffer.byteLength(content) }),
        ...(adminKey === undefined ? {} : { authorization: `Bearer ${adminKey}` }),
      },
      signal: this.#signal,
    });
    const answered = once(request, 'response') as Promise<[IncomingMessage]>;
    // What goes wrong once there is an answer shows in the answer.
    request.on('error', () => undefined);
    request.end(content);
    const [response] = await answered.catch((error: unknown) => {
      if (this.#signal.aborted) throw error;
      throw new CliError(
        `Strata does not answer at ${url} (${codeOf(error)}). Is it running? STRATA_URL says where.`,
      );
    });
    const { statusCode: status = 0 } = response;
    if (status >= 200 && status < 300) return response;
    throw new CliError(refusalOf(status, await this.#read(response)));
  }
}

function refusalOf(status: number, text: string): string {
  const message = errorText(text) ?? `The answer was ${status}.`;
  if (status === 401) return `${message} Set ADMIN_KEY.`;
  return status === 404 && message.startsWith('Unknown request URL')
    ? `${message}: an older Strata, or another server.`
    : message;
}

/** The message of an error in OpenAI's shape, or in the one of `clear`. */
function errorText(text: string): string | undefined {
  const error = plainObject(text)?.['error'];
  if (typeof error === 'string') return error;
  const message =
    typeof error === 'object' && error !== null && 'message' in error ? error.message : undefined;
  return typeof message === 'string' ? message : undefined;
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : messageOf(error);
}
