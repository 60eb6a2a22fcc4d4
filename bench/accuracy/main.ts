import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALL_READ, readAudit, SAMPLED } from './audit/audit-file.ts';
import { freshReport, freshTable, readFreshBatches } from './fresh/fresh-batches.ts';
import { goalsOf } from './goals.ts';
import { labelledPairs, labelledTextsOf, readLabelledTexts, type LabelledTexts } from './labelled-pairs.ts';
import { readOptions, WHOLE_STREAM, type AccuracyOptions } from './options.ts';
import { readQuestionPairs } from './qqp-split.ts';
import { table } from './report/markdown.ts';
import { curveTable, pairsTable, streamRuleTable } from './report/stream-tables.ts';
import { familyTable, ruleTable } from './report/suite-tables.ts';
import { PEER_RULES } from './rules/peers.ts';
import type { Rule } from './rules/rule.ts';
import { POLICIES, strataRule } from './rules/strata.ts';
import { thresholdRule } from './rules/threshold.ts';
import { questionStream } from './stream/question-stream.ts';
import { replayAll, replayFloors, streamReport } from './stream/run-stream.ts';
import { readSuiteHalf } from './suite-file.ts';
import { judgeSuite, suiteReport, type FamilyReport, type JudgedPair } from './suite-run/run-suite.ts';
import { timeJudge } from './suite-run/time-judge.ts';
import { PairReadings } from './pair-readings.ts';
import { TextVectors } from './text-vectors.ts';

const HERE = import.meta.dirname;
const CACHE = join(HERE, '../.cache');
const RESULTS = join(HERE, '../results');
/** The policy that the proxy ships with. */
const SHIPPED = 'strict';
/** Lowest cosines tried with it. */
const FLOORS = [0.86, 0.88, 0.9, 0.92, 0.94, 0.96];

const options = readOptions(process.argv.slice(2));
const vectors = await TextVectors.open(CACHE);
const readings = await PairReadings.open(CACHE);
const rules = rulesOf(options);
const onTexts = rules.filter((rule) => !rule.embeddedText);
// Before the suite, which takes minutes: a malformed file is told at once.
const own = options.pairs === undefined ? undefined : readLabelledTexts(options.pairs);
const suite = await runSuite();
const fresh = options.judges === 'plain' ? [] : await runFresh();
const timing = await timeJudge(SHIPPED, suite.pairs, vectors);
const ownPairs = own === undefined ? undefined : await runOwnPairs(own);
const stream = options.qqp === undefined ? undefined : await runStream(options.qqp);
const goals = goalsOf(`strata-${SHIPPED}`, { suite: suite.report, timing, stream: stream?.heldOut });

print(
  'Goals',
  table(
    ['goal', 'measured', 'met'],
    goals.map((one) => [one.goal, one.measured, one.met ? 'yes' : 'NO']),
  ),
);
writeResults();
if (options.check && goals.some((goal) => !goal.met)) process.exitCode = 1;

async function runSuite() {
  const pairs = options.halves.flatMap((half) => readSuiteHalf(join(HERE, 'suite'), half));
  const questions = pairs.flatMap(({ a, b }) => [a, b]);
  const prompts = rules.flatMap((rule) => (rule.embeddedText ? questions.map(rule.embeddedText) : []));
  await vectors.prepare([...questions, ...prompts]);
  const judged = await judgeSuite(pairs, rules, vectors);
  const report = suiteReport(judged, rules);
  print('The suite by rule', ruleTable(report, rules));
  const shown = rules
    .map((rule) => rule.name)
    .filter((name) => name === 'plain-0.90' || name === `strata-${SHIPPED}`);
  for (const kind of ['lookalikes', 'paraphrases'] as const) {
    print(
      `Families of ${kind}`,
      familyTable(
        report.families.filter((family) => family.kind === kind),
        shown,
      ),
    );
  }
  if (options.show) showMistakes(judged);
  return { pairs, report };
}

/** Batches that were run before they were read: what unseen pairs give. */
async function runFresh() {
  const folder = join(HERE, 'fresh');
  const batches = readFreshBatches(folder);
  await vectors.prepare([...batches.values()].flatMap((pairs) => pairs.flatMap(({ a, b }) => [a, b])));
  const strata = rules.filter(({ name }) => name === `strata-${SHIPPED}`);
  const judged = new Map<string, readonly JudgedPair[]>();
  for (const [name, pairs] of batches) judged.set(name, await judgeSuite(pairs, strata, vectors));
  const report = freshReport(folder, judged, `strata-${SHIPPED}`);
  print('Fresh batches', freshTable(report));
  return report;
}

