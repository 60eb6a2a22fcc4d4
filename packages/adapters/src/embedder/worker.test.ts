import { FakeClock } from '@strata/contracts/fake-clock';
import { settle } from '@strata/contracts/deferred';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FAKE_DESCRIPTION, FakeInferenceThreads } from './fake-inference-threads.ts';
import { WorkerEmbedder, type WorkerEmbedderOptions } from './worker.ts';

let clock: FakeClock;
let threads: FakeInferenceThreads;
let embedder: WorkerEmbedder;

function start(options: Partial<WorkerEmbedderOptions> = {}): void {
  embedder = new WorkerEmbedder({ clock, startThread: threads.start, maxRemembered: 0, ...options });
}

beforeEach(() => {
  clock = new FakeClock();
  threads = new FakeInferenceThreads();
  start();
});

afterEach(async () => {
  await embedder[Symbol.asyncDispose]();
  expect(clock.pending).toBe(0);
});

describe('loading', () => {
  test('it begins at once, and the description waits for it', async () => {
    const description = embedder.describe();
    threads.latest.load();
    expect(await description).toEqual(FAKE_DESCRIPTION);
  });

  test('texts given meanwhile wait; a ping says that it is loading', async () => {
    const embedding = embedder.embed(['early']);
    await expect(embedder.ping()).rejects.toMatchObject({ code: 'loading' });
    threads.latest.load();
    await expect(embedder.ping()).resolves.toBeUndefined();
    threads.latest.answer();
    expect(await embedding).toMatchObject([{ tokenCount: 5, space: 'fake-space' }]);
  });

  test('when it fails, those who wait are told why, and later ones when to come back', async () => {
    const waiting = Promise.allSettled([embedder.describe(), embedder.embed(['early'])]);
    await settle();
    threads.latest.crash('no such file');
    for (const outcome of await waiting) {
      const reason = { code: 'unavailable', message: expect.stringContaining('no such file') };
      expect(outcome).toMatchObject({ status: 'rejected', reason });
    }
    const late = { code: 'unavailable', retryAfterMs: 200 };
    await expect(embedder.embed(['late'])).rejects.toMatchObject(late);
    await expect(embedder.describe()).rejects.toMatchObject(late);
  });

  test('it is tried again after a time that doubles, up to half a minute', async () => {
    const gaps: number[] = [];
    for (let attempt = 0; attempt < 10; attempt += 1) {
      threads.latest.crash('no such file');
      const started = threads.started.length;
      const failedAt = clock.elapsed();
      while (threads.started.length === started) clock.advance(100);
      gaps.push(clock.elapsed() - failedAt);
    }
    expect(gaps).toEqual([200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000]);
    threads.latest.load();
    expect(await embedder.describe()).toEqual(FAKE_DESCRIPTION);
  });
});

describe('the queue', () => {
  test('a thread holds two texts, the rest waits and is given as it answers', async () => {
    threads.latest.load();
    const embeddings = embedder.embed(['1', '22', '333']);
    await settle();
    expect(threads.latest.received).toEqual(['1', '22']);
    expect(embedder.stats).toMatchObject({ waiting: 1, running: 2, readyThreads: 1 });
    threads.latest.answerAll();
    expect((await embeddings).map((each) => each.tokenCount)).toEqual([1, 2, 3]);
  });

  test('a single question does not wait for the whole of a long list', async () => {
    threads.latest.load();
    const list = embedder.embed(['a', 'b', 'c', 'd', 'e', 'f']);
    const question = embedder.embed(['question']);
    await settle();
    threads.latest.answerAll();
    expect(threads.latest.received).toEqual(['a', 'b', 'c', 'question', 'd', 'e', 'f']);
    await Promise.all([list, question]);
  });

  test('texts go to the thread that has the least to do', async () => {
    start({ threads: 2 });
    const [one, other] = threads.started.slice(1);
    one?.load();
    other?.load();
    const embeddings = embedder.embed(['a', 'b', 'c', 'd']);
    await settle();
    expect([one?.received, other?.received]).toEqual([
      ['a', 'c'],
      ['b', 'd'],
    ]);
    one?.answerAll();
    other?.answerAll();
    expect(await embeddings).toHaveLength(4);
  });

  test('one long list alone is taken, and has no question refused, only another list', async () => {
    start({ maxWaiting: 3 });
    threads.latest.load();
    const list = embedder.embed(['a', 'b', 'c', 'd', 'e', 'f']);
    await settle();
    expect(embedder.stats.waiting).toBe(4);
    const refused = { code: 'overloaded', retryAfterMs: expect.any(Number) };
    await expect(embedder.embed(['g', 'h'])).rejects.toMatchObject(refused);
    const questions = [embedder.embed(['question']), embedder.embed(['other question'])];
    await settle();
    threads.latest.answerAll();
    expect(await Promise.all(questions)).toMatchObject([[{ tokenCount: 8 }], [{ tokenCount: 14 }]]);
    expect(await list).toHaveLength(6);
  });

  test('when it is full of calls, the next is refused', async () => {
    start({ maxWaiting: 3 });
    threads.latest.load();
    const taken = ['a', 'b', 'c', 'd', 'e'].map((text) => embedder.embed([text]));
    await settle();
    expect(embedder.stats.waiting).toBe(3);
    const refused = { code: 'overloaded', retryAfterMs: expect.any(Number) };
    await expect(embedder.embed(['more'])).rejects.toMatchObject(refused);
    threads.latest.answerAll();
    expect(await Promise.all(taken)).toHaveLength(5);
  });

  test('the time to come back follows how long texts take', async () => {
    start({ maxWaiting: 10 });
    threads.latest.load();
    const list = embedder.embed(Array.from({ length: 100 }, (_, index) => `text ${index}`));
    await settle();
    for (let answered = 0; answered < 50; answered += 1) {
      clock.advance(40);
      threads.latest.answer();
    }
    await settle();
    const more = Array.from({ length: 10 }, (_, index) => `more ${index}`);
    const refusal = (await embedder.embed(more).catch((error: unknown) => error)) as {
      retryAfterMs: number;
    };
    // 48 texts wait, each takes 40 ms.
    expect(refusal.retryAfterMs).toBeGreaterThan(48 * 30);
    expect(refusal.retryAfterMs).toBeLessThan(48 * 50);
    threads.latest.answerAll();
    await list;
  });

  test('what an aborted caller still had in the queue is never computed', async () => {
    threads.latest.load();
    const controller = new AbortController();
    const leaving = embedder.embed(['a', 'b', 'c', 'd'], controller.signal);
    await settle();
    controller.abort(new Error('left'));
    await expect(leaving).rejects.toThrow('left');
    const staying = embedder.embed(['e']);
    await settle();
    threads.latest.answerAll();
    expect(await staying).toHaveLength(1);
    expect(threads.latest.received).toEqual(['a', 'b', 'e']);
  });
});

