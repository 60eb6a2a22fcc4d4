import { MemoryExactStore } from '@strata/adapters/exact-store/memory';
import { deferred, settle } from '@strata/contracts/deferred';
import { FakeClock } from '@strata/contracts/fake-clock';
import { FakeEmbedder } from '@strata/contracts/fake-embedder';
import { faulty, type FaultSwitch } from '@strata/contracts/faulty';
import { MemoryVectorStore } from '@strata/contracts/memory-vector-store';
import { ScriptedCrossEncoder } from '@strata/contracts/scripted-cross-encoder';
import {
  CandidateReview,
  Corrections,
  DependencyError,
  explainRequest,
  Feedback,
  SecondOpinion,
  type Judge,
  type SemanticTier,
  type Verdict,
} from '@strata/core';
import { LookupReadings } from '@strata/core/second-opinion';
import { createThresholdJudge } from '@strata/judge';
import { describe, expect, test } from 'vitest';
import { Pipeline, textOf } from './pipeline.ts';
import { semanticTierOf } from './semantic-tier-of.ts';

const ASKED = 'Which city is the capital of France?';
const OTHER = 'Tell me the capital of France.';
/** From the nearest on. */
const STORED = [
  'What is the capital of France?',
  'Name the capital of France.',
  'What is the main city of France?',
  'What is the largest city of France?',
] as const;
const [NEAREST, SECOND, THIRD, LAST] = STORED;

const ANGLES = Object.fromEntries([ASKED, ...STORED, OTHER].map((text, at) => [text, direction(at * 3)]));

function direction(degrees: number): number[] {
  const radians = (degrees * Math.PI) / 180;
  return [Math.cos(radians), Math.sin(radians)];
}

/** As the judge says it of a pair that a reading may take back, or grant. */
const ACCEPTED: Verdict = { accepted: true, confidence: 0.9, needs: -3 };
const REFUSED: Verdict = { accepted: false, guard: 'substitution', reason: 'other words', needs: 6 };
/** Of what a miss of the test itself stored. */
const UNKNOWN: Verdict = { accepted: false, guard: 'unknown', reason: 'not of this test' };

/** Well below what either needs, and enough for both. */
const LOW = -9;
const HIGH = 9;

type Reading = number | undefined | Promise<number | undefined>;

type Scene = {
  /** What the judge says of the stored questions; those that it says nothing of are not stored. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
  /** What the cross-encoder reads of each beside any other; where nothing is said, it cannot read it. */
  readonly readings?: Readonly<Record<string, Reading>>;
  /** What it reads the other way round, the later of the two in the alphabet first; where nothing is said, the same. */
  readonly reversed?: Readonly<Record<string, Reading>>;
};

/** The stored one of two questions. */
function storedOf(pair: readonly string[]): string {
  return STORED.find((text) => pair.includes(text)) ?? '';
}

/** A pipeline in which those questions were asked before. */
async function stocked({ verdicts, readings = {}, reversed = readings }: Scene) {
  const fault: FaultSwitch = { fault: undefined, calls: 0 };
  const crossEncoder = new ScriptedCrossEncoder(
    (one, other) => (one < other ? readings : reversed)[storedOf([one, other])],
  );
  const bans = new MemoryExactStore({ clock: new FakeClock(), maxBytes: 1_000_000, maxEntries: 1_000 });
  const parts: { tier?: SemanticTier; feedback?: Feedback } = {};
  const pipeline = new Pipeline({
    semantic: ({ clock, observer }) => {
      const watched = { clock, observer };
      const feedback = new Feedback({ ...watched, store: bans, deadlineMs: 100 });
      const secondOpinion = new SecondOpinion({
        ...watched,
        crossEncoder: faulty(crossEncoder, fault),
        deadlineMs: 500,
      });
      const judge = judgeOf(verdicts);
      const review = new CandidateReview({ ...watched, judge, secondOpinion, feedback, threshold: 0.9 });
      const embedder = new FakeEmbedder({ dimensions: 2, vectors: ANGLES });
      parts.feedback = feedback;
      parts.tier = semanticTierOf(watched, { embedder, vectors: new MemoryVectorStore(), review, feedback });
      return parts.tier;
    },
  });
  const entries: string[] = [];
  for (const text of STORED.filter((each) => each in verdicts)) {
    // oxlint-disable no-await-in-loop -- one after the other
    const { report } = await pipeline.ask(text, { headers: { 'cache-control': 'no-cache' } });
    await pipeline.cache.drain();
    // oxlint-enable no-await-in-loop
    entries.push(report.fingerprint);
  }
  return { ...parts, pipeline, crossEncoder, fault, entries };
}

