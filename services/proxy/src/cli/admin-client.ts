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
    const response = await this.#send(call);
    const text = await response.text();
    const object = plainObject(text);
    if (object === undefined)
      throw new CliError(`${this.#server.url} did not answer with JSON: is it Strata?`);
    return object;
  }

  /** The lines of an answer as they come; one that is an error rejects. */
  async *lines(call: Call): AsyncGenerator<string, void, undefined> {
    const response = await this.#send(call);
    try {
      for await (const line of linesOf((response.body ?? []) as AsyncIterable<Buffer>)) {
        if (line.startsWith('{"error"')) throw new CliError(errorText(line) ?? line);
        yield line;
      }
    } catch (error) {
      if (error instanceof CliError || this.#signal.aborted) throw error;
      throw new CliError(`The connection to ${this.#server.url} broke off: ${messageOf(error)}`);
    }
  }

  async #send({ method, path, query = {}, body, lines, headers = {} }: Call): Promise<Response> {
    const { url, adminKey } = this.#server;
    const address = new URL(path, url);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) address.searchParams.set(name, value);
    const content = lines ?? (body === undefined ? undefined : JSON.stringify(body));
    const type = lines === undefined ? 'application/json' : 'application/x-ndjson';
    let response: Response;
    try {
      response = await fetch(address, {
        method: method ?? (content === undefined ? 'GET' : 'POST'),
        headers: {
          ...headers,
          ...(content === undefined ? {} : { 'content-type': type }),
          ...(adminKey === undefined ? {} : { authorization: `Bearer ${adminKey}` }),
        },
        ...(content === undefined ? {} : { body: content }),
        signal: this.#signal,
      });
    } catch (error) {
      if (this.#signal.aborted) throw error;
      throw new CliError(
        `Strata does not answer at ${url} (${causeOf(error)}). Is it running? STRATA_URL says where.`,
      );
    }
    if (response.ok) return response;
    throw new CliError(refusalOf(response.status, await response.text()));
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

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : messageOf(cause ?? error);
}