describe('pairs', () => {
  test('share the queue with texts, and each answer comes back to its caller', async () => {
    threads.latest.load();
    const list = embedder.embed(['a', 'bb', 'ccc', 'dddd']);
    const readings = [embedder.compare('a question', 'another'), embedder.compare('short', 'much longer')];
    await settle();
    threads.latest.answerAll();
    expect(threads.latest.received).toEqual([
      'a',
      'bb',
      'ccc',
      'a question | another',
      'short | much longer',
      'dddd',
    ]);
    expect((await list).map((each) => each.tokenCount)).toEqual([1, 2, 3, 4]);
    expect(await Promise.all(readings)).toEqual([3, -6]);
  });

  test('given while the model loads wait for it', async () => {
    const reading = embedder.compare('early', 'bird');
    await settle();
    threads.latest.load();
    threads.latest.answer();
    expect(await reading).toBe(1);
  });

  test('that cannot be read have no reading; those that cannot be computed fail alone', async () => {
    threads.latest.load();
    const unread = embedder.compare('a', '');
    const bad = embedder.compare('bad', 'pair');
    const good = embedder.embed(['good']);
    await settle();
    threads.latest.answer();
    threads.latest.refuse('no such file');
    threads.latest.answer();
    expect(await unread).toBeUndefined();
    await expect(bad).rejects.toMatchObject({ name: 'DependencyError', code: 'inference_failed' });
    expect(await good).toHaveLength(1);
  });

  test('are lost with the thread that had them; what waits is computed by the next', async () => {
    threads.latest.load();
    const lost = Promise.allSettled([embedder.compare('a', 'b'), embedder.embed(['c'])]);
    const waiting = embedder.compare('waits', 'too');
    await settle();
    threads.latest.crash('out of memory');
    const reason = { name: 'DependencyError', code: 'crashed', retryable: true };
    expect(await lost).toMatchObject([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
    threads.latest.load();
    threads.latest.answer();
    expect(await waiting).toBe(2);
  });

  test('are refused when the queue is full, and fill it as texts do', async () => {
    start({ maxWaiting: 2 });
    threads.latest.load();
    const taken = [1, 2, 3].map((index) => embedder.compare(`pair ${index}`, 'other'));
    const text = embedder.embed(['a']);
    await settle();
    expect(embedder.stats).toMatchObject({ waiting: 2, running: 2 });
    const refused = { name: 'DependencyError', code: 'overloaded', retryAfterMs: expect.any(Number) };
    await expect(embedder.compare('one', 'more')).rejects.toMatchObject(refused);
    await expect(embedder.embed(['more'])).rejects.toMatchObject(refused);
    threads.latest.answerAll();
    expect(await Promise.all(taken)).toEqual([1, 1, 1]);
    expect(await text).toHaveLength(1);
  });

  test('of a caller that left are never computed', async () => {
    threads.latest.load();
    const others = embedder.embed(['a', 'b']);
    const reason = new Error('left');
    const controller = new AbortController();
    const leaving = embedder.compare('gone', 'soon', controller.signal);
    await settle();
    controller.abort(reason);
    await expect(leaving).rejects.toBe(reason);
    await expect(embedder.compare('gone', 'before', AbortSignal.abort(reason))).rejects.toBe(reason);
    threads.latest.answerAll();
    await others;
    expect(threads.latest.received).toEqual(['a', 'b']);
  });

  test('are refused by a disposed embedder, and rejected where they waited', async () => {
    threads.latest.load();
    const calls = Promise.allSettled(['a', 'b', 'c'].map((one) => embedder.compare(one, 'other')));
    await settle();
    await embedder[Symbol.asyncDispose]();
    const disposed = { name: 'DependencyError', code: 'disposed' };
    for (const outcome of await calls) expect(outcome).toMatchObject({ reason: disposed });
    await expect(embedder.compare('too', 'late')).rejects.toMatchObject(disposed);
  });
});

describe('failures', () => {
  test('a text that cannot be computed fails alone', async () => {
    threads.latest.load();
    const [bad, good] = [embedder.embed(['bad']), embedder.embed(['good'])];
    await settle();
    threads.latest.refuse('shape mismatch');
    threads.latest.answer();
    await expect(bad).rejects.toMatchObject({ code: 'inference_failed' });
    expect(await good).toHaveLength(1);
  });

  test('a crash fails what the thread had; a new thread starts at once and computes what waits', async () => {
    threads.latest.load();
    const lost = Promise.allSettled([embedder.embed(['a']), embedder.embed(['b'])]);
    const waiting = embedder.embed(['c']);
    await settle();
    threads.latest.crash('out of memory');
    const reason = { code: 'crashed', retryable: true };
    expect(await lost).toMatchObject([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
    expect(threads.started).toHaveLength(2);
    threads.latest.load();
    threads.latest.answer();
    expect(await waiting).toHaveLength(1);
  });

  test('whoever put the embedder together hears of it', async () => {
    const problems: string[] = [];
    start({ onProblem: (message) => problems.push(message) });
    threads.latest.load();
    threads.latest.crash('out of memory');
    threads.latest.crash('no such file');
    expect(problems).toEqual([
      'The inference thread ended: out of memory',
      'The inference thread could not start: no such file',
    ]);
  });

  test('where no thread can be had for the next attempt, another one follows', async () => {
    let isRefused = false;
    const problems: string[] = [];
    start({
      onProblem: (message) => problems.push(message.split(':')[0] ?? ''),
      startThread: (events) => {
        if (isRefused) throw new Error('ERR_WORKER_INIT_FAILED: EAGAIN');
        return threads.start(events);
      },
    });
    threads.latest.load();
    isRefused = true;
    // After it had served: at once. Then from a timer.
    threads.latest.crash('out of memory');
    clock.advance(1_000);
    await expect(embedder.embed(['meanwhile'])).rejects.toMatchObject({ code: 'unavailable' });
    const down = 'The inference thread could not start';
    expect(problems).toEqual(['The inference thread ended', down, down]);
    isRefused = false;
    clock.advance(30_000);
    threads.latest.load();
    const embedding = embedder.embed(['late']);
    await settle();
    threads.latest.answer();
    expect(await embedding).toHaveLength(1);
  });

  test('a thread that crashes at each first text is not started again at once', async () => {
    threads.latest.load();
    const first = embedder.embed(['poison']);
    await settle();
    threads.latest.crash('bad text');
    await expect(first).rejects.toMatchObject({ code: 'crashed' });
    threads.latest.load();
    const second = embedder.embed(['poison']);
    await settle();
    threads.latest.crash('bad text');
    await expect(second).rejects.toMatchObject({ code: 'crashed' });
    expect(threads.started).toHaveLength(2);
    await expect(embedder.embed(['good'])).rejects.toMatchObject({ code: 'unavailable', retryAfterMs: 400 });
    clock.advance(400);
    expect(threads.started).toHaveLength(3);
  });

  test('while another thread runs, a crash costs only what the thread had', async () => {
    start({ threads: 2 });
    const [one, other] = threads.started.slice(1);
    one?.load();
    other?.load();
    one?.crash('gone');
    threads.latest.crash('gone again');
    const embedding = embedder.embed(['a']);
    await settle();
    other?.answer();
    expect(await embedding).toHaveLength(1);
  });
});

describe('the life of the threads', () => {
  test('a thread keeps the process alive only while it has something to do', async () => {
    expect(threads.latest.held).toBeUndefined();
    threads.latest.load();
    expect(threads.latest.held).toBe(false);
    const embedding = embedder.embed(['a']);
    await settle();
    expect(threads.latest.held).toBe(true);
    threads.latest.answer();
    await embedding;
    expect(threads.latest.held).toBe(false);
  });

  test('disposal stops it, and rejects what was under way', async () => {
    threads.latest.load();
    const calls = Promise.allSettled([embedder.embed(['a', 'b', 'c']), embedder.embed(['d'])]);
    await settle();
    await embedder[Symbol.asyncDispose]();
    expect(threads.latest.stopped).toBe(true);
    for (const outcome of await calls) expect(outcome).toMatchObject({ reason: { code: 'disposed' } });
  });
});
