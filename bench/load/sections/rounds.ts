import type { LoopResult } from '../client/closed-loop.ts';
import type { FigureDetails } from '../figures.ts';
import { median, percentiles } from '../statistics.ts';

export type Contender = {
  readonly name: string;
  readonly port: number;
  /** Processor time of the server so far, in ms. */
  readonly cpuMs: () => number;
};

export type Round = LoopResult & { readonly cpuUsPerRequest: number };

/**
 * Several servers under the same load in turns: what disturbs the machine for a while disturbs all of them, and the
 * ratio of two neighbours stays.
 */
export class RoundLog {
  readonly #rounds = new Map<string, Round[]>();

  /** The first round of each warms it up and is not kept. The order changes from round to round. */
  async play(
    contenders: readonly Contender[],
    options: { readonly rounds: number; readonly load: (port: number) => Promise<LoopResult> },
  ): Promise<void> {
    for (let round = 0; round <= options.rounds; round += 1) {
      const first = round % contenders.length;
      for (const { name, port, cpuMs } of [...contenders.slice(first), ...contenders.slice(0, first)]) {
        const cpuBefore = cpuMs();
        // oxlint-disable-next-line no-await-in-loop -- in turns
        const result = await options.load(port);
        const cpuUsPerRequest = ((cpuMs() - cpuBefore) * 1000) / result.requests;
        if (round > 0) this.of(name).push({ ...result, cpuUsPerRequest });
      }
    }
  }

  of(name: string): Round[] {
    const rounds = this.#rounds.get(name) ?? [];
    this.#rounds.set(name, rounds);
    return rounds;
  }
}

/** A contender's rounds against those of `limit`: the ratio of each round, and the numbers behind it. */
export function againstLimit(
  log: RoundLog,
  name: string,
): { readonly ratios: readonly number[]; readonly p99: number; readonly details: FigureDetails } {
  const [limit, own] = [log.of('limit'), log.of(name)];
  const ratios = own.map((round, index) => round.requestsPerSecond / (limit[index]?.requestsPerSecond ?? 0));
  const details = {
    ratioRange: `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`,
    requestsPerSecond: median(own.map((round) => round.requestsPerSecond)),
    limitRequestsPerSecond: median(limit.map((round) => round.requestsPerSecond)),
    cpuUsPerRequest: median(own.map((round) => round.cpuUsPerRequest)),
    limitCpuUsPerRequest: median(limit.map((round) => round.cpuUsPerRequest)),
    latencyMs: medianPercentiles(own),
    limitLatencyMs: medianPercentiles(limit),
  };
  return { ratios, p99: details.latencyMs.p99, details };
}

/** Of each round's own percentiles the median: one round that the machine was busy in does not decide. */
function medianPercentiles(rounds: readonly Round[]): ReturnType<typeof percentiles> {
  const each = rounds.map((round) => percentiles(round.latencies));
  return {
    p50: median(each.map((one) => one.p50)),
    p90: median(each.map((one) => one.p90)),
    p99: median(each.map((one) => one.p99)),
    p999: median(each.map((one) => one.p999)),
    max: Math.max(...each.map((one) => one.max)),
  };
}
