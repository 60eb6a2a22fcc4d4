import { InvalidRequestError } from './errors.ts';

export type JsonObject = { readonly [key: string]: unknown };

/** Nesting beyond this is refused: no chat request needs it, and recursion over it could exhaust the stack. */
const MAX_DEPTH = 200;

/** Digits that a double may not hold exactly; a quick look that spares most texts the slower parse. */
const MAYBE_UNSAFE_NUMBER = /\d{16}|\d\.\d{15}|\d[eE]/;

// `JSON.rawJSON` and the reviver's third argument are in V8 but not yet in TypeScript's library.
const json = JSON as unknown as {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): unknown;
  isRawJSON(value: unknown): value is { readonly rawJSON: string };
};

/**
 * Parses JSON without losing digits: a number that a double cannot hold stays its own text and is written back
 * as it came, so that two requests with different 64-bit seeds are two requests, here and upstream.
 * Throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  if (!MAYBE_UNSAFE_NUMBER.test(text)) return JSON.parse(text);
  return json.parse(text, (_key, value, context) => {
    if (typeof value !== 'number' || context.source === undefined) return value;
    const exact = Number.isSafeInteger(value) || (Number.isFinite(value) && context.source.length <= 16);
    return exact ? value : json.rawJSON(context.source);
  });
}

/**
 * Whether brackets open deeper than anybody means, without parsing: a few megabytes of them would hold up every other
 * request for a second. Small texts are not looked at; what they can cost is little.
 */
export function nestsTooDeep(text: string): boolean {
  if (text.length < 65_536) return false;
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === BACKSLASH) index += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === OPEN_BRACKET || code === OPEN_BRACE) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) depth -= 1;
  }
  return false;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !json.isRawJSON(value);
}

/** Parses a text that must be one JSON object; `undefined` for anything else. */
export function parseJsonObject(text: string): JsonObject | undefined {
  try {
    const value = parseJson(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** One text for one value: object keys in code-unit order, no white space (after RFC 8785). */
export function canonicalJson(value: unknown, depth = 0): string {
  if (depth > MAX_DEPTH)
    throw new InvalidRequestError(`The request is nested deeper than ${MAX_DEPTH} levels.`);
  if (Array.isArray(value)) {
    return `[${value.map((item: unknown) => canonicalJson(item ?? null, depth + 1)).join(',')}]`;
  }
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key], depth + 1)}`);
  return `{${members.join(',')}}`;
}

export function tooDeep(): InvalidRequestError {
  return new InvalidRequestError(`The request is nested deeper than ${MAX_DEPTH} levels.`);
}