/** The cosine first, as any judge; then what the test says of the stored question. */
function judgeOf(verdicts: Scene['verdicts']): Judge {
  const threshold = createThresholdJudge();
  return {
    judge: (query, candidate) => {
      const likeness = threshold.judge(query, candidate);
      return likeness.accepted ? (verdicts[candidate.text] ?? UNKNOWN) : likeness;
    },
  };
}

/** Asked by meaning alone, so that what was promoted before does not answer. */
const BY_MEANING = { headers: { 'x-cache-mode': 'semantic' } };

const readingCalls = { kind: 'dependency-call', dependency: 'cross-encoder' } as const;

describe('a reading', () => {
  test('that is too low takes back what the judge accepts', async () => {
    const { pipeline, crossEncoder } = await stocked({
      verdicts: { [NEAREST]: ACCEPTED },
      readings: { [NEAREST]: LOW },
    });
    const answer = await pipeline.ask(ASKED);
    expect(answer).toMatchObject({ outcome: 'miss', report: { semantic: { detail: 'reading' } } });
    expect(pipeline.count('candidate', { accepted: false, guard: 'reading' })).toBe(1);
    expect(crossEncoder.asked.map(storedOf)).toEqual([NEAREST]);
  });

  test.each([
    ['confirms what the judge accepts', ACCEPTED],
    ['grants what the judge refuses', REFUSED],
  ])('that is high enough %s', async (_, verdict) => {
    const { pipeline } = await stocked({ verdicts: { [NEAREST]: verdict }, readings: { [NEAREST]: HIGH } });
    const answer = await pipeline.ask(ASKED);
    expect([answer.outcome, await textOf(answer)]).toEqual([
      'semantic-hit',
      await textOf(await pipeline.ask(NEAREST)),
    ]);
    expect(pipeline.count('candidate', { accepted: true })).toBe(1);
    expect(pipeline.count('dependency-call', { ...readingCalls, result: 'ok' })).toBe(1);
  });

  test.each<[string, Verdict, number, number, string]>([
    ['lifts what was a little too low', REFUSED, 5.5, 6.5, 'semantic-hit'],
    ['leaves too low what it does not lift far enough', REFUSED, 5.5, 6.4, 'miss'],
    ['takes back what was just enough', ACCEPTED, -3, -3.1, 'miss'],
    ['leaves standing what the mean of both reaches', ACCEPTED, -2.5, -3.5, 'semantic-hit'],
  ])(
    'that is close is taken the other way round as well, which %s',
    async (_, verdict, one, other, outcome) => {
      const { pipeline, crossEncoder } = await stocked({
        verdicts: { [NEAREST]: verdict },
        readings: { [NEAREST]: one },
        reversed: { [NEAREST]: other },
      });
      expect((await pipeline.ask(ASKED)).outcome).toBe(outcome);
      expect(crossEncoder.asked).toEqual([
        [NEAREST, ASKED],
        [ASKED, NEAREST],
      ]);
    },
  );

  test.each([4.9, 7.1])('that is not close (%d where 6 is needed) is taken once', async (reading) => {
    const { pipeline, crossEncoder } = await stocked({
      verdicts: { [NEAREST]: REFUSED },
      readings: { [NEAREST]: reading },
    });
    expect((await pipeline.ask(ASKED)).outcome).toBe(reading > 6 ? 'semantic-hit' : 'miss');
    expect(crossEncoder.asked).toEqual([[NEAREST, ASKED]]);
  });

  test('decides the same whichever of the two was stored', async () => {
    const first = new ScriptedCrossEncoder((one, other) => (one < other ? 6 : 5));
    const read = (text: string, other: string) =>
      new LookupReadings(text, (...pair) => first.compare(...pair)).review(other, REFUSED);
    expect(await read(ASKED, NEAREST)).toEqual(await read(NEAREST, ASKED));
  });

  test('that is too low leaves a refusal its own reason', async () => {
    const { pipeline } = await stocked({ verdicts: { [NEAREST]: REFUSED }, readings: { [NEAREST]: 5.9 } });
    const answer = await pipeline.ask(ASKED);
    expect(answer).toMatchObject({ outcome: 'miss', report: { semantic: { detail: 'substitution' } } });
  });

  test.each<[string, string, Verdict]>([
    ['accepts', 'semantic-hit', { accepted: true, confidence: 1 }],
    ['refuses', 'miss', { accepted: false, guard: 'negation', reason: 'not' }],
  ])('is not asked for where the judge %s for certain', async (_, outcome, verdict) => {
    const { pipeline, crossEncoder } = await stocked({
      verdicts: { [NEAREST]: verdict },
      readings: { [NEAREST]: verdict.accepted ? LOW : HIGH },
    });
    expect((await pipeline.ask(ASKED)).outcome).toBe(outcome);
    expect(crossEncoder.asked.map(storedOf)).toEqual([]);
  });

  test('of one candidate leaves the next its turn', async () => {
    const { pipeline, crossEncoder } = await stocked({
      verdicts: { [NEAREST]: ACCEPTED, [SECOND]: REFUSED, [THIRD]: ACCEPTED },
      readings: { [NEAREST]: LOW, [SECOND]: HIGH, [THIRD]: HIGH },
    });
    const answer = await pipeline.ask(ASKED);
    expect(answer.outcome).toBe('semantic-hit');
    expect(await textOf(answer)).toBe(await textOf(await pipeline.ask(SECOND)));
    expect(crossEncoder.asked.map(storedOf)).toEqual([NEAREST, SECOND]);
  });

  test.each([
    ['', [REFUSED, REFUSED, REFUSED, REFUSED], [NEAREST]],
    [', and of what is accepted before', [ACCEPTED, REFUSED, REFUSED, REFUSED], [NEAREST, SECOND]],
    [', and of what is accepted after', [REFUSED, REFUSED, REFUSED, ACCEPTED], [NEAREST, LAST]],
  ])('is asked for of the nearest that is refused%s', async (_, verdicts, read) => {
    const { pipeline, crossEncoder } = await stocked({
      verdicts: Object.fromEntries(STORED.map((text, at) => [text, verdicts[at] ?? UNKNOWN])),
      readings: Object.fromEntries(
        STORED.map((text) => [text, read.some((one) => one === text) ? LOW : HIGH]),
      ),
    });
    expect((await pipeline.ask(ASKED)).outcome).toBe('miss');
    expect(crossEncoder.asked.map(storedOf)).toEqual(read);
  });

  test('is asked for of each that is accepted', async () => {
    const { pipeline, crossEncoder } = await stocked({
      verdicts: Object.fromEntries(STORED.map((text) => [text, ACCEPTED])),
      readings: Object.fromEntries(STORED.map((text) => [text, LOW])),
    });
    expect((await pipeline.ask(ASKED)).outcome).toBe('miss');
    expect(crossEncoder.asked.map(storedOf)).toEqual(STORED);
    expect(pipeline.count('candidate', { guard: 'reading' })).toBe(STORED.length);
  });
});

