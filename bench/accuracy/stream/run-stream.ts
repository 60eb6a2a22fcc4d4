import type { Rule } from '../rules/rule.ts';
import { clopperPearson, type Interval } from '../statistics.ts';
import { atEqualHits, rawWrong, type CurvePoint, type EqualHits } from './compare.ts';
import { auditedWrong, outcomeOf, total, type Audit, type Outcome } from './outcome.ts';
import type { QuestionStream } from './question-stream.ts';
import { answerable, replay, type AcceptsPlaces, type StreamHit } from './replay.ts';

export type StreamReport = {
  readonly requests: number;
  /** Requests with a question of their class before them. */
  readonly answerable: number;
  readonly curve: readonly PlainPoint[];
  readonly rules: readonly RuleReport[];
};

type PlainPoint = { readonly threshold: number } & Counts;

export type RuleReport = {
  readonly name: string;
  readonly note: string;
  /**
   * Against the plain threshold with as many hits; absent for rules that are no judge of ours, and where too little was read.
   * `labelled`: of hits that the labels speak of alone, with as many of these. `raw`: what nobody labelled counts as different.
   */
  readonly labelled?: EqualHits;
  readonly raw?: EqualHits;
  readonly audited?: EqualHits;
} & Counts;

type Counts = {
  readonly hits: number;
  readonly wrong: number;
  /** Hits between questions of one class, or of two that somebody labelled different; and the latter of them. */
  readonly labelledHits: number;
  readonly labelledWrong: number;
  /** Shares of all requests. */
  readonly hitRate: number;
  readonly errorRate: number;
  /** Share of wrong among the hits, with its 95 % interval. */
  readonly wrongOfHits: number;
  readonly wrongOfHitsInterval: Interval;
  /** Hits in the audit's sample that nobody read. */
  readonly unread: number;
  /** Estimated wrong hits after the audit; NaN when too much of its sample is unread to speak for the rest. */
  readonly auditedWrong: number;
};

/** From .70, where a third of the requests hit, to .995, in steps that interpolation may bridge. */
const GRID = Array.from({ length: 60 }, (_, index) => 0.7 + index * 0.005);

/** What was served to whom: once for each rule, however often it is reported on. */
export type Replays = {
  readonly curve: readonly { readonly threshold: number; readonly hits: readonly StreamHit[] }[];
  readonly rules: readonly { readonly rule: Rule; readonly hits: readonly StreamHit[] }[];
};

/** Share of the sampled hits that may be unread: what was read came from high cosines first. */
const MOST_UNREAD = 0.1;

/** Replays rules that embed the bare question, and the plain threshold at every point of a grid. */
export async function replayAll(stream: QuestionStream, rules: readonly Rule[]): Promise<Replays> {
  const curve = GRID.map(async (threshold) => ({
    threshold,
    hits: (await replay(stream, () => () => true, threshold)).hits,
  }));
  return { curve: await Promise.all(curve), rules: await Promise.all(rules.map(replayRule)) };

  async function replayRule(rule: Rule): Promise<Replays['rules'][number]> {
    return { rule, hits: (await replay(stream, lookUps(stream, rule), rule.lowestScore)).hits };
  }
}

/** The rule with ever higher lowest cosines: which one pays. */
export async function replayFloors(
  stream: QuestionStream,
  rule: Rule,
  floors: readonly number[],
): Promise<Replays['rules']> {
  const replays = floors.map(async (lowestScore) => ({
    rule: {
      ...rule,
      name: `${rule.name}@${lowestScore.toFixed(2)}`,
      note: `${rule.name}, cosine >= ${lowestScore.toFixed(2)}`,
    },
    hits: (await replay(stream, lookUps(stream, rule), lowestScore)).hits,
  }));
  return await Promise.all(replays);
}

function lookUps(stream: QuestionStream, rule: Rule): (place: number) => AcceptsPlaces {
  return (place) => {
    const query = stream.texts[place] ?? '';
    const accepts = rule.lookUp?.(query) ?? rule.accepts;
    return (candidate, score) => accepts({ query, candidate: stream.texts[candidate] ?? '', score });
  };
}

/** `counted` picks the requests that are reported on; the cache saw all of them. */
export function streamReport(
  stream: QuestionStream,
  replays: Replays,
  view: { readonly audit: Audit; readonly counted: (place: number) => boolean },
): StreamReport {
  const requests = stream.texts.filter((_, place) => view.counted(place)).length;
  const outcomes = (hits: readonly StreamHit[]): Outcomes => {
    const counted = hits.filter((hit) => view.counted(hit.place));
    const labelled = counted.filter((hit) => isLabelled(stream, hit));
    return { all: outcomeOf(stream, counted, view.audit), labelled: outcomeOf(stream, labelled, view.audit) };
  };
  const curve = replays.curve.map(({ threshold, hits }) => ({ threshold, ...outcomes(hits) }));
  return {
    requests,
    answerable: answerable(stream, view.counted),
    curve: curve.map((point) => ({ threshold: point.threshold, ...counts(point, requests) })),
    rules: replays.rules.map(({ rule, hits }) => ruleReport(rule, outcomes(hits), { curve, requests })),
  };
}

/** Pairs of which the labels say nothing are unknown, not different: most of them were never shown to anybody. */
function isLabelled(
  { classOf, labelledApart }: QuestionStream,
  { place, served, right }: StreamHit,
): boolean {
  return right || labelledApart(classOf[place] ?? -1, classOf[served] ?? -1);
}

type Outcomes = { readonly all: Outcome; readonly labelled: Outcome };

function ruleReport(
  rule: Rule,
  { all, labelled }: Outcomes,
  against: {
    readonly curve: readonly ({ readonly threshold: number } & Outcomes)[];
    readonly requests: number;
  },
): RuleReport {
  const base = {
    name: rule.name,
    note: rule.note,
    ...counts({ all, labelled }, against.requests),
  };
  if (!rule.name.startsWith('strata')) return base;
  const curve = (kind: keyof Outcomes): readonly CurvePoint[] =>
    against.curve.map((point) => ({ threshold: point.threshold, outcome: point[kind] }));
  const byLabels = {
    ...base,
    labelled: atEqualHits(labelled, curve('labelled'), rawWrong),
    raw: atEqualHits(all, curve('all'), rawWrong),
  };
  if (Number.isNaN(base.auditedWrong)) return byLabels;
  return { ...byLabels, audited: atEqualHits(all, curve('all'), auditedWrong) };
}

function counts({ all, labelled }: Outcomes, requests: number): Counts {
  const sum = total(all);
  const read = sum.readWrong + sum.readRight;
  return {
    hits: sum.hits,
    wrong: sum.wrong,
    labelledHits: total(labelled).hits,
    labelledWrong: total(labelled).wrong,
    hitRate: sum.hits / requests,
    errorRate: sum.wrong / requests,
    wrongOfHits: sum.hits === 0 ? 0 : sum.wrong / sum.hits,
    wrongOfHitsInterval: clopperPearson(sum.wrong, sum.hits),
    unread: all.unread.length,
    auditedWrong:
      all.unread.length > MOST_UNREAD * (read + all.unread.length) ? Number.NaN : auditedWrong(sum),
  };
}
