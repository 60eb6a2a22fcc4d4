import { startUpstream, type BenchRun } from '../bench-run.ts';
import { seededRandom } from '../../accuracy/seeded-random.ts';
import { closedLoop } from '../client/closed-loop.ts';
import { chatRequest, chatText } from '../client/requests.ts';
import { startStrata } from '../servers/strata.ts';

/** Bounds that are reached early on, so that most of the run is the steady state: evictions as well as writes. */
const BOUNDS = {
  MEMORY_MAX_BYTES: String(4 * 1024 * 1024),
  SQLITE_MAX_BYTES: String(16 * 1024 * 1024),
  SEMANTIC_MAX_POINTS: '5000',
};
const HOT_QUESTIONS = 500;
const SLICE_MS = 5_000;

type Sample = { readonly requests: number; readonly residentMb: number };

/** A million requests of every kind, and what the proxy's memory does meanwhile. */
export async function soak(run: BenchRun): Promise<void> {
  const total = run.quick ? 50_000 : 1_000_000;
  await using resources = new AsyncDisposableStack();
  const upstream = resources.use(await startUpstream({ delayMs: 1 }));
  const directory = run.directory();
  const strata = resources.use(await startStrata({ upstreamPort: upstream.port, directory, env: BOUNDS }));
  const next = mixedRequests();
  const samples: Sample[] = [];
  let [requests, shown] = [0, 0];
  while (requests < total) {
    const options = { port: strata.port, connections: 32, durationMs: SLICE_MS, next };
    // oxlint-disable-next-line no-await-in-loop -- slice by slice
    requests += (await closedLoop(options)).requests;
    const residentMb = strata.residentMb();
    samples.push({ requests, residentMb });
    if (requests < shown + total / 20) continue;
    shown = requests;
    run.say(`${requests.toLocaleString('en')} requests: ${residentMb.toFixed(0)} MB resident`);
  }
  const [early, late] = [between(samples, 0.2, 0.4), between(samples, 0.8, 1)];
  run.findings.add({
    section: 'soak',
    name: `resident memory in the last fifth of ${total.toLocaleString('en')} requests against the second fifth`,
    measured: late / early,
    unit: 'ratio',
    goal: { kind: 'below', limit: 1.1 },
    details: {
      earlyMb: early,
      lateMb: late,
      highestMb: Math.max(...samples.map(({ residentMb }) => residentMb)),
      mbByRequests: Object.fromEntries(
        samples.filter((_, index) => index % 4 === 0).map((one) => [String(one.requests), one.residentMb]),
      ),
    },
  });
}

/** Of a hundred: 90 hot hits, 6 new questions, of them one as a stream, 4 older ones again that memory may have let go. */
function mixedRequests(): () => Buffer {
  const random = seededRandom(5);
  const hot = Array.from({ length: HOT_QUESTIONS }, (_, index) =>
    chatRequest(chatText(`What is kept on shelf number ${index} of the long hall?`)),
  );
  let asked = 0;
  return () => {
    const choice = random() * 100;
    if (choice < 90) return hot[Math.floor(random() * hot.length)] as Buffer;
    if (choice < 96) return chatRequest(newText((asked += 1)));
    return chatRequest(newText(Math.floor(random() * asked)));
  };
}

function newText(number: number): string {
  const question = `What did visitor number ${number} say about the long hall?`;
  return chatText(question, { stream: number % 6 === 0, bench: { spacingMs: 0 } });
}

function between(samples: readonly Sample[], from: number, to: number): number {
  const part = samples.slice(Math.floor(samples.length * from), Math.ceil(samples.length * to));
  return part.reduce((sum, { residentMb }) => sum + residentMb, 0) / part.length;
}
