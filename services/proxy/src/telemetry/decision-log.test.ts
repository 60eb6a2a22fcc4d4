import { createLogger } from '@strata/service-kit';
import { describe, expect, test } from 'vitest';
import { Reloadable } from '../config-file/live.ts';
import { DecisionLog } from './decision-log.ts';
import type { RequestEvent } from './request-event.ts';

type Level = 'debug' | 'info';

const EVENT: RequestEvent = {
  outcome: 'miss',
  tier: 'upstream',
  status: 200,
  requestId: 'r-1',
  failure: undefined,
  path: '/chat/completions',
  provider: undefined,
  keyName: 'name-of-a-key',
  model: 'm'.repeat(1_000),
  stream: false,
  usage: { promptTokens: 3, completionTokens: 4 },
  pays: true,
  durationMs: 12.345678,
  firstByteMs: 12.3,
  entryAgeMs: undefined,
  entry: undefined,
  similarity: 0.91,
  detail: 'negation',
  question: 'What is nobody’s business?',
  timings: { exact: 0.04321, upstream: 11 },
};

function logging(level: Level) {
  const lines: string[] = [];
  const settings = new Reloadable<{ variables: { LOG_LEVEL: Level; PROVIDER_SUFFIX: undefined } }>({
    variables: { LOG_LEVEL: level, PROVIDER_SUFFIX: undefined },
  });
  const logger = createLogger({
    level: () => settings.current.variables.LOG_LEVEL,
    service: 'proxy',
    destination: { write: (line) => lines.push(line) },
  });
  const log = new DecisionLog({ logger, settings });
  const turn = (to: Level): void =>
    settings.set({ variables: { LOG_LEVEL: to, PROVIDER_SUFFIX: undefined } });
  return { log, lines, turn };
}

describe('the line about a request', () => {
  test('says what became of it, why, and what each step took; not who asked what', () => {
    const { log, lines } = logging('debug');
    log.requestEnded(EVENT);
    const line = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
    expect(line).toMatchObject({
      level: 'debug',
      msg: 'A request was decided',
      requestId: 'r-1',
      outcome: 'miss',
      detail: 'negation',
      similarity: 0.91,
      tokens: 7,
      durationMs: 12.346,
      timingsMs: { exact: 0.043, upstream: 11 },
    });
    expect(String(line['model'])).toHaveLength(100);
    expect(lines[0]).not.toMatch(/business|name-of-a-key/);
  });

  test('is written on debug alone, from the moment the level changes', () => {
    const { log, lines, turn } = logging('info');
    log.requestEnded(EVENT);
    turn('debug');
    log.requestEnded(EVENT);
    turn('info');
    log.requestEnded(EVENT);
    expect(lines).toHaveLength(1);
  });
});
