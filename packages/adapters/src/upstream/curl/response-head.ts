import type { ResponseHeaders } from '../openai/http-exchange.ts';

export type Head = {
  readonly status: number;
  readonly headers: ResponseHeaders;
  /** What came after the head. */
  readonly rest: Uint8Array;
};

const END = '\r\n\r\n';
const MAX_HEAD_BYTES = 256 * 1_024;

/** Reads the head of an HTTP answer that comes in pieces. Interim answers (1xx) are passed over. */
export class ResponseHead {
  #read = Buffer.alloc(0);

  /** The head, once it is whole. Throws for what is none. */
  push(chunk: Uint8Array): Head | undefined {
    this.#read = Buffer.concat([this.#read, chunk]);
    for (;;) {
      const end = this.#read.indexOf(END);
      if (end === -1 && this.#read.length > MAX_HEAD_BYTES)
        throw new Error('The head of the answer does not end.');
      if (end === -1) return undefined;
      const head = parsed(this.#read.subarray(0, end).toString('latin1'));
      this.#read = this.#read.subarray(end + END.length);
      if (head.status >= 200) return { ...head, rest: this.#read };
    }
  }
}

function parsed(text: string): Omit<Head, 'rest'> {
  const [first = '', ...lines] = text.split('\r\n');
  const status = /^HTTP\/[\d.]+ (\d{3})/.exec(first)?.[1];
  if (status === undefined) throw new Error('The answer is not HTTP.');
  const headers: Record<string, string | string[]> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = headers[name];
    if (colon > 0) headers[name] = before === undefined ? value : [before, value].flat();
  }
  return { status: Number(status), headers };
}
