import { HttpConnection } from './http-connection.ts';

export type LoopOptions = {
  readonly port: number;
  readonly connections: number;
  readonly durationMs: number;
  /** Asked for each request. */
  readonly next: () => Buffer;
};

export type LoopResult = {
  readonly requestsPerSecond: number;
  readonly requests: number;
  /** Of each request, in ms, in no order. */
  readonly latencies: Float64Array;
};

const STATUS_DIGIT = 9;
const TWO = 0x32;

/**
 * So many connections, each sending its next request as soon as it has its answer, for so long. Rejects when an answer
 * has another status than 2xx or a connection breaks: such a number would mean nothing.
 */
export async function closedLoop(options: LoopOptions): Promise<LoopResult> {
  const { port, durationMs, next } = options;
  const opened = Array.from({ length: options.connections }, () => HttpConnection.open(port));
  const connections = await Promise.all(opened);
  const latencies: number[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + durationMs;
  try {
    await Promise.all(connections.map((connection) => run(connection)));
  } finally {
    for (const connection of connections) connection[Symbol.dispose]();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    requests: latencies.length,
    requestsPerSecond: latencies.length / seconds,
    latencies: Float64Array.from(latencies),
  };

  function run(connection: HttpConnection): Promise<void> {
    return new Promise((resolve, reject) => {
      connection.onLost(reject);
      const received = (message: Buffer, tookMs: number): void => {
        if (message[STATUS_DIGIT] !== TWO) return reject(new Error(message.toString('latin1', 0, 300)));
        latencies.push(tookMs);
        if (performance.now() < endsAt) connection.send(next(), received);
        else resolve();
      };
      connection.send(next(), received);
    });
  }
}

/** One after the other, over and over. */
export function cycle(requests: readonly Buffer[]): () => Buffer {
  let turn = 0;
  return () => {
    turn = (turn + 1) % requests.length;
    return requests[turn] as Buffer;
  };
}
