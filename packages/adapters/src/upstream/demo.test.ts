import type { UpstreamAnswer, UpstreamRequest } from '@strata/core';
import { settle } from '@strata/contracts/deferred';
import { FakeClock } from '@strata/contracts/fake-clock';
import { upstreamContract } from '@strata/contracts/upstream-contract';
import { beforeEach, describe, expect, test } from 'vitest';
import { DemoUpstream } from './demo.ts';

let clock: FakeClock;
let demo: DemoUpstream;
const never = new AbortController().signal;

beforeEach(() => {
  clock = new FakeClock();
  demo = new DemoUpstream({ clock });
});

upstreamContract('demo', async () => ({
  upstream: demo,
  run: passTime,
  [Symbol.asyncDispose]: () => demo[Symbol.asyncDispose](),
}));

/** Moves the fake clock on for as long as the work needs it. */
async function passTime<T>(work: Promise<T>): Promise<T> {
  const state = { settled: false };
  const note = (): void => {
    state.settled = true;
  };
  work.then(note, note);
  await settle();
  while (!state.settled) {
    clock.advance(20);
    // oxlint-disable-next-line no-await-in-loop -- time passes step by step
    await settle();
  }
  return await work;
}

function requestOf(question: string, extra: object = {}): UpstreamRequest {
  const body = { model: 'gpt-4o', messages: [{ role: 'user', content: question }], ...extra };
  return { body: JSON.stringify(body), model: 'gpt-4o', stream: 'stream' in extra, headers: {} };
}

type Completion = {
  readonly id: string;
  readonly created: number;
  readonly choices: readonly { message: { content: string } }[];
};

function completionOf(answer: UpstreamAnswer): Completion {
  if (answer.kind !== 'whole') throw new Error('The answer is a stream.');
  return JSON.parse(Buffer.from(answer.body).toString()) as Completion;
}

async function ask(question: string, extra: object = {}): Promise<Completion> {
  return completionOf(await passTime(demo.complete(requestOf(question, extra), never)));
}

async function say(question: string): Promise<string> {
  return (await ask(question)).choices[0]?.message.content ?? '';
}

describe('what the demo says', () => {
  test('it says that it is a demo and how to get real answers', async () => {
    expect(await ask('What is Rust?')).toMatchObject({ system_fingerprint: 'strata-demo', model: 'gpt-4o' });
    expect(await say('What is Rust?')).toMatch(/demo answer from Strata.*OPENAI_API_KEY/);
  });

  test('it answers well-known questions, in whatever words', async () => {
    expect(await say('What is the capital of France?')).toContain('Paris');
    expect(await say('please tell me the capital city of france')).toContain('Paris');
    expect(await say("What's the capital of Germany?")).toContain('Berlin');
    expect(await say('How do I enable two-factor authentication?')).toContain('To enable');
    expect(await say('How do I disable 2FA?')).toContain('To disable');
    expect(await say('Explain Rust')).toContain('memory safety');
  });

  test('it does not take a question that only looks alike for a known one', async () => {
    expect(await say('What is not the capital of France?')).toContain('You asked');
    expect(await say('What is the capital of France in 1942?')).toContain('You asked');
    expect(await say('What is my name?')).toContain('You asked: "What is my name?"');
  });

  test('it answers the last user text, also in parts, and has something to say to none', async () => {
    const parts = [
      { type: 'text', text: 'capital of' },
      { type: 'text', text: 'Japan?' },
    ];
    const messages = [
      { role: 'user', content: 'What is Redis?' },
      { role: 'assistant', content: '…' },
      { role: 'user', content: parts },
    ];
    expect((await ask('', { messages })).choices[0]?.message.content).toContain('Tokyo');
    expect(await say(' ')).toContain('no text');
  });

  test('a request always gets the same id, another one another; the date is the clock’s', async () => {
    const first = await ask('What is Rust?');
    expect((await ask('What is Rust?')).id).toBe(first.id);
    expect((await ask('What is Rust?', { temperature: 1 })).id).not.toBe(first.id);
    expect(first.created).toBe(Date.UTC(2026, 0, 1) / 1_000);
  });

  test('several choices are given when asked for', async () => {
    expect((await ask('Hi', { n: 3 })).choices).toHaveLength(3);
  });
});

describe('how long the demo takes', () => {
  test('a whole answer takes the latency', async () => {
    const answer = demo.complete(requestOf('Hi'), never);
    clock.advance(999);
    expect(await Promise.race([answer, settle()])).toBeUndefined();
    clock.advance(1);
    expect(await Promise.race([answer, settle()])).toMatchObject({ kind: 'whole' });
  });

  test('a stream begins at once and spreads its words over the latency', async () => {
    const answer = await demo.complete(requestOf('Hi', { stream: true }), never);
    if (answer.kind !== 'stream') throw new Error('not a stream');
    const events = answer.events[Symbol.asyncIterator]();
    const startedAt = clock.now();
    expect((await events.next()).value).toContain('"role":"assistant"');
    await passTime(Array.fromAsync({ [Symbol.asyncIterator]: () => events }));
    expect(clock.now() - startedAt).toBeGreaterThanOrEqual(1_000);
    expect(clock.now() - startedAt).toBeLessThan(2_000);
  });

  test('an abort or a reader that leaves stops the clock’s alarms', async () => {
    const controller = new AbortController();
    const held = demo.complete(requestOf('Hi'), controller.signal);
    const answer = await demo.complete(requestOf('Hi', { stream: true }), never);
    if (answer.kind !== 'stream') throw new Error('not a stream');
    const events = answer.events[Symbol.asyncIterator]();
    await events.next();
    const pending = events.next();
    expect(clock.pending).toBe(2);
    controller.abort(new Error('gone'));
    await events.return?.();
    await expect(held).rejects.toThrow('gone');
    expect(await pending).toMatchObject({ done: true });
    expect(clock.pending).toBe(0);
  });
});
