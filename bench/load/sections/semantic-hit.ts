import { EmbeddedVectorStore } from '@strata/adapters/vector-store/embedded';
import { QdrantVectorStore } from '@strata/adapters/vector-store/qdrant';
import { WorkerEmbedder } from '@strata/adapters/embedder/worker';
import { systemClock } from '@strata/service-kit';
import { startUpstream, type BenchRun } from '../bench-run.ts';
import type { FigureDetails } from '../figures.ts';
import { questions, retyped, reworded, unlike } from '../questions.ts';
import { HelperProcess } from '../servers/helper-process.ts';
import { startStrata } from '../servers/strata.ts';
import { median, percentiles } from '../statistics.ts';
import { fill, untilGreen, untilIdle, type Filling } from './filled-index.ts';
import { paired, type Pair } from './paired.ts';

const UPSTREAM_DELAY_MS = 5;
const WARM_UP = 40;

/**
 * What a semantic hit takes beyond the embedder's own time, and what a miss adds to the upstream's, both over an index
 * with 100,000 entries in the one partition that is asked. Hits on a Qdrant server too, where `QDRANT_URL` names one.
 */
export async function semantic(run: BenchRun): Promise<void> {
  const [points, samples] = run.quick ? [5_000, 60] : [100_000, 600];
  await using resources = new AsyncDisposableStack();
  const upstream = resources.use(await startUpstream({ delayMs: UPSTREAM_DELAY_MS }));
  const embedder = resources.use(new WorkerEmbedder({ clock: systemClock, maxRemembered: 0 }));
  const [stored, unseen] = halves(questions((samples + WARM_UP) * 3, 1), samples + WARM_UP);
  const directory = run.directory();
  const filling = { points, questions: stored, embedder };
  await fillEmbedded({ ...filling, dataDir: `${directory}/data` }, run);
  const strata = resources.use(await startStrata({ upstreamPort: upstream.port, directory }));
  const asHits = { texts: stored.map(retyped), embedder, wanted: 'semantic-hit' };

  const hits = await paired({ ...asHits, strataPort: strata.port });
  reportHits(run, { where: 'embedded index', limit: 1.5, points }, hits.slice(WARM_UP));
  const read = await paired({ ...asHits, texts: stored.map(reworded), strataPort: strata.port });
  reportHits(run, { where: 'embedded index, in other words', limit: 1.5, points }, read.slice(WARM_UP));

  const [asked, exactOnly] = halves(unseen, samples + WARM_UP);
  const bare = resources.use(await HelperProcess.start('./bare-proxy.ts', { upstreamPort: upstream.port }));
  const ports = { strataPort: strata.port, upstreamPort: upstream.port, barePort: bare.port };
  const misses = await paired({ ...ports, texts: asked, embedder, wanted: 'miss' });
  reportMisses(
    run,
    'asked by meaning, a look-alike read, beyond the embedder’s time',
    misses.slice(WARM_UP),
    1.5,
  );
  const alone = await paired({ ...ports, texts: unlike(samples + WARM_UP, 2), embedder, wanted: 'miss' });
  reportMisses(run, 'asked by meaning, nothing near, beyond the embedder’s time', alone.slice(WARM_UP), 1.5);
  const headers = { 'x-cache-mode': 'exact' };
  const plain = await paired({ ...ports, texts: exactOnly, headers, wanted: 'miss' });
  reportMisses(run, 'not asked by meaning', plain.slice(WARM_UP), 0.7);
  await strata.stop();

  const url = process.env['QDRANT_URL'];
  if (url === undefined) {
    const reason = 'QDRANT_URL is not set';
    return run.findings.skip({ section: 'semantic hit', name: 'Qdrant', reason });
  }
  await fillQdrant({ ...filling, url }, run);
  const env = { QDRANT_URL: url };
  await using served = await startStrata({ upstreamPort: upstream.port, directory: run.directory(), env });
  const onQdrant = await paired({ ...asHits, strataPort: served.port });
  reportHits(run, { where: 'Qdrant', limit: 3, points }, onQdrant.slice(WARM_UP));
}

async function fillQdrant(
  { url, ...filling }: Filling & { readonly url: string },
  run: BenchRun,
): Promise<void> {
  run.say(`filling Qdrant with ${filling.points} entries …`);
  await using store = new QdrantVectorStore({ url, clock: systemClock });
  await store.clear();
  await fill(store, filling);
  await untilGreen(url);
}

async function fillEmbedded(
  { dataDir, ...filling }: Filling & { readonly dataDir: string },
  run: BenchRun,
): Promise<void> {
  run.say(`filling the embedded index with ${filling.points} entries …`);
  await using store = new EmbeddedVectorStore({ dataDir, clock: systemClock });
  await fill(store, filling);
  await untilIdle();
}

function halves<T>(items: readonly T[], first: number): [T[], T[]] {
  return [items.slice(0, first), items.slice(first)];
}

type HitGoal = { readonly where: string; readonly limit: number; readonly points: number };

function reportHits(run: BenchRun, { where, limit, points }: HitGoal, pairs: readonly Pair[]): void {
  const over = `${where}, ${points.toLocaleString('en')} entries in one partition`;
  run.findings.add({
    section: 'semantic hit',
    name: `${over}: beyond the embedder’s time, at the median`,
    measured: medianOf(pairs, ({ strata, embed }) => strata - embed),
    unit: 'ms',
    goal: { kind: 'at-most', limit },
    details: detailsOf(pairs),
  });
}

function reportMisses(run: BenchRun, how: string, pairs: readonly Pair[], limit: number): void {
  run.findings.add({
    section: 'miss',
    name: `added to the upstream’s time at the median, ${how}`,
    measured: medianOf(pairs, ({ strata, direct, embed }) => strata - direct - embed),
    unit: 'ms',
    goal: { kind: 'at-most', limit },
    details: { ...detailsOf(pairs), bareProxyAddsMs: medianOf(pairs, ({ bare, direct }) => bare - direct) },
  });
}

function detailsOf(pairs: readonly Pair[]): FigureDetails {
  const steps = [...new Set(pairs.flatMap(({ timings }) => [...timings.keys()]))];
  const named = steps.map(
    (step) => [step, medianOf(pairs, ({ timings }) => timings.get(step) ?? 0)] as const,
  );
  return {
    samples: pairs.length,
    strataMs: percentiles(pairs.map(({ strata }) => strata)),
    upstreamMs: percentiles(pairs.map(({ direct }) => direct)),
    embedderMs: percentiles(pairs.map(({ embed }) => embed)),
    stepsMs: Object.fromEntries(named),
  };
}

function medianOf(pairs: readonly Pair[], of: (pair: Pair) => number): number {
  return median(pairs.map(of));
}
