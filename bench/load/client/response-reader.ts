/**
 * Finds the end of one HTTP/1.1 response in what a socket reads: just enough of the protocol for the servers measured
 * here, which send either a `content-length` or chunks and answer one request at a time.
 */
export class ResponseReader {
  #partial: Buffer | undefined;

  /** The whole response once its last byte is there, else `undefined`. Valid until the socket reads again. */
  feed(chunk: Buffer): Buffer | undefined {
    const message = this.#partial === undefined ? chunk : Buffer.concat([this.#partial, chunk]);
    if (isWhole(message)) {
      this.#partial = undefined;
      return message;
    }
    // Copied: the socket reads into the same buffer again.
    this.#partial = this.#partial === undefined ? Buffer.from(chunk) : message;
    return undefined;
  }
}

const HEAD_END = '\r\n\r\n';
const LENGTH = 'content-length: ';
const LAST_CHUNK = Buffer.from('0\r\n\r\n');

function isWhole(message: Buffer): boolean {
  const headEnd = message.indexOf(HEAD_END);
  if (headEnd === -1) return false;
  const length = contentLength(message, headEnd);
  if (length === undefined) return message.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK);
  return message.length >= headEnd + HEAD_END.length + length;
}

function contentLength(message: Buffer, headEnd: number): number | undefined {
  let at = message.indexOf(LENGTH, 0, 'latin1');
  if (at === -1) at = message.indexOf('Content-Length: ', 0, 'latin1');
  if (at === -1 || at > headEnd) return undefined;
  let length = 0;
  for (at += LENGTH.length; ; at += 1) {
    const digit = (message[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) return length;
    length = length * 10 + digit;
  }
}

export type ParsedResponse = {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
};

/** Takes a whole response apart. Chunks stay as they were framed. */
export function parseResponse(message: Buffer): ParsedResponse {
  const headEnd = message.indexOf(HEAD_END);
  const [statusLine = '', ...lines] = message.toString('latin1', 0, headEnd).split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: new Map(headers),
    body: Buffer.from(message.subarray(headEnd + HEAD_END.length)),
  };
}
