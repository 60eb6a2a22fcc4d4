import { fakeChunks } from '@strata/contracts/fake-openai-completion';
import { sse, type FakeReply } from '@strata/contracts/fake-openai-replies';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { strataForFile } from './strata-for-file.ts';

const { upstream, strata } = strataForFile({ SEMANTIC_ENABLED: 'false' });

/** Forty chunks of 20 kB, each in a write of its own: enough to fill the socket of a client that does not read. */
const talkative: FakeReply = async (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const words = Array.from({ length: 40 }, () => 'x'.repeat(20_000));
  for (const chunk of fakeChunks({ choices: [{ content: words }] })) {
    if (response.destroyed) return;
    response.write(sse(chunk));
    // oxlint-disable-next-line no-await-in-loop -- one write after the other
    await new Promise((resolve) => setImmediate(resolve));
  }
  response.end('data: [DONE]\n\n');
};

/** Sends a streaming request over a bare socket and hangs up after so many bytes of the answer; reads slowly if told. */
function hangUpAfter(bytes: number, question: string): Promise<void> {
  const body = JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: question }] });
  const { port } = new URL(strata.url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      const length = Buffer.byteLength(body);
      socket.write(
        `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`,
      );
      if (bytes === 0) socket.destroy();
    });
    let seen = 0;
    socket.on('data', (part) => {
      seen += part.length;
      if (seen >= bytes) socket.destroy();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve());
  });
}

test('clients that hang up at any moment, alone or among others, cost nobody else anything', async () => {
  upstream.respond(talkative);
  for (let round = 0; round < 10; round += 1) {
    const question = `Tell me a long story, number ${round}`;
    const hangUps = Array.from({ length: 20 }, (_, index) => hangUpAfter(index * 9_000, question));
    const reader = strata.fetch('/v1/chat/completions', {
      body: { model: 'm', stream: true, messages: [{ role: 'user', content: question }] },
    });
    // oxlint-disable no-await-in-loop -- round after round
    const text = await (await reader).text();
    await Promise.all(hangUps);
    // oxlint-enable no-await-in-loop
    expect(text.match(/x{20000}/g)).toHaveLength(40);
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
  }
  const alone = Array.from({ length: 60 }, (_, index) =>
    hangUpAfter(index * 3_000, `A story for one, number ${index}`),
  );
  await Promise.all(alone);
  expect((await strata.fetch('/health')).status).toBe(200);
}, 60_000);

test('a client that hangs up while it sends its request is nobody’s error', async () => {
  const { port } = new URL(strata.url);
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write('POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{"model"');
      setTimeout(() => socket.destroy(), 20);
    });
    socket.on('close', () => resolve());
  });
  expect((await strata.fetch('/health')).status).toBe(200);
});
