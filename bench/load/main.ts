import { Scratch, type BenchRun } from './bench-run.ts';
import { Findings, isMet } from './figures.ts';
import { readOptions, SECTIONS, type SectionName } from './options.ts';
import { loadAverage, machine } from './report/machine.ts';
import { line, summary } from './report/print.ts';
import { reported, writeResults } from './report/results-file.ts';
import { exactHit } from './sections/exact-hit.ts';
import { footprint } from './sections/footprint.ts';
import { semantic } from './sections/semantic-hit.ts';
import { soak } from './sections/soak.ts';
import { stampede } from './sections/stampede.ts';
import { stream } from './sections/stream.ts';

const RUN_SECTION: Readonly<Record<SectionName, (run: BenchRun) => Promise<void>>> = {
  exact: exactHit,
  semantic,
  stream,
  stampede,
  footprint,
};

const options = readOptions(process.argv.slice(2));
using scratch = new Scratch();
const findings = new Findings((finding) => console.log(line(finding)));
const run: BenchRun = {
  findings,
  quick: options.quick,
  beside: options.beside,
  directory: () => scratch.directory(),
  say: (text) => console.error(text),
};
const about = { ...machine(), startedAt: new Date().toISOString(), loadAverageBefore: loadAverage() };
const sections = options.soak ? [soak] : options.sections.map((name) => RUN_SECTION[name]);
// oxlint-disable-next-line no-await-in-loop -- one at a time has the machine
for (const section of sections) await section(run);
console.log(`\n${summary(findings.figures, findings.skipped)}`);
if (!options.quick && options.soak) write('soak.json');
else if (!options.quick && options.sections.length === SECTIONS.length) write('load.json');
if (options.check && findings.figures.some((figure) => isMet(figure) === false)) process.exitCode = 1;

function write(name: string): void {
  writeResults(name, { ...about, loadAverageAfter: loadAverage(), ...reported(findings) });
}