describe('where the pair is not read, the verdict of the judge stands', () => {
  const cases = [
    ['accepted', 'semantic-hit', ACCEPTED],
    ['refused', 'miss', REFUSED],
  ] as const;

  test.each(cases)('%s: the cross-encoder cannot read it', async (_, outcome, verdict) => {
    const { pipeline, crossEncoder } = await stocked({ verdicts: { [NEAREST]: verdict } });
    expect((await pipeline.ask(ASKED)).outcome).toBe(outcome);
    expect(crossEncoder.asked.map(storedOf)).toEqual([NEAREST]);
    expect(pipeline.count('dependency-call', { ...readingCalls, result: 'ok' })).toBe(1);
  });

  test.each(cases)('%s: the cross-encoder fails', async (_, outcome, verdict) => {
    const { pipeline, fault } = await stocked({ verdicts: { [NEAREST]: verdict } });
    fault.fault = 'down';
    expect((await pipeline.ask(ASKED)).outcome).toBe(outcome);
    expect(pipeline.count('dependency-call', { ...readingCalls, result: 'error' })).toBe(1);
    expect(pipeline.count('lookup', { tier: 'semantic', result: 'degraded' })).toBe(0);
  });

  test.each<[string, string, Verdict, number]>([
    ['accepted', 'semantic-hit', ACCEPTED, -3.5],
    ['refused', 'miss', REFUSED, 6.5],
  ])('%s: a close one cannot be read the other way round', async (_, outcome, verdict, reading) => {
    const down = Promise.reject(new DependencyError('It is gone.'));
    down.catch(() => {});
    const { pipeline } = await stocked({
      verdicts: { [NEAREST]: verdict },
      readings: { [NEAREST]: reading },
      reversed: { [NEAREST]: down },
    });
    expect((await pipeline.ask(ASKED)).outcome).toBe(outcome);
    expect(pipeline.count('dependency-call', { ...readingCalls, result: 'ok' })).toBe(1);
    expect(pipeline.count('dependency-call', { ...readingCalls, result: 'error' })).toBe(1);
  });

  test('and no other pair of the lookup is read after one that failed', async () => {
    const { pipeline, fault } = await stocked({
      verdicts: { [NEAREST]: REFUSED, [SECOND]: ACCEPTED },
      readings: { [SECOND]: LOW },
    });
    fault.fault = 'down';
    expect((await pipeline.ask(ASKED)).outcome).toBe('semantic-hit');
    expect(fault.calls).toBe(1);
  });

  test.each(cases)('%s: the cross-encoder hangs beyond its deadline', async (_, outcome, verdict) => {
    const { pipeline, fault } = await stocked({ verdicts: { [NEAREST]: verdict } });
    fault.fault = 'hung';
    const answer = pipeline.ask(ASKED);
    await settle();
    expect(pipeline.count('candidate')).toBe(0);
    pipeline.clock.advance(500);
    expect((await answer).outcome).toBe(outcome);
    expect(pipeline.count('dependency-call', { ...readingCalls, result: 'timeout' })).toBe(1);
  });

  test.each(cases)(
    '%s: the cross-encoder is down, until a probe finds it well',
    async (_, outcome, verdict) => {
      const reading = verdict.accepted ? LOW : HIGH;
      const { pipeline, fault } = await stocked({
        verdicts: { [NEAREST]: verdict },
        readings: { [NEAREST]: reading },
      });
      fault.fault = 'down';
      for (let number = 0; number < 5; number += 1) {
        // oxlint-disable no-await-in-loop -- five in a row
        await pipeline.ask(ASKED, BY_MEANING);
        await pipeline.cache.drain();
        // oxlint-enable no-await-in-loop
      }
      expect(pipeline.count('breaker', { dependency: 'cross-encoder', open: true })).toBe(1);
      const { calls } = fault;
      expect((await pipeline.ask(OTHER)).outcome).toBe(outcome);
      await pipeline.cache.drain();
      expect(fault.calls).toBe(calls);
      expect(pipeline.count('dependency-call', { ...readingCalls, result: 'open' })).toBe(1);

      fault.fault = undefined;
      pipeline.clock.advance(500);
      await settle();
      expect(pipeline.count('breaker', { dependency: 'cross-encoder', open: false })).toBe(1);
      const decided = await pipeline.ask(ASKED, BY_MEANING);
      expect(decided.outcome).toBe(outcome === 'miss' ? 'semantic-hit' : 'miss');
    },
  );
});

