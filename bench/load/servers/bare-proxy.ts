/**
 * The least that a proxy in Node does: takes a request, asks the upstream the same, passes its answer on. What it
 * adds to a miss no proxy on this machine is without. Run by `HelperProcess`.
 */
import { once } from 'node:events';
import { Agent, createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type BareProxyOptions = { readonly upstreamPort: number };

const [{ upstreamPort }] = (await once(process, 'message')) as [BareProxyOptions];
const agent = new Agent({ keepAlive: true });
const server = createServer((request, response) => void pass(request, response));
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));

async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await whole(request);
  const { url: path, method } = request;
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  const asked = ask({ agent, host: '127.0.0.1', port: upstreamPort, path, method, headers });
  asked.end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const bytes = await whole(answer);
  response.writeHead(answer.statusCode ?? 502, {
    'content-type': 'application/json',
    'content-length': bytes.length,
  });
  response.end(bytes);
}

async function whole(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