async function runOwnPairs(pairs: readonly LabelledTexts[]) {
  await vectors.prepare(pairs.flatMap(({ a, b }) => [a, b]));
  const report = await labelledPairs(pairs, { rules: onTexts, vectors });
  print(`Pairs of your own (${pairs.length})`, pairsTable(report));
  return report;
}

async function runStream(path: string) {
  const questions = await questionStream({ path, length: options.requests, cacheFolder: CACHE }, vectors);
  const verdicts = readAudit(join(HERE, 'audit'));
  const replays = await replayAll(questions, onTexts);
  const shipped = await replayFloors(questions, strataRule(SHIPPED, { vectors, readings }), FLOORS);
  const everyone = { audit: { verdicts, share: SAMPLED }, counted: () => true };
  const all = streamReport(questions, replays, everyone);
  const floors = streamReport(questions, { ...replays, rules: shipped }, everyone).rules;
  const heldOut = streamReport(questions, replays, {
    audit: { verdicts, share: ALL_READ },
    counted: (place) => questions.heldOut[place] === true,
  });
  const labelled = labelledTextsOf(readQuestionPairs(path), 'held-out');
  const pairs = await labelledPairs(labelled, { rules: onTexts, vectors });
  print(
    `Stream of ${all.requests} questions, ${all.answerable} of them answerable: plain thresholds`,
    curveTable(all),
  );
  print('The same stream by rule', streamRuleTable(all));
  print('The shipped policy with a lowest cosine', streamRuleTable({ ...all, rules: floors }));
  print(`Held-out requests of the stream (${heldOut.requests})`, streamRuleTable(heldOut));
  print('Labelled pairs of the held-out part, raw labels', pairsTable(pairs));
  return { all, floors, heldOut, pairs };
}

function rulesOf({ judges }: AccuracyOptions): readonly Rule[] {
  const plain = [...[0.8, 0.88, 0.9, 0.92, 0.95].map(thresholdRule), ...PEER_RULES];
  const strata = [
    ...POLICIES.map((policy) => strataRule(policy, { vectors, readings })),
    strataRule(SHIPPED, { vectors }),
  ];
  if (judges === 'plain') return plain;
  return judges === 'strata' ? strata : [...plain, ...strata];
}

/** The open half alone: who works on the judge reads this, and the sealed half stays unread. */
function showMistakes(judged: readonly JudgedPair[]): void {
  for (const { pair, cosine, servedBy } of judged) {
    if (pair.half !== 'open' || servedBy.has(`strata-${SHIPPED}`) === (pair.kind === 'paraphrases')) continue;
    console.log(
      `${pair.kind === 'paraphrases' ? 'LOST ' : 'WRONG'} ${pair.family} ${cosine.toFixed(3)}\n  ${pair.a}\n  ${pair.b}`,
    );
  }
}

/** Runs of a part are for work on the judge; only a whole one is a result. */
function writeResults(): void {
  if (options.judges !== 'all' || options.halves.length < 2 || options.requests !== WHOLE_STREAM) return;
  mkdirSync(RESULTS, { recursive: true });
  const about = { space: vectors.space, rules: rules.map(({ name, note }) => ({ name, note })), goals };
  const { totals, families } = suite.report;
  write('accuracy.json', { ...about, timing, fresh, ownPairs, totals, families: families.map(inCounts) });
  if (stream) write('accuracy-stream.json', { ...about, length: options.requests, ...stream });
}

function write(name: string, results: unknown): void {
  writeFileSync(join(RESULTS, name), `${JSON.stringify(results, rounded, 1)}\n`);
}

/** Rates and intervals of a family follow from its counts: the file keeps the counts. */
function inCounts({ served, servedNear, ...family }: FamilyReport) {
  return { ...family, served: countsOf(served), servedNear: countsOf(servedNear) };
}

function countsOf(rates: FamilyReport['served']): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(rates).map(([rule, rate]) => [rule, rate.served]));
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toFixed(5)) : value;
}

function print(title: string, text: string): void {
  console.log(`\n### ${title}\n\n${text}`);
}
