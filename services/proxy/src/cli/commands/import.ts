import { type JsonObject, plainObject } from '@strata/core';
import { CliError } from '../cli-io.ts';
import { operandsOf, type Command, type CommandContext } from '../command.ts';
import { openInput } from '../input-lines.ts';
import { count, ProgressBar } from '../progress-bar.ts';

/** What goes over in one request: little enough to arrive within the server's time limit over a slow line. */
const CHUNK_LINES = 2_000;
const CHUNK_CHARS = 4 * 1024 * 1024;

/** A line of the file, and which one it is. */
type NumberedLine = { readonly number: number; readonly text: string };
type Counts = { imported: number; unchanged: number; expired: number };

export const importEntries: Command = {
  name: 'import',
  operands: '<file>',
  summary: 'store what an export holds (- reads standard input)',
  options: [],
  run: async (context) => {
    const [path = ''] = operandsOf(context, { from: 1, to: 1 });
    const { io, asJson } = context;
    const counts = await importFrom(context, path);
    const { imported, unchanged, expired } = counts;
    io.print(
      asJson
        ? `${JSON.stringify(counts)}\n`
        : `${count(imported)} entries were imported, ${count(unchanged)} were there already, ${count(expired)} had expired.\n`,
    );
    return 0;
  },
};

async function importFrom(context: CommandContext, path: string): Promise<Counts> {
  const counts: Counts = { imported: 0, unchanged: 0, expired: 0 };
  const input = await openInput(path, context.io);
  const progress = new ProgressBar(context.io, 'bytes');
  let header: NumberedLine | undefined;
  let end: number | undefined;
  let number = 0;
  let sent = 0;
  let chunk: NumberedLine[] = [];
  let chars = 0;
  const send = async (): Promise<void> => {
    const lines = header === undefined ? chunk : [header, ...chunk];
    try {
      if (chunk.length > 0) add(counts, await sendChunk(context, lines));
    } catch (error) {
      throw error instanceof CliError ? brokenOff(error, lines, sent) : error;
    }
    sent += chunk.length;
    [chunk, chars] = [[], 0];
    progress.update(input.read(), input.total);
  };
  for await (const text of input.lines) {
    number += 1;
    if (text.trim() === '') continue;
    if (header === undefined) {
      header = { number, text };
      if (plainObject(text)?.['strata'] !== 'export') throw new CliError(`${path} is no export of Strata.`);
    } else if (text.startsWith('{"strata":"end"')) end = Number(plainObject(text)?.['entries']);
    else {
      chunk.push({ number, text });
      chars += text.length;
      if (chunk.length >= CHUNK_LINES || chars >= CHUNK_CHARS) await send();
    }
  }
  await send();
  progress.end(input.read(), input.total);
  if (header === undefined) throw new CliError(`${path} is empty.`);
  if (end !== sent)
    throw new CliError(
      `The export is not whole: ${count(sent)} entries came, and ${end === undefined ? 'its last line is missing' : `${count(end)} were to come`}. What came was imported.`,
    );
  return counts;
}

/** The server counts the lines of the piece that it got. */
function brokenOff({ message }: CliError, lines: readonly NumberedLine[], sent: number): CliError {
  const inFile = message.replace(/^Line (\d+)/, (all, line: string) => {
    const number = lines[Number(line) - 1]?.number;
    return number === undefined ? all : `Line ${number}`;
  });
  const before =
    sent === 0
      ? ''
      : ` The ${count(sent)} entries before were imported: those are passed over the next time.`;
  return new CliError(`${inFile}${before}`);
}

/** `given`: the header first. */
async function sendChunk({ client }: CommandContext, given: readonly NumberedLine[]): Promise<JsonObject> {
  const end = JSON.stringify({ strata: 'end', entries: given.length - 1 });
  let last = '';
  const lines = `${[...given.map(({ text }) => text), end].join('\n')}\n`;
  for await (const line of client.lines({ path: '/admin/cache/import', lines })) last = line;
  const answer = plainObject(last);
  if (answer?.['done'] !== true) throw new CliError('The import broke off.');
  return answer;
}

function add(counts: Counts, answer: JsonObject): void {
  for (const name of ['imported', 'unchanged', 'expired'] as const) counts[name] += Number(answer[name]);
}
