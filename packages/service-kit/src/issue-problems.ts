import type { z } from 'zod';
import { closest } from './closest.ts';
import type { ConfigProblem } from './config-error.ts';
import type { KeyPath } from './yaml-tree.ts';

type Place = {
  readonly at: (path: KeyPath) => string;
  /** The keys there are at a path, for suggestions. */
  readonly known: (path: KeyPath) => readonly string[];
};

/** What a schema has to say about a part of the file, as problems that name the key and never the value. */
export function issueProblems(issue: z.core.$ZodIssue, place: Place): readonly ConfigProblem[] {
  const problem = (path: KeyPath, message: string): ConfigProblem => ({
    path: path.map(String).join('.'),
    message,
    source: place.at(path),
  });
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => problem([...issue.path, key], unknownKey(key, place.known(issue.path))));
  }
  const branch = issue.code === 'invalid_union' ? likeliest(issue.errors) : undefined;
  if (branch === undefined) return [problem(issue.path, issueWording(issue))];
  return branch.flatMap((inner) => issueProblems({ ...inner, path: [...issue.path, ...inner.path] }, place));
}

export function unknownKey(key: string, known: readonly string[]): string {
  const suggestion = closest(key, known);
  return `is not a known setting${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}`;
}

/** Sentences that follow the key. Our own fields word theirs so already. */
export function issueWording(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value')
    return issue.values.length === 1
      ? `must be ${String(issue.values[0])}`
      : `must be one of ${issue.values.join(', ')}`;
  if (issue.code === 'invalid_type') {
    return issue.message.endsWith('received undefined') ? 'must be set' : `must be ${kindOf(issue)}`;
  }
  if (!/^(?:Invalid|Too) /.test(issue.message)) return issue.message;
  if (issue.code === 'too_small') return `must be at least ${issue.minimum}${unitOf(issue.origin)}`;
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}${unitOf(issue.origin)}`;
  if (issue.code === 'invalid_union') return issue.errors.flat().map(issueWording).join(', or ');
  return 'is not written as it must be';
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters long';
  return origin === 'array' ? ' entries long' : '';
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

function kindOf({ expected, format }: z.core.$ZodIssueInvalidType & { readonly format?: unknown }): string {
  return KINDS[format === 'safeint' ? 'int' : expected] ?? expected;
}

/** Of the shapes a value may have, the one it was most likely meant to have: its problems lie deepest. */
function likeliest(
  branches: readonly (readonly z.core.$ZodIssue[])[],
): readonly z.core.$ZodIssue[] | undefined {
  const depth = (issues: readonly z.core.$ZodIssue[]): number =>
    Math.min(...issues.map(({ path, code }) => path.length + (code === 'unrecognized_keys' ? 1 : 0)));
  const deepest = branches.toSorted((left, right) => depth(right) - depth(left))[0];
  return deepest !== undefined && depth(deepest) > 0 ? deepest : undefined;
}
