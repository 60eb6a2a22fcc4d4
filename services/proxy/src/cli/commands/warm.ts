import { isJsonObject, type JsonObject, plainObject } from '@strata/core';
import { CliError } from '../cli-io.ts';
import { oneLine, operandsOf, type Command, type CommandContext } from '../command.ts';
import { openInput } from '../input-lines.ts';
import { count, ProgressBar } from '../progress-bar.ts';

const HEADERS = { namespace: 'x-cache-namespace', tags: 'x-cache-tags', ttl: 'x-cache-ttl' } as const;

export const warm: Command = {
  name: 'warm',
  operands: '<file>',
  summary: 'ask the chat requests of a file, one JSON object a line, so that they are cached',
  options: [
    { name: 'concurrency', value: '<n>', help: 'requests at a time, 1 to 64 (4)' },
    { name: 'namespace', value: '<name>', help: 'as x-cache-namespace' },
    { name: 'tags', value: '<tags>', help: 'as x-cache-tags' },
    { name: 'ttl', value: '<seconds>', help: 'as x-cache-ttl' },
    { name: 'client-key', value: '<key>', help: 'the key of the client they are asked for' },
  ],
  run: async (context) => {
    const [path = ''] = operandsOf(context, { from: 1, to: 1 });
    const input = await openInput(path, context.io);
    const lines = await Array.fromAsync(input.lines);
    const result = await ask(context, lines);
    const { io, asJson } = context;
    io.print(asJson ? `${JSON.stringify(result)}\n` : shown(result));
    return Number(result['failed']) > 0 ? 1 : 0;
  },
};

async function ask({ io, client, text }: CommandContext, lines: readonly string[]): Promise<JsonObject> {
  const progress = new ProgressBar(io, 'requests');
  const requests = lines.filter((line) => line.trim() !== '').length;
  const given = Object.entries(HEADERS).flatMap(([option, header]) => {
    const value = text(option);
    return value === undefined ? [] : [[header, value] as const];
  });
  const key = text('client-key');
  const headers = {
    ...Object.fromEntries(given),
    ...(key === undefined ? {} : { 'x-cache-authorization': `Bearer ${key}` }),
  };
  const query = { concurrency: text('concurrency') };
  const call = {
    method: 'POST',
    path: '/admin/cache/warm',
    query,
    lines: lines.join('\n'),
    headers,
  } as const;
  let last: JsonObject | undefined;
  for await (const line of client.lines(call)) {
    last = plainObject(line);
    progress.update(Number(last?.['asked']), requests);
  }
  if (last?.['done'] !== true) throw new CliError('The warm-up broke off.');
  progress.end(Number(last['asked']), requests);
  return last;
}

function shown(result: JsonObject): string {
  const { asked, hits, misses, bypassed, failed, failures } = result;
  const failed_ = Array.isArray(failures) ? failures.filter(isJsonObject) : [];
  const problems = failed_.map(
    ({ line, message }) => `line ${String(line)}: ${oneLine(String(message), 120)}\n`,
  );
  const counts = [
    `${count(Number(misses))} asked upstream`,
    `${count(Number(hits))} cached already`,
    `${count(Number(bypassed))} not to be cached`,
    `${count(Number(failed))} failed`,
  ];
  return `${count(Number(asked))} requests: ${counts.join(', ')}.\n${problems.join('')}`;
}
