import { isJsonObject, type JsonObject } from '@strata/core';
import { operandsOf, table, type Command } from '../command.ts';
import { count } from '../progress-bar.ts';

export const stats: Command = {
  name: 'stats',
  operands: '',
  summary: 'what the cache did since the proxy started, and how its parts are',
  options: [],
  run: async (context) => {
    operandsOf(context, { from: 0, to: 0 });
    const { io, client, asJson } = context;
    const answer = await client.json({ path: '/admin/stats' });
    io.print(asJson ? `${JSON.stringify(answer)}\n` : shown(answer));
    return 0;
  },
};

function shown(answer: JsonObject): string {
  const counters = entriesOf(answer['cache_stats']).map(([name, value]) => [
    words(name),
    number(name, value),
  ]);
  const parts = entriesOf(answer['services']).map(([name, value]) => [words(name), String(value)]);
  const wrong = answer['wrong_hits'];
  const shadow = isJsonObject(wrong)
    ? [['wrong hits', `${String(wrong['wrong'])} of ${String(wrong['checks'])} checked`]]
    : [];
  return table([...counters, ...parts, ...shadow]);
}

function entriesOf(value: unknown): [string, unknown][] {
  return isJsonObject(value) ? Object.entries(value) : [];
}

function words(name: string): string {
  return name.replaceAll('_', ' ');
}

function number(name: string, value: unknown): string {
  if (typeof value !== 'number') return String(value);
  return name === 'hit_rate' ? `${value} %` : count(value);
}