describe('no reading serves', () => {
  test('what somebody called wrong for this question', async () => {
    const { pipeline, feedback, crossEncoder, entries } = await stocked({
      verdicts: { [NEAREST]: REFUSED },
      readings: { [NEAREST]: HIGH },
    });
    const [origin = ''] = entries;
    const partition = (await pipeline.exact.entry(origin))?.partition ?? '';
    await feedback?.ban(origin, { partition, stored: NEAREST, asked: ASKED });
    const banned = await pipeline.ask(ASKED);
    expect(banned).toMatchObject({ outcome: 'miss', report: { semantic: { detail: 'feedback' } } });
    expect((await pipeline.ask(OTHER)).outcome).toBe('semantic-hit');
    expect(crossEncoder.asked.map(storedOf)).toEqual([NEAREST, NEAREST]);
  });

  test('what is less alike than its entry asks for, nor is there any', async () => {
    const { pipeline, tier, feedback, crossEncoder, entries } = await stocked({
      verdicts: { [NEAREST]: ACCEPTED },
      readings: { [NEAREST]: HIGH },
    });
    const [entry = ''] = entries;
    if (feedback === undefined) throw new Error('There is no feedback.');
    const corrections = new Corrections({ exact: pipeline.exact, semantic: tier, feedback });
    await corrections.record({ entry, query: ASKED, verdict: 'wrong' });
    const answer = await pipeline.ask(OTHER);
    expect(answer.report.semantic).toMatchObject({ detail: 'entry-threshold' });
    expect(crossEncoder.asked.map(storedOf)).toEqual([]);
  });

  test('what is less alike than the request asks for, nor is there any', async () => {
    const { pipeline, crossEncoder } = await stocked({
      verdicts: { [NEAREST]: ACCEPTED, [SECOND]: REFUSED },
      readings: { [NEAREST]: HIGH, [SECOND]: HIGH },
    });
    const answer = await pipeline.ask(ASKED, { headers: { 'x-cache-threshold': '0.9999' } });
    expect(answer.report.semantic).toMatchObject({ detail: 'below-threshold' });
    expect(crossEncoder.asked.map(storedOf)).toEqual([]);
  });
});

