/** The world as the command line sees it; tests put their own in its place. */
export type CliIo = {
  /** Without the program's own name. */
  readonly args: readonly string[];
  readonly server: ServerAddress;
  /** To standard output: what was asked for. */
  readonly print: (text: string) => void;
  /** Resolves when standard output can take more: for what is long. */
  readonly write: (text: string) => Promise<void>;
  /** To standard error: progress and problems. */
  readonly tell: (text: string) => void;
  /** Standard error is a terminal: a line of progress may be drawn over itself. */
  readonly isTerminal: boolean;
  readonly stdin: () => AsyncIterable<Buffer>;
  /** ms, never going backwards. */
  readonly elapsed: () => number;
  readonly signal: AbortSignal;
};

export type ServerAddress = { readonly url: string; readonly adminKey: string | undefined };

/** What the caller got wrong: exit code 2, where a failure is 1. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What went wrong, in words for people. */
export class CliError extends Error {
  override readonly name = 'CliError';
}
