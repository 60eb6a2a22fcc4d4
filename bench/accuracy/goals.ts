import type { StreamReport } from './stream/run-stream.ts';
import type { SuiteReport } from './suite-run/run-suite.ts';
import { JUDGE_LIMIT_MS, type JudgeTiming, type Times } from './suite-run/time-judge.ts';

/** Share of the paraphrases that a plain threshold would serve which must still be served. */
const KEEP_AT_LEAST = 0.9;
const FEWER_RAW = 0.15;
const FEWER_AUDITED = 0.5;

export type Goal = { readonly goal: string; readonly measured: string; readonly met: boolean };

/** The goals of the shipped policy. Those of the stream are listed only when a stream was replayed. */
export function goalsOf(
  policy: string,
  measured: {
    readonly suite: SuiteReport;
    readonly timing: JudgeTiming;
    readonly stream: StreamReport | undefined;
  },
): readonly Goal[] {
  const total = (kind: string) => measured.suite.totals.find((one) => one.kind === kind);
  const wrong = total('lookalikes')?.served[policy];
  const kept = total('paraphrases')?.servedNear[policy];
  return [
    {
      goal: 'no look-alike of the suite is served',
      measured: `${wrong?.served ?? '?'} of ${wrong?.of ?? '?'}, upper bound ${((wrong?.high ?? 1) * 100).toFixed(2)} %`,
      met: wrong?.served === 0,
    },
    {
      goal: `at least ${KEEP_AT_LEAST * 100} % of the paraphrases with cosine >= .88 are served`,
      measured: `${((kept?.rate ?? 0) * 100).toFixed(1)} %`,
      met: (kept?.rate ?? 0) >= KEEP_AT_LEAST,
    },
    {
      goal: `a candidate is judged in under ${JUDGE_LIMIT_MS} ms at the median`,
      measured: timesText(measured.timing),
      met: measured.timing.first.medianMs < JUDGE_LIMIT_MS,
    },
    ...streamGoals(policy, measured.stream),
  ];
}

function streamGoals(policy: string, stream: StreamReport | undefined): readonly Goal[] {
  const rule = stream?.rules.find((one) => one.name === policy);
  if (!rule) return [];
  return [
    fewerGoal('raw labels, of the pairs that have one', rule.labelled?.fewer, FEWER_RAW),
    fewerGoal('audited labels', rule.audited?.fewer, FEWER_AUDITED),
  ];
}

function fewerGoal(labels: string, fewer: number | undefined, least: number): Goal {
  return {
    goal: `${least * 100} % fewer wrong hits than a plain threshold with as many hits (${labels})`,
    measured: fewer === undefined ? 'too few hits were read' : `${(fewer * 100).toFixed(1)} %`,
    met: fewer !== undefined && fewer >= least,
  };
}

function timesText({ first, again }: JudgeTiming): string {
  return `new texts: ${timeText(first)}; known texts: ${timeText(again)}`;
}

function timeText({ medianMs, p99Ms }: Times): string {
  return `median ${medianMs.toFixed(3)} ms, p99 ${p99Ms.toFixed(3)} ms`;
}
