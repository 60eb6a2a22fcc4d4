import { UsageError } from '../cli-io.ts';
import { operandsOf, type Command } from '../command.ts';

export const feedback: Command = {
  name: 'feedback',
  operands: '<id> --wrong | --outdated',
  summary: 'say that an answer was wrong, altogether or for one question, or is outdated',
  options: [
    { name: 'wrong', help: 'wrong: for the question given, else altogether' },
    { name: 'outdated', help: 'right once: the entry goes' },
    { name: 'query', value: '<text>', help: 'the question that got the answer' },
  ],
  run: async (context) => {
    const [entry] = operandsOf(context, { from: 1, to: 1 });
    const { io, client, text, flag, asJson } = context;
    if (flag('wrong') === flag('outdated')) throw new UsageError('It is either --wrong or --outdated.');
    const verdict = flag('wrong') ? 'wrong' : 'outdated';
    const body = { entry, query: text('query'), verdict };
    const answer = await client.json({ path: '/admin/cache/feedback', body });
    if (asJson) io.print(`${JSON.stringify(answer)}\n`);
    else if (answer['action'] === 'banned') {
      const likeness = Number(answer['minScore']).toFixed(4);
      io.print(`It will not answer that question again, and none that is less alike than ${likeness}.\n`);
    } else
      io.print(answer['found'] === true ? 'The entry was deleted.\n' : 'There was no such entry any more.\n');
    return 0;
  },
};
