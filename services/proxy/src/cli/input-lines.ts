import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { messageOf } from '@strata/core';
import { linesOf } from '../http/spooled-body.ts';
import { CliError, type CliIo } from './cli-io.ts';

/** Lines of a file, or of standard input for `-`, and how far the reading is. */
export type InputLines = {
  readonly lines: AsyncIterable<string>;
  /** In bytes; unknown for standard input. */
  readonly total: number | undefined;
  readonly read: () => number;
};

/** Rejects with `CliError` for a file that cannot be read. */
export async function openInput(path: string, io: CliIo): Promise<InputLines> {
  const total = path === '-' ? undefined : await sizeOf(path);
  let read = 0;
  const source = path === '-' ? io.stdin() : createReadStream(path);
  const counted = async function* (): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of source) {
      read += (chunk as Buffer).length;
      yield chunk as Buffer;
    }
  };
  return { lines: linesOf(counted()), total, read: () => read };
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    throw new CliError(`The file cannot be read: ${messageOf(error)}`);
  }
}
