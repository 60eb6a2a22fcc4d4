import { expect, test } from 'vitest';
import { chat } from './protocols/chat.ts';
import type { StreamAssembler } from './protocols/protocol.ts';
import { upstreamReply } from './upstream-reply.ts';

const EVENTS = ['{"n":1}', '{"n":2}', '{"n":3}'];
const never = new AbortController().signal;

const broken = (): never => {
  throw new SyntaxError('Nothing can be made of this.');
};

test.each<[string, number, StreamAssembler]>([
  ['an event', 1_000, { push: broken, whole: () => undefined }],
  ['the answer so far, to see how large it is', 10, { push: () => {}, whole: broken }],
  ['the whole answer', 1_000, { push: () => {}, whole: broken }],
])('a stream is passed on to its end where %s cannot be put together', async (_what, maxBytes, assembler) => {
  const reply = upstreamReply(
    { kind: 'stream', status: 200, headers: {}, events: streamed() },
    {
      protocol: { ...chat, assembler: () => assembler },
      maxBytes,
      onIncomplete: () => {},
      signal: never,
      charge: () => {},
    },
  );
  const body = await reply.bodyFor({ stream: true, includeUsage: true }, never);
  if (body.kind !== 'live') throw new Error('The answer is not a stream.');
  expect(await Array.fromAsync(body.events)).toEqual(EVENTS);
  expect(await reply.finished).toMatchObject({ whole: undefined, refusal: 'not-json' });
});

async function* streamed(): AsyncGenerator<string> {
  yield* EVENTS;
}
