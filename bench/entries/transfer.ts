import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sha256 } from '@strata/core/fingerprint';
import { shuffled, seededRandom } from '../accuracy/seeded-random.ts';
import { startUpstream, type BenchRun } from '../load/bench-run.ts';
import { chatText } from '../load/client/requests.ts';
import type { ServiceProcess } from '../load/servers/service-process.ts';
import { startStrata } from '../load/servers/strata.ts';
import { strataCommand, type CommandRun } from './command-line.ts';
import { makeExport, type MadeExport } from './made-export.ts';
import { forgetPeak, peakMb } from './peak-memory.ts';

export type TransferOptions = {
  /** `SQLite`, for people. */
  readonly stores: string;
  readonly entries: number;
  /** Of the stores that the first and the second proxy use. */
  readonly env: readonly [Readonly<Record<string, string>>, Readonly<Record<string, string>>];
};

/** Questions asked of the second proxy, of either kind. */
const SAMPLE = 300;

/** In from a file, out again, into another proxy: nothing may be lost, and memory must not grow with it. */
export async function transfer(run: BenchRun, options: TransferOptions): Promise<void> {
  const section = `export and import, ${options.stores}`;
  const { entries } = options;
  await using resources = new AsyncDisposableStack();
  const upstream = resources.use(await startUpstream({ delayMs: 0 }));
  const directory = run.directory();
  const [made, first, second] = ['made', 'first', 'second'].map((name) => join(directory, `${name}.jsonl`));
  if (made === undefined || first === undefined || second === undefined)
    throw new Error('Three names are three.');
  run.say(`${section}: making ${entries} entries`);
  const content = await makeExport(made, entries);

  const start = (env: Readonly<Record<string, string>>): Promise<ServiceProcess> =>
    startStrata({ upstreamPort: upstream.port, directory: run.directory(), env });
  const one = resources.use(await start(options.env[0]));
  add(run, { section, name: 'first import', ...(await watched(one, ['import', made])), entries });
  add(run, { section, name: 'export', ...(await watched(one, ['export', first])), entries });
  await one.stop();
  const other = resources.use(await start(options.env[1]));
  add(run, { section, name: 'import of the export', ...(await watched(other, ['import', first])), entries });
  await strataCommand(other, ['export', second]);

  const [before, after] = [await linesOf(first), await linesOf(second)];
  const lost = [...before].filter(([id, hash]) => after.get(id) !== hash).length;
  const name = 'entries lost or changed on the way';
  const goal = { kind: 'at-most', limit: 0 } as const;
  const details = { exported: before.size, exportedAgain: after.size, made: entries };
  run.findings.add({
    section,
    name,
    measured: lost + Math.abs(entries - after.size),
    unit: 'calls',
    goal,
    details,
  });
  const missed = await missedHits(other, content);
  const what = `hits missing among ${2 * SAMPLE} samples, exact and by meaning`;
  run.findings.add({ section, name: what, measured: missed, unit: 'calls', goal });
}

type Watched = { readonly ran: CommandRun; readonly beforeMb: number; readonly peak: number };

async function watched(on: ServiceProcess, args: readonly string[]): Promise<Watched> {
  forgetPeak(on.pid);
  const beforeMb = on.residentMb();
  const ran = await strataCommand(on, args);
  return { ran, beforeMb, peak: peakMb(on.pid) };
}

function add(
  { findings }: BenchRun,
  {
    section,
    name,
    ran,
    beforeMb,
    peak,
    entries,
  }: Watched & { section: string; name: string; entries: number },
): void {
  const { seconds, progress } = ran;
  const details = {
    entriesPerSecond: entries / seconds,
    progressLines: progress.length,
    lastProgress: progress.at(-1) ?? 'none',
    memoryBeforeMb: beforeMb,
    peakMemoryMb: peak,
  };
  findings.add({ section, name, measured: seconds, unit: 's', details });
}

/** What each line says, by the entry's id, whatever the order. */
async function linesOf(path: string): Promise<Map<string, string>> {
  const lines = new Map<string, string>();
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const { entry } = JSON.parse(line) as { entry?: { fingerprint: string } };
    if (entry !== undefined) lines.set(entry.fingerprint, sha256(line));
  }
  return lines;
}

async function missedHits(on: ServiceProcess, { real, others }: MadeExport): Promise<number> {
  const exact = shuffled([...others], seededRandom(1)).slice(0, SAMPLE);
  const alike = shuffled([...real], seededRandom(2)).slice(0, SAMPLE);
  let missed = 0;
  for (const question of exact) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other: none waits for another
    if ((await outcome(on, question, {})) !== 'exact-hit') missed += 1;
  }
  for (const question of alike) {
    // oxlint-disable-next-line no-await-in-loop
    if ((await outcome(on, question, { 'x-cache-mode': 'semantic' })) !== 'semantic-hit') missed += 1;
  }
  return missed;
}

async function outcome(
  on: ServiceProcess,
  question: string,
  headers: Readonly<Record<string, string>>,
): Promise<string | null> {
  const response = await fetch(`http://127.0.0.1:${on.port}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'cache-control': 'only-if-cached', ...headers },
    body: chatText(question),
  });
  await response.arrayBuffer();
  return response.headers.get('x-cache');
}
