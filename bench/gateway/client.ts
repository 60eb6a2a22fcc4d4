import { Agent, request } from 'node:http';

export type Asked = { readonly status: number; readonly provider: string | undefined; readonly text: string };

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

export type Question = {
  readonly text: string;
  readonly stream?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
};

/** One chat request, read to its end. A connection that breaks is status 0. */
export function ask(port: number, { text, stream = false, headers = {} }: Question): Promise<Asked> {
  const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: text }], stream });
  return new Promise((resolve) => {
    const broken = (error: Error): void => resolve({ status: 0, provider: undefined, text: error.message });
    const asking = request(
      {
        agent,
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: '/v1/chat/completions',
        headers: { 'content-type': 'application/json', ...headers },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.once('error', broken);
        response.once('end', () => {
          const provider = response.headers['x-strata-provider'];
          resolve({
            status: response.statusCode ?? 0,
            provider: typeof provider === 'string' ? provider : undefined,
            text: Buffer.concat(parts).toString(),
          });
        });
      },
    );
    asking.once('error', broken);
    asking.end(body);
  });
}

/** So many calls by so many clients, each of which asks again when it has its answer. */
export async function byClients(
  clients: number,
  calls: number,
  call: (turn: number) => Promise<void>,
): Promise<void> {
  let turn = 0;
  const run = async (): Promise<void> => {
    // oxlint-disable-next-line no-await-in-loop -- a client asks one thing at a time
    while (turn < calls) await call((turn += 1));
  };
  await Promise.all(Array.from({ length: clients }, run));
}
