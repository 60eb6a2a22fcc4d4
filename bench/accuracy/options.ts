import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { SuiteHalf } from './suite-file.ts';

export type AccuracyOptions = {
  readonly halves: readonly SuiteHalf[];
  readonly judges: 'all' | 'plain' | 'strata';
  /** Path of the question pairs; absent: the suite alone. */
  readonly qqp: string | undefined;
  /** Path of labelled pairs of one's own. */
  readonly pairs: string | undefined;
  /** Requests of the stream. */
  readonly requests: number;
  /** Fail when a goal is missed. */
  readonly check: boolean;
  /** Print the pairs of the open half that Strata decides wrongly. */
  readonly show: boolean;
};

const USAGE = `Usage: npm run bench:accuracy -- [options]
  --half open|sealed|both   which half of the suite (both)
  --judge all|plain|strata  which rules: plain thresholds and peers, Strata, or all (all)
  --qqp <path>              also replay a stream of Quora questions from this .tsv.gz
  --pairs <path>            also judge pairs of your own, lines of label (1 same, 0 different), text, text with tabs between
  --requests <n>            length of that stream (60000)
  --check                   exit with 1 when a goal is missed
  --show                    print what Strata decides wrongly in the open half
  --help                    print this`;

/** The stream that results are told of. */
export const WHOLE_STREAM = 60_000;

/** Ends the process with the usage on an unknown option or value. */
export function readOptions(args: readonly string[]): AccuracyOptions {
  if (args.includes('--help')) {
    console.log(USAGE);
    return process.exit(0);
  }
  try {
    return parse(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return process.exit(2);
  }
}

function parse(args: readonly string[]): AccuracyOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      half: { type: 'string', default: 'both' },
      judge: { type: 'string', default: 'all' },
      qqp: { type: 'string' },
      pairs: { type: 'string' },
      requests: { type: 'string', default: String(WHOLE_STREAM) },
      check: { type: 'boolean', default: false },
      show: { type: 'boolean', default: false },
    },
  });
  const requests = Number(values.requests);
  if (!Number.isInteger(requests) || requests < 1)
    throw new Error('--requests must be a whole number above 0');
  // The suite runs first, for minutes.
  for (const name of ['qqp', 'pairs'] as const) {
    const path = values[name];
    if (path !== undefined && !existsSync(path)) throw new Error(`--${name}: there is no file ${path}`);
  }
  return {
    halves: halvesOf(values.half),
    judges: judgesOf(values.judge),
    qqp: values.qqp,
    pairs: values.pairs,
    requests,
    check: values.check,
    show: values.show,
  };
}

function halvesOf(value: string): readonly SuiteHalf[] {
  if (value === 'both') return ['open', 'sealed'];
  if (value === 'open' || value === 'sealed') return [value];
  throw new Error(`--half must be open, sealed or both; got "${value}"`);
}

function judgesOf(value: string): AccuracyOptions['judges'] {
  if (value === 'all' || value === 'plain' || value === 'strata') return value;
  throw new Error(`--judge must be all, plain or strata; got "${value}"`);
}
