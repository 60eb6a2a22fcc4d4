import { isOwed, type Charged } from './account.ts';
import type { BypassReason } from './admission.ts';
import { emptyReport } from './answer-report.ts';
import type { Answer, TierReport } from './answer.ts';
import type { TokenUsage } from './completion.ts';
import { parseJsonObject } from './json.ts';
import type { UpstreamAnswer } from './ports/upstream.ts';
import type { PreparedRequest } from './prepared-request.ts';

type Happened = Charged & {
  readonly reason: BypassReason;
  readonly upstreamMs: number;
  /** The usage of its stream was asked for on behalf of the account, not of the caller. */
  readonly hidesUsage: boolean;
};

/** What the upstream said to one caller alone, as it is. Its call is charged at its end, as that of a run. */
export function bypassAnswer(prepared: PreparedRequest, answer: UpstreamAnswer, happened: Happened): Answer {
  const { status, headers, substitute } = answer;
  const { protocol } = prepared;
  const { reason, upstreamMs, hidesUsage, charge, signal } = happened;
  const exact: TierReport = { hit: false, fwd: 'bypass', detail: reason };
  const report = {
    ...emptyReport({ prepared, collapsed: false }),
    bypass: reason,
    exact,
    pays: () => true,
    timings: { upstream: upstreamMs },
  };
  const common = { outcome: 'bypass', status, headers } as const;
  if (answer.kind === 'whole') {
    const usage = protocol.usage(parseJsonObject(Buffer.from(answer.body).toString()) ?? {});
    charge({ usage, events: 0, headers, substitute });
    const body = { kind: 'whole', bytes: answer.body } as const;
    return { ...common, body, report: { ...report, usage: () => usage } };
  }
  let seen: TokenUsage | undefined;
  const counted = watched(answer.events, {
    signal,
    onEvent: (data) => (seen = protocol.eventUsage(data, seen)),
    onOwed: (count) => charge({ usage: seen, events: count, headers, substitute }),
  });
  const { framing, shown = (all) => all } = protocol;
  const events = hidesUsage ? shown(counted, { stream: true, includeUsage: false }) : counted;
  const body = { kind: 'live', events, framing } as const;
  return { ...common, body, report: { ...report, usage: () => seen } };
}

type Watch = {
  readonly signal: AbortSignal;
  readonly onEvent: (data: string) => void;
  /** Called at the end with the events that came, unless the upstream failed before any did. */
  readonly onOwed: (events: number) => void;
};

/** Passes a stream on as it is: tokens are counted of what goes past the cache too. */
async function* watched(
  events: AsyncIterable<string>,
  { signal, onEvent, onOwed }: Watch,
): AsyncGenerator<string, void, undefined> {
  let count = 0;
  let owed = true;
  try {
    for await (const data of events) {
      count += 1;
      onEvent(data);
      yield data;
    }
  } catch (error) {
    owed = isOwed(error, { signal, events: count });
    throw error;
  } finally {
    if (owed) onOwed(count);
  }
}
