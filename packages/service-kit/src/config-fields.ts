import { z } from 'zod';
import { formatBytes, parseBytes } from './bytes.ts';
import { formatDuration, parseDuration } from './duration.ts';
import { inFile } from './file-input.ts';
import { parsedField, parsedListField, type Parsed } from './parsed-field.ts';

/**
 * The kinds of configuration fields. Each reads the text of an environment variable and takes the usual zod
 * endings: `.default(…)`, `.optional()`, `.describe(…)`, `.meta({ secret: true })`. Plain zod types
 * (`z.enum`, `z.string`) may stand beside them.
 */

const TRUE = new Set(['true', '1', 'yes', 'on']);
const FALSE = new Set(['false', '0', 'no', 'off']);

/** A yes or no, in any case. */
export function booleanField(): z.ZodType<boolean> {
  return parsedField((text) => {
    const word = text.toLowerCase();
    if (TRUE.has(word)) return { value: true };
    if (FALSE.has(word)) return { value: false };
    return { problem: 'must be true, 1, yes or on, or false, 0, no or off' };
  }).meta(inFile({ enum: [true, false, 'yes', 'no', 'on', 'off'] }));
}

export type Range = { readonly min?: number; readonly max?: number };

/** A whole number. */
export function integerField(range: Range = {}): z.ZodType<number> {
  return parsedField((text) => {
    const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
    const ok = Number.isSafeInteger(value) && within(value, range);
    return ok ? { value } : { problem: `must be a whole number${describeRange(range)}` };
  }).meta(inFile({ type: 'integer', ...limits(range) }));
}

/** A decimal number. */
export function numberField(range: Range = {}): z.ZodType<number> {
  return parsedField((text) => {
    const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
    const ok = Number.isFinite(value) && within(value, range);
    return ok ? { value } : { problem: `must be a number${describeRange(range)}` };
  }).meta(inFile({ type: 'number', ...limits(range) }));
}

/**
 * A span of time, in milliseconds: `250ms`, `30s`, `5m`, `24h`, `7d`.
 * A bare number counts in `bare` units (default: seconds, as in HTTP); 0 needs no unit. The range is in ms.
 */
export function durationField(options: Range & { readonly bare?: 'ms' | 's' } = {}): z.ZodType<number> {
  return parsedField((text): Parsed<number> => {
    const value = parseDuration(text, options.bare ?? 's');
    if (value !== undefined && within(value, options)) return { value };
    const range = describeRange(options, formatDuration);
    return { problem: `must be a duration such as 250ms, 30s, 5m, 24h or 7d${range}` };
  }).meta({ format: formatDuration, ...inFile({ type: ['string', 'number'], pattern: DURATION }) });
}

/** A size in bytes: `65536`, `64kb`, `5mb`, `2gb` (powers of 1024). The range is in bytes. */
export function bytesField(range: Range = {}): z.ZodType<number> {
  return parsedField((text): Parsed<number> => {
    const value = parseBytes(text);
    if (value !== undefined && within(value, range)) return { value };
    return { problem: `must be a size such as 65536, 64kb, 5mb or 2gb${describeRange(range, formatBytes)}` };
  }).meta({ format: formatBytes, ...inFile({ type: ['string', 'number'], pattern: SIZE }) });
}

/**
 * An absolute URL that paths are put behind, as written but without trailing slashes: what it asks (`?…`) would end up in
 * the middle of them, so it may not. A password in it is never shown.
 */
export function urlField(protocols: readonly string[] = ['http', 'https']): z.ZodType<string> {
  const problem = `must be a URL that starts with ${protocols.map((name) => `${name}://`).join(' or ')}`;
  return parsedField((text): Parsed<string> => {
    const url = URL.parse(text);
    const usable = url !== null && url.host !== '' && protocols.includes(url.protocol.slice(0, -1));
    if (!usable) return { problem };
    return /[?#]/.test(text)
      ? { problem: 'must be a URL without ? and #' }
      : { value: text.replace(/\/+$/, '') };
  }).meta({ holdsCredentials: true, ...inFile({ type: 'string', pattern: `^(${protocols.join('|')})://` }) });
}

/** What is wrong with a text, if anything, to be read after the field's name. */
type ProblemOf = (text: string) => string | undefined;

/**
 * Comma-separated items, each trimmed, empty ones left out. `problemOf` looks at each. Commas alone are a problem: whoever
 * writes `${ONE},${OTHER}` of two that are not set means no empty list, which may open what a list of keys closes.
 */
export function listField(problemOf: ProblemOf = () => undefined): z.ZodType<readonly string[]> {
  return parsedListField((text): Parsed<readonly string[]> => {
    const value = text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
    if (value.length === 0 && text.trim() !== '') return { problem: 'has commas and nothing between them' };
    const problem = value.map(problemOf).find((found) => found !== undefined);
    return problem === undefined ? { value } : { problem };
  }).meta(inFile({ type: ['array', 'string'], items: { type: 'string' } }));
}

/** Any text that `problemOf` finds nothing wrong with. */
export function textField(problemOf: ProblemOf = () => undefined): z.ZodType<string> {
  return parsedField((text): Parsed<string> => {
    const problem = problemOf(text);
    return problem === undefined ? { value: text } : { problem };
  }).meta(inFile({ type: ['string', 'number'] }));
}

/** A key or password: never shown, neither by `describe()` nor in a problem. */
export function secretField(): z.ZodType<string> {
  return textField().meta({ secret: true });
}

/** As editors may check it: what is near enough to the parsers to catch a slip. */
const DURATION = String.raw`^[0-9.]+ ?([a-zA-Z]+)?$`;
const SIZE = DURATION;

function limits({ min, max }: Range): object {
  return { ...(min === undefined ? {} : { minimum: min }), ...(max === undefined ? {} : { maximum: max }) };
}

function within(value: number, { min = -Infinity, max = Infinity }: Range): boolean {
  return value >= min && value <= max;
}

function describeRange({ min, max }: Range, format: (bound: number) => string = String): string {
  if (min !== undefined && max !== undefined) return ` from ${format(min)} to ${format(max)}`;
  if (min !== undefined) return ` of at least ${format(min)}`;
  return max === undefined ? '' : ` of at most ${format(max)}`;
}
