/** `npm run bench:gateway [-- --quick]`: what the gateway promises, with real processes over real sockets. */
import { parseArgs } from 'node:util';
import { Scratch, type BenchRun } from '../load/bench-run.ts';
import { Findings, isMet } from '../load/figures.ts';
import { loadAverage, machine } from '../load/report/machine.ts';
import { line, summary } from '../load/report/print.ts';
import { reported, writeResults } from '../load/report/results-file.ts';
import { killed } from './sections/killed.ts';
import { limits } from './sections/limits.ts';
import { shares } from './sections/shares.ts';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
using scratch = new Scratch();
const findings = new Findings((finding) => console.log(line(finding)));
const run: BenchRun = {
  findings,
  quick: values.quick,
  directory: () => scratch.directory(),
  say: (text) => console.error(text),
};
const about = { ...machine(), startedAt: new Date().toISOString(), loadAverageBefore: loadAverage() };
await shares(run);
await killed(run);
await limits(run);
const { figures, skipped } = findings;
console.log(`\n${summary(figures, skipped)}`);
if (!values.quick) writeResults('gateway.json', { ...about, ...reported(findings) });
if (figures.some((figure) => isMet(figure) === false)) process.exitCode = 1;
process.exit();
