import { startUpstream, type BenchRun } from '../../load/bench-run.ts';
import { ask, byClients } from '../client.ts';
import { startGateway } from '../strata.ts';

/** One of two providers is killed in mid-load: how many requests fail that had not begun to stream. */
export async function killed(run: BenchRun): Promise<void> {
  const { findings, quick } = run;
  const calls = quick ? 400 : 4_000;
  // Slow enough that each of the clients has a call under way when it happens.
  const doomed = await startUpstream({ delayMs: 20 });
  await using steady = await startUpstream({ delayMs: 20 });
  await using strata = await startGateway(run.directory(), {
    providers: [
      { name: 'doomed', base_url: `http://127.0.0.1:${doomed.port}/v1` },
      { name: 'steady', base_url: `http://127.0.0.1:${steady.port}/v1` },
    ],
  });
  const outcomes = { whole: 0, streamed: 0, brokeOffAfterTheirFirstEvent: 0, failed: 0 };
  const providers: Record<string, number> = {};
  await byClients(64, calls, async (turn) => {
    if (turn === Math.floor(calls / 2)) void doomed[Symbol.asyncDispose]();
    const stream = turn % 2 === 0;
    const { status, provider = 'none', text } = await ask(strata.port, { text: `Call ${turn}`, stream });
    providers[provider] = (providers[provider] ?? 0) + 1;
    if (status !== 200) outcomes.failed += 1;
    else if (!stream) outcomes.whole += 1;
    else if (text.includes('[DONE]')) outcomes.streamed += 1;
    else if (text.includes('"delta":{"role"')) outcomes.brokeOffAfterTheirFirstEvent += 1;
    else outcomes.failed += 1;
  });
  findings.add({
    section: 'a provider killed in mid-load',
    name: `failures among ${calls} requests that had not begun to stream`,
    measured: outcomes.failed,
    unit: 'calls',
    goal: { kind: 'at-most', limit: 0 },
    details: { ...outcomes, providers },
  });
}
