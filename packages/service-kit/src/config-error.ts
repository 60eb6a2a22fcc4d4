import { StrataError } from '@strata/core/errors';

export type ConfigProblem = {
  /** The variable, or the file. */
  readonly path: string;
  readonly message: string;
  /** The layer the value came from; `default` where nothing was given. */
  readonly source: string;
};

/** The configuration cannot be used. Holds every problem found, not the first one. */
export class ConfigError extends StrataError {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[], cause?: unknown) {
    super(describeProblems(problems), { code: 'invalid_config', retryable: false, cause });
    this.problems = problems;
  }
}

function describeProblems(problems: readonly ConfigProblem[]): string {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  const lines = problems.map(({ path, message, source }) => {
    const origin = source === 'default' ? '' : ` (${source})`;
    return `  - ${path === '' ? '' : `${path} `}${message}${origin}`;
  });
  return [`The configuration has ${count}:`, ...lines].join('\n');
}
