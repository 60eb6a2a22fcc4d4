/**
 * The limit: what `node:http` alone can do. It reads the body and gives the same headers and bytes as one exact hit
 * that was captured, and does nothing else. Run by `HelperProcess`.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type LimitResponse = {
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: string;
};

const [given] = (await once(process, 'message')) as [LimitResponse];
const headers = [...given.headers];
const body = Buffer.from(given.body);

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    response.writeHead(200, headers);
    response.end(body);
  });
});
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
