import { isJsonObject, type JsonObject } from '@strata/core';
import { UsageError } from '../cli-io.ts';
import { jsonText, oneLine, operandsOf, table, type Command, type CommandContext } from '../command.ts';

const VERBS: readonly string[] = ['get', 'delete', 'pin', 'unpin'];
const FILTERS = ['model', 'namespace', 'tenant', 'tag'] as const;

export const entries: Command = {
  name: 'entries',
  operands: '[<words>]  |  get|delete|pin|unpin <id>',
  summary: 'find stored entries, by words or by meaning, or work on one',
  options: [
    { name: 'meaning', help: 'find questions that mean something like the words' },
    { name: 'model', value: '<name>', help: 'only of this model' },
    { name: 'namespace', value: '<name>', help: 'only of this namespace' },
    { name: 'tenant', value: '<hash>', help: 'only of this tenant' },
    { name: 'tag', value: '<tag>', help: 'only with this tag' },
    { name: 'limit', value: '<n>', help: 'how many, 1 to 200 (50)' },
    { name: 'cursor', value: '<cursor>', help: 'the page after another' },
  ],
  run: async (context) => {
    const [first = '', id] = operandsOf(context, { from: 0, to: 2 });
    const isVerb = VERBS.includes(first);
    // `delete $ID` with nothing in it is no search for the word.
    if (isVerb && !id) throw new UsageError(`The id is missing. To find the word, write "${first} ".`);
    if (id === undefined) return await list(context, first);
    if (!isVerb) throw new UsageError(`"${id}" is too much: put a text into quotes.`);
    return await onOne(context, first, id);
  },
};

async function list({ io, client, text, flag, asJson }: CommandContext, words: string): Promise<number> {
  const query = Object.fromEntries([...FILTERS, 'limit', 'cursor'].map((name) => [name, text(name)]));
  const mode = flag('meaning') ? 'meaning' : 'words';
  const page = await client.json({ path: '/admin/cache/entries', query: { ...query, query: words, mode } });
  if (asJson) io.print(jsonText(page));
  else {
    const found = Array.isArray(page['entries']) ? page['entries'].filter(isJsonObject) : [];
    io.print(table([['id', 'age', 'model', 'score', 'question'], ...found.map(rowOf)]));
    if (typeof page['nextCursor'] === 'string') io.tell(`More: --cursor ${page['nextCursor']}\n`);
  }
  return 0;
}

async function onOne({ io, client, asJson }: CommandContext, verb: string, id: string): Promise<number> {
  const path = `/admin/cache/entries/${encodeURIComponent(id)}`;
  const answer = await client.json(
    verb === 'get'
      ? { path }
      : verb === 'delete'
        ? { path, method: 'DELETE' }
        : { path: `${path}/${verb}`, method: 'POST' },
  );
  if (asJson) io.print(jsonText(answer));
  else if (verb === 'get') io.print(jsonText(answer, 2));
  else io.print(`${String(answer['id'])} ${DONE[verb] ?? ''} (${String(answer['tiers'])})\n`);
  return 0;
}

const DONE: Readonly<Record<string, string>> = {
  delete: 'was deleted',
  pin: 'is pinned',
  unpin: 'is not pinned any more',
};

function rowOf({ id, ageMs, model, score, question, pinned }: JsonObject): readonly string[] {
  const mark = pinned === true ? '* ' : '';
  const shownScore = typeof score === 'number' ? score.toFixed(3) : '';
  const shownQuestion = typeof question === 'string' ? oneLine(question) : '(asked by equal requests only)';
  return [String(id), age(Number(ageMs)), oneLine(String(model), 24), shownScore, `${mark}${shownQuestion}`];
}

function age(ms: number): string {
  const units: readonly (readonly [number, string])[] = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'm'],
  ];
  const unit = units.find(([size]) => ms >= size);
  return unit === undefined ? `${Math.round(ms / 1000)}s` : `${Math.floor(ms / unit[0])}${unit[1]}`;
}
