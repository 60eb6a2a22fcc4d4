import { startUpstream, type BenchRun } from '../../load/bench-run.ts';
import { ask, byClients } from '../client.ts';
import { startGateway } from '../strata.ts';

/** Calls over two providers of weights 2 and 1: how far the shares are from two thirds and one. */
export async function shares(run: BenchRun): Promise<void> {
  const { findings, quick } = run;
  const calls = quick ? 300 : 10_000;
  await using heavy = await startUpstream({ delayMs: 0 });
  await using light = await startUpstream({ delayMs: 0 });
  await using strata = await startGateway(run.directory(), {
    providers: [
      { name: 'heavy', base_url: `http://127.0.0.1:${heavy.port}/v1`, weight: 2 },
      { name: 'light', base_url: `http://127.0.0.1:${light.port}/v1`, weight: 1 },
    ],
  });
  const counts: Record<string, number> = {};
  await byClients(16, calls, async (turn) => {
    const { status, provider = `status ${status}` } = await ask(strata.port, { text: `Call ${turn}` });
    counts[provider] = (counts[provider] ?? 0) + 1;
  });
  const expected = (calls * 2) / 3;
  findings.add({
    section: 'weights 2 to 1',
    name: `${calls} calls, distance of the shares from theirs`,
    measured: Math.abs((counts['heavy'] ?? 0) - expected) / expected,
    unit: 'share',
    goal: { kind: 'at-most', limit: 0.01 },
    details: counts,
  });
}
