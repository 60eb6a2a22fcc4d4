import { messageOf } from '@strata/core';
import { CliError, UsageError, type CliIo } from './cli-io.ts';
import { COMMON_OPTIONS, contextOf, type Command } from './command.ts';
import { clear } from './commands/clear.ts';
import { entries } from './commands/entries.ts';
import { explain } from './commands/explain.ts';
import { exportEntries } from './commands/export.ts';
import { feedback } from './commands/feedback.ts';
import { importEntries } from './commands/import.ts';
import { invalidate } from './commands/invalidate.ts';
import { keysNew } from './commands/keys-new.ts';
import { scan } from './commands/scan.ts';
import { stats } from './commands/stats.ts';
import { warm } from './commands/warm.ts';

export const COMMANDS: readonly Command[] = [
  stats,
  explain,
  entries,
  feedback,
  invalidate,
  clear,
  scan,
  warm,
  exportEntries,
  importEntries,
  keysNew,
];

/** Runs one command. Resolves with the exit code: 0 done, 1 failed, 2 not understood. */
export async function runCli(io: CliIo): Promise<number> {
  const { args } = io;
  const [first] = args;
  if (first === undefined || first === '--help' || first === 'help') {
    io.print(overview());
    return first === undefined ? 2 : 0;
  }
  const command = COMMANDS.find(({ name }) => name.split(' ').every((word, index) => args[index] === word));
  if (command === undefined) {
    const longer = COMMANDS.find(({ name }) => name.startsWith(`${first} `));
    const hint = longer === undefined ? '' : ` Is "${longer.name}" meant?`;
    io.tell(`There is no command "${first.slice(0, 60)}".${hint} npm run strata -- --help lists them.\n`);
    return 2;
  }
  const rest = args.slice(command.name.split(' ').length);
  if (rest.includes('--help')) {
    io.print(helpOf(command));
    return 0;
  }
  try {
    return await command.run(contextOf(command, rest, io));
  } catch (error) {
    if (io.signal.aborted) return INTERRUPTED;
    const isUsage = error instanceof UsageError;
    if (!isUsage && !(error instanceof CliError) && !isSystemError(error)) throw error;
    io.tell(`${messageOf(error)}\n${isUsage ? `\n${helpOf(command)}` : ''}`);
    return isUsage ? 2 : 1;
  }
}

/** As a shell reports Ctrl-C. */
const INTERRUPTED = 130;

/** Of a file that cannot be read or written: its message says enough. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function overview(): string {
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(12)}${summary}\n`);
  return `Usage: npm run strata -- <command> [options]

${lines.join('')}
Each command has --help and --json. STRATA_URL says where Strata runs (http://127.0.0.1:3000), ADMIN_KEY
is its admin key; both are read from .env too. Exit codes: 0 done, 1 failed, 2 not understood.
`;
}

function helpOf({ name, operands, summary, options }: Command): string {
  const lines = [...options, ...COMMON_OPTIONS].map(({ name: option, value, help }) => {
    const left = `--${option}${value === undefined ? '' : ` ${value}`}`;
    return `  ${left.padEnd(26)}${help}\n`;
  });
  return `Usage: npm run strata -- ${name} ${operands}\n\n${summary}\n\n${lines.join('')}`;
}
