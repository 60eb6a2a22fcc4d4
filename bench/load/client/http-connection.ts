import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { ResponseReader } from './response-reader.ts';

/** Called with the raw response, which is valid during the call only, and the time it took from the write. */
export type OnResponse = (message: Buffer, tookMs: number) => void;

const READ_BUFFER_BYTES = 64 * 1024;

/** One keep-alive connection on a bare socket, one request at a time: a client that costs as little as it can. */
export class HttpConnection implements Disposable {
  readonly #socket: Socket;
  readonly #reader = new ResponseReader();
  #sentAt = 0;
  #onResponse: OnResponse | undefined;
  #onLost: (error: Error) => void = () => {};

  private constructor(port: number) {
    const onread = {
      buffer: Buffer.allocUnsafe(READ_BUFFER_BYTES),
      callback: (size: number, buffer: Uint8Array) => this.#received(buffer as Buffer, size),
    };
    this.#socket = connect({ host: '127.0.0.1', port, noDelay: true, onread });
    this.#socket.on('error', (error) => this.#onLost(error));
    this.#socket.on('close', () => this.#onLost(new Error('The server closed the connection.')));
  }

  static async open(port: number): Promise<HttpConnection> {
    const connection = new HttpConnection(port);
    await once(connection.#socket, 'connect');
    return connection;
  }

  /** Where it is told that the connection broke; ends with the next `send`. */
  onLost(listener: (error: Error) => void): void {
    this.#onLost = listener;
  }

  send(request: Buffer, onResponse: OnResponse): void {
    this.#onResponse = onResponse;
    this.#sentAt = performance.now();
    this.#socket.write(request);
  }

  /** The whole response, and the time in ms it took. */
  exchange(request: Buffer): Promise<{ readonly message: Buffer; readonly tookMs: number }> {
    return new Promise((resolve, reject) => {
      this.#onLost = reject;
      this.send(request, (message, tookMs) => resolve({ message: Buffer.from(message), tookMs }));
    });
  }

  [Symbol.dispose](): void {
    this.#onLost = () => {};
    this.#socket.destroy();
  }

  #received(buffer: Buffer, size: number): boolean {
    const message = this.#reader.feed(buffer.subarray(0, size));
    if (message !== undefined) this.#onResponse?.(message, performance.now() - this.#sentAt);
    return true;
  }
}
