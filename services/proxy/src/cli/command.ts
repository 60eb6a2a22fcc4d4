import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { messageOf } from '@strata/core';
import { AdminClient } from './admin-client.ts';
import { UsageError, type CliIo } from './cli-io.ts';

export type Command = {
  /** `invalidate`, `keys new`. */
  readonly name: string;
  /** What follows the name: `[<file>]`. */
  readonly operands: string;
  readonly summary: string;
  readonly options: readonly CommandOption[];
  /** Resolves with the exit code. */
  readonly run: (context: CommandContext) => Promise<number>;
};

export type CommandOption = {
  readonly name: string;
  /** Absent for a switch. */
  readonly value?: string;
  readonly help: string;
};

export type CommandContext = {
  readonly io: CliIo;
  readonly client: AdminClient;
  readonly operands: readonly string[];
  readonly text: (option: string) => string | undefined;
  readonly flag: (option: string) => boolean;
  /** `--json`: machines read it. */
  readonly asJson: boolean;
};

export const COMMON_OPTIONS: readonly CommandOption[] = [
  { name: 'json', help: 'print JSON' },
  { name: 'help', help: 'print this' },
];

/** Reads the command's arguments. Throws `UsageError`. */
export function contextOf(command: Command, args: readonly string[], io: CliIo): CommandContext {
  const known = [...command.options, ...COMMON_OPTIONS];
  const options: ParseArgsOptionsConfig = Object.fromEntries(
    known.map(({ name, value }) => [name, { type: value === undefined ? 'boolean' : 'string' }]),
  );
  const { values, positionals } = parsed(args, options);
  return {
    io,
    client: new AdminClient(io.server, io.signal),
    operands: positionals,
    text: (option) => {
      const value = values[option];
      return typeof value === 'string' ? value : undefined;
    },
    flag: (option) => values[option] === true,
    asJson: values['json'] === true,
  };
}

function parsed(args: readonly string[], options: ParseArgsOptionsConfig) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

/** The operands, where there must be so many. Throws `UsageError`. */
export function operandsOf(
  context: CommandContext,
  { from, to }: { from: number; to: number },
): readonly string[] {
  const { operands } = context;
  if (operands.length < from) throw new UsageError('Something is missing.');
  if (operands.length > to) throw new UsageError(`"${operands[to]}" is too much: put a text into quotes.`);
  return operands;
}

/** A table whose columns line up; the first row is its head. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** A text for one line of a terminal: nothing in it may move the cursor. */
export function oneLine(text: string, length = 70): string {
  const plain = text.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  return plain.length > length ? `${plain.slice(0, length - 1)}…` : plain;
}

/** JSON that says the same and moves no cursor: JSON itself escapes only half of what terminals take for commands. */
export function jsonText(value: unknown, indent?: number): string {
  const escaped = (marks: string): string =>
    marks
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join('');
  return `${JSON.stringify(value, undefined, indent).replaceAll(/[\u007f-\u009f\p{Cf}]/gu, escaped)}\n`;
}
