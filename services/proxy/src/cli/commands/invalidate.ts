import { UsageError } from '../cli-io.ts';
import { operandsOf, type Command } from '../command.ts';
import { count } from '../progress-bar.ts';

export const invalidate: Command = {
  name: 'invalidate',
  operands: '',
  summary: 'take back every entry that meets all of the options',
  options: [
    { name: 'model', value: '<name>', help: 'of this model' },
    { name: 'namespace', value: '<name>', help: 'of this namespace' },
    { name: 'tenant', value: '<hash>', help: 'of this tenant' },
    { name: 'tag', value: '<tag>', help: 'with this tag' },
    { name: 'older-than', value: '<age>', help: 'stored before: 7d, 12h, or an instant' },
    { name: 'newer-than', value: '<age>', help: 'stored after' },
    { name: 'similar-to', value: '<text>', help: 'whose question is like this text' },
    { name: 'threshold', value: '<cosine>', help: 'how alike, for --similar-to' },
    { name: 'dry-run', help: 'only count' },
  ],
  run: async (context) => {
    operandsOf(context, { from: 0, to: 0 });
    const { io, client, text, flag, asJson } = context;
    const threshold = text('threshold');
    const body = {
      model: text('model'),
      namespace: text('namespace'),
      tenant: text('tenant'),
      tag: text('tag'),
      olderThan: text('older-than'),
      newerThan: text('newer-than'),
      similarTo: text('similar-to'),
      threshold: threshold === undefined ? undefined : Number(threshold),
    };
    if (Object.values(body).every((value) => value === undefined))
      throw new UsageError('At least one option must say which entries.');
    const answer = await client.json({
      path: '/admin/cache/invalidate',
      body: { ...body, dryRun: flag('dry-run') },
    });
    if (asJson) io.print(`${JSON.stringify(answer)}\n`);
    else {
      const verb = flag('dry-run') ? 'would be' : 'were';
      const matched = count(Number(answer['matched']));
      const aliases = count(Number(answer['aliases']));
      io.print(`${matched} entries (${aliases} of them aliases) ${verb} invalidated, of `);
      io.print(`${count(Number(answer['examined']))}.\n`);
    }
    return 0;
  },
};
