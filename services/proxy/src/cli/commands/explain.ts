import { isJsonObject, type JsonObject } from '@strata/core';
import { UsageError } from '../cli-io.ts';
import { jsonText, oneLine, operandsOf, table, type Command } from '../command.ts';

export const explain: Command = {
  name: 'explain',
  operands: '<question>',
  summary: 'what would happen to a question, and why; nothing is asked or stored',
  options: [
    { name: 'model', value: '<name>', help: 'the model it would be asked of (needed)' },
    { name: 'system', value: '<text>', help: 'a system prompt before it' },
    { name: 'namespace', value: '<name>', help: 'as x-cache-namespace' },
    { name: 'client-key', value: '<key>', help: 'the key of the client it is asked for' },
  ],
  run: async (context) => {
    const [question = ''] = operandsOf(context, { from: 1, to: 1 });
    const { io, client, text, asJson } = context;
    const model = text('model');
    if (model === undefined) throw new UsageError('--model is missing.');
    const system = text('system');
    const namespace = text('namespace');
    const messages = [
      ...(system === undefined ? [] : [{ role: 'system', content: system }]),
      { role: 'user', content: question },
    ];
    const key = text('client-key');
    const headers = {
      ...(namespace === undefined ? {} : { 'x-cache-namespace': namespace }),
      ...(key === undefined ? {} : { 'x-cache-authorization': `Bearer ${key}` }),
    };
    const answer = await client.json({ path: '/admin/cache/explain', body: { model, messages }, headers });
    io.print(asJson ? jsonText(answer) : shown(answer));
    return 0;
  },
};

function shown(answer: JsonObject): string {
  const semantic = isJsonObject(answer['semantic']) ? answer['semantic'] : {};
  const facts = [
    ['decision', String(answer['decision'])],
    ['fingerprint', String(answer['fingerprint'])],
    ['exact', isJsonObject(answer['exact']) ? 'has an entry' : 'nothing'],
    ['by meaning', reasonOf(semantic)],
  ];
  const candidates = Array.isArray(semantic['candidates']) ? semantic['candidates'].filter(isJsonObject) : [];
  if (candidates.length === 0) return table(facts);
  return `${table(facts)}\n${table([['score', 'verdict', 'candidate'], ...candidates.map(rowOf)])}`;
}

function reasonOf(semantic: JsonObject): string {
  if (typeof semantic['refusal'] === 'string') return `not asked: ${semantic['refusal']}`;
  return `threshold ${String(semantic['threshold'])}`;
}

function rowOf({ match, verdict }: JsonObject): readonly string[] {
  const { score, text } = isJsonObject(match) ? match : {};
  const { accepted, guard } = isJsonObject(verdict) ? verdict : {};
  return [Number(score).toFixed(4), accepted === true ? 'accepted' : String(guard), oneLine(String(text))];
}
