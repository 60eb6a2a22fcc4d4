import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { plainObject } from '@strata/core';
import { CliError } from '../cli-io.ts';
import { operandsOf, type Command, type CommandContext } from '../command.ts';
import { count, ProgressBar } from '../progress-bar.ts';

export const exportEntries: Command = {
  name: 'export',
  operands: '[<file>]',
  summary: 'write all entries to a file of JSON lines, or to standard output',
  options: [],
  run: async (context) => {
    const [path = '-'] = operandsOf(context, { from: 0, to: 1 });
    const entries = path === '-' ? await copy(context, context.io.write) : await toFile(context, path);
    const { io, asJson } = context;
    if (path !== '-')
      io.print(
        asJson
          ? `${JSON.stringify({ entries, file: path })}\n`
          : `${count(entries)} entries are in ${path}.\n`,
      );
    return 0;
  },
};

/** Under its name only when it is whole. */
async function toFile(context: CommandContext, path: string): Promise<number> {
  const partial = `${path}.part`;
  const file = createWriteStream(partial, { mode: 0o600 });
  // Heard below where somebody waits for it; a write under way when this ends early has nobody.
  file.on('error', () => undefined);
  try {
    await once(file, 'open');
    const entries = await copy(context, async (text) => {
      if (file.errored !== null) throw file.errored;
      if (!file.write(text)) await once(file, 'drain');
    });
    await new Promise<void>((resolve, reject) => {
      file.once('error', reject).end(() => resolve());
    });
    await rename(partial, path);
    return entries;
  } catch (error) {
    file.destroy();
    await rm(partial, { force: true });
    throw error;
  }
}

/** Resolves with the number of entries; rejects unless the last line came and counts as many. */
async function copy({ io, client }: CommandContext, write: (text: string) => Promise<void>): Promise<number> {
  const progress = new ProgressBar(io, 'entries');
  let total: number | undefined;
  let entries = -1;
  let last = '';
  for await (const line of client.lines({ path: '/admin/cache/export' })) {
    if (entries === -1) total = Number(plainObject(line)?.['expected'] ?? Number.NaN) || undefined;
    await write(`${line}\n`);
    entries += 1;
    last = line;
    progress.update(entries, total === undefined ? undefined : Math.max(total, entries));
  }
  // The last line is none of them.
  entries -= 1;
  progress.end(Math.max(0, entries), Math.max(0, entries));
  if (plainObject(last)?.['strata'] !== 'end' || plainObject(last)?.['entries'] !== entries)
    throw new CliError('The export broke off before its end.');
  return entries;
}
