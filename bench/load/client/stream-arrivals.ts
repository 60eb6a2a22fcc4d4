import { once } from 'node:events';
import { connect } from 'node:net';

export type StreamArrivals = {
  /** From the upstream's write of each chunk to its arrival here, in ms. */
  readonly delays: readonly number[];
  /** How often the socket gave something with at least one chunk in it. */
  readonly reads: number;
};

/** Chunks carry the time of their write on the machine's monotonic clock, which all processes share. */
const STAMP = /@(\d+)@/g;

/** Reads one stream on a connection of its own. Rejects when it ends without `[DONE]`. */
export async function streamArrivals(port: number, request: Buffer): Promise<StreamArrivals> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  const delays: number[] = [];
  let reads = 0;
  let tail = '';
  socket.write(request);
  for await (const chunk of socket) {
    const now = process.hrtime.bigint();
    const text = tail + (chunk as Buffer).toString('latin1');
    const stamps = [...text.matchAll(STAMP)];
    for (const [, stamp = '0'] of stamps) delays.push(Number(now - BigInt(stamp)) / 1e6);
    if (stamps.length > 0) reads += 1;
    if (text.includes('data: [DONE]')) {
      socket.destroy();
      return { delays, reads };
    }
    // A chunk cut in two is counted with its second half.
    const counted = stamps.at(-1);
    tail = counted === undefined ? text : text.slice(counted.index + counted[0].length);
  }
  throw new Error(`The stream ended after ${delays.length} chunks.`);
}
