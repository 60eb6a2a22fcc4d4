/**
 * What administration does to many entries, with real processes.
 *
 *   npm run bench:entries -- [--quick] [--only clear,sqlite,redis]
 */
import { parseArgs } from 'node:util';
import { redisAvailable, RedisServer } from '@strata/contracts/redis-server';
import { Scratch, type BenchRun } from '../load/bench-run.ts';
import { Findings, isMet } from '../load/figures.ts';
import { loadAverage, machine } from '../load/report/machine.ts';
import { line, summary } from '../load/report/print.ts';
import { readResults, reported, writeResults } from '../load/report/results-file.ts';
import { clearSeen } from './clear.ts';
import { transfer } from './transfer.ts';

const RESULTS = 'entries.json';
const SECTIONS = { clear: clearSeen, sqlite: overSqlite, redis: overRedis } as const;
const ALL = Object.keys(SECTIONS).join(',');

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string', default: ALL } },
});
using scratch = new Scratch();
const entries = values.quick ? 2_000 : 100_000;
const all: Findings[] = [];
for (const [name, section] of Object.entries(SECTIONS)) {
  if (!values.only.split(',').includes(name)) continue;
  const findings = new Findings((finding) => console.log(line(finding)));
  const about = { ...machine(), startedAt: new Date().toISOString(), loadAverageBefore: loadAverage() };
  if (name === 'sqlite' || redisAvailable(name)) await section(runOf(findings));
  else findings.skip({ section: name, name: 'all', reason: 'no redis-server on this machine' });
  if (!values.quick) write(name, { ...about, loadAverageAfter: loadAverage() }, findings);
  all.push(findings);
}
const figures = all.flatMap((findings) => findings.figures);
const skipped = all.flatMap((findings) => findings.skipped);
console.log(`\n${summary(figures, skipped)}`);
if (figures.some((figure) => isMet(figure) === false)) process.exitCode = 1;

function runOf(findings: Findings): BenchRun {
  return {
    findings,
    quick: values.quick,
    directory: () => scratch.directory(),
    say: (text) => console.error(text),
  };
}

async function overSqlite(given: BenchRun): Promise<void> {
  await transfer(given, { stores: 'SQLite and the embedded index', entries, env: [{}, {}] });
}

async function overRedis(given: BenchRun): Promise<void> {
  await using one = await RedisServer.start();
  await using other = await RedisServer.start();
  const stores = 'Redis and the embedded index';
  await transfer(given, { stores, entries, env: [{ REDIS_URL: one.url }, { REDIS_URL: other.url }] });
}

/** Each section has its own time and machine: they take long, and may be run one by one. */
function write(name: string, about: object, found: Findings): void {
  writeResults(RESULTS, { ...readResults(RESULTS), [name]: { ...about, ...reported(found) } });
}