test.each([
  ['accepts', ACCEPTED],
  ['refuses', REFUSED],
])('a caller that leaves while a pair that the judge %s is read ends the lookup', async (_, verdict) => {
  const reading = deferred<number>();
  const { pipeline, crossEncoder } = await stocked({
    verdicts: { [NEAREST]: verdict, [SECOND]: verdict },
    readings: { [NEAREST]: reading.promise },
  });
  const calls = pipeline.upstream.callCount;
  const client = new AbortController();
  const answer = pipeline.ask(ASKED, { signal: client.signal });
  await settle();
  client.abort(new Error('hung up'));
  await expect(answer).rejects.toThrow('hung up');
  reading.resolve(HIGH);
  await settle();
  expect(crossEncoder.asked.map(storedOf)).toEqual([NEAREST]);
  expect(pipeline.upstream.callCount).toBe(calls);
  expect(pipeline.count('candidate')).toBe(0);
  expect(pipeline.count('dependency-call', { ...readingCalls, result: 'cancelled' })).toBe(1);
  expect(pipeline.count('breaker')).toBe(0);
});

test('explain shows what was read and what was needed, of each candidate that a reading decides', async () => {
  const { pipeline, tier } = await stocked({
    verdicts: {
      [NEAREST]: ACCEPTED,
      [SECOND]: REFUSED,
      [THIRD]: { accepted: false, guard: 'negation', reason: 'not' },
    },
    readings: { [NEAREST]: LOW, [SECOND]: HIGH },
  });
  const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: ASKED }] });
  const prepared = pipeline.cache.prepare(body, {}, { tenant: 'default' });
  const tiers = { exact: pipeline.exact, semantic: tier, clock: pipeline.clock };
  const { decision, semantic } = await explainRequest(tiers, prepared);
  const candidates = 'candidates' in semantic ? semantic.candidates : [];
  expect(candidates).toMatchObject([
    { reading: LOW, needed: -3, verdict: { accepted: false, guard: 'reading' } },
    { reading: HIGH, needed: 6, verdict: { accepted: true } },
    { verdict: { accepted: false, guard: 'negation' } },
  ]);
  expect(candidates[2]).not.toHaveProperty('needed');
  expect(candidates[2]).not.toHaveProperty('reading');
  expect(decision).toBe('semantic-hit');
  expect((await pipeline.ask(ASKED)).outcome).toBe('semantic-hit');
});

test('explain reads no more than a lookup does, so that it says what the request would get', async () => {
  const { pipeline, tier, crossEncoder } = await stocked({
    verdicts: { [NEAREST]: REFUSED, [SECOND]: REFUSED },
    readings: { [NEAREST]: LOW, [SECOND]: HIGH },
  });
  const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: ASKED }] });
  const prepared = pipeline.cache.prepare(body, {}, { tenant: 'default' });
  const tiers = { exact: pipeline.exact, semantic: tier, clock: pipeline.clock };
  expect((await explainRequest(tiers, prepared)).decision).toBe('miss');
  expect(crossEncoder.asked.map(storedOf)).toEqual([NEAREST]);
  expect((await pipeline.ask(ASKED)).outcome).toBe('miss');
});
