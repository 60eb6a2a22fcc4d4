import { InvalidRequestError } from './errors.ts';
import { boundExceeded, hasInexactNumber, isExact } from './json-scan.ts';

export type JsonObject = { readonly [key: string]: unknown };

/** Nesting beyond this is refused: no chat request needs it, and recursion over it could exhaust the stack. */
const MAX_DEPTH = 200;

/** In all objects together. Each takes microseconds in which no other request goes on: sixteen megabytes of them took seven seconds. */
const MAX_MEMBERS = 100_000;

/** What a number that a double does not hold must have in it; a quick look that spares most texts the slower one. */
const MAYBE_INEXACT = /[\d.]{16}|\d[eE]/;

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
  // The digits may be those of a text: with a reviver a long conversation takes ten times as long.
  if (!MAYBE_INEXACT.test(text) || !hasInexactNumber(text)) return JSON.parse(text);
  return json.parse(text, (_key, value, { source }) => {
    if (typeof value !== 'number' || source === undefined) return value;
    return isExact(source.replace('-', '')) ? value : json.rawJSON(source);
  });
}

/**
 * Throws `InvalidRequestError` where brackets open deeper, or members are more, than anybody means, without parsing: a few
 * megabytes of them would hold up every other request for seconds, and `JSON.stringify`, which writes anew what was read,
 * exhausts the stack at some 4,500 levels. Small texts are not looked at; they have not as many, and cost little.
 */
export function checkBounds(text: string): void {
  if (text.length < 4_096) return;
  const exceeded = boundExceeded(text, { depth: MAX_DEPTH, members: MAX_MEMBERS });
  if (exceeded === 'depth') throw tooDeep();
  if (exceeded === 'members')
    throw new InvalidRequestError(`The request has more than ${MAX_MEMBERS} members in its objects.`);
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !json.isRawJSON(value);
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
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

function isContainer(value: unknown): boolean {
  return Array.isArray(value) || isJsonObject(value);
}

/** One text for one value: object keys in code-unit order, no white space (after RFC 8785). */
export function canonicalJson(value: unknown, depth = 0): string {
  if (depth > MAX_DEPTH) throw tooDeep();
  // Grown by `+=`: joined level by level, a long text would be copied once for each.
  let text = '';
  if (Array.isArray(value)) {
    // All at once where nothing in it has members: lists of tokens are long.
    if (!value.some(isContainer)) return JSON.stringify(value);
    for (const item of value as readonly unknown[]) {
      text += `${text === '' ? '[' : ','}${canonicalJson(item ?? null, depth + 1)}`;
    }
    return text === '' ? '[]' : `${text}]`;
  }
  if (!isJsonObject(value)) return JSON.stringify(value);
  for (const key of Object.keys(value).toSorted()) {
    const member = value[key];
    if (member === undefined) continue;
    text += `${text === '' ? '{' : ','}${JSON.stringify(key)}:${canonicalJson(member, depth + 1)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

function tooDeep(): InvalidRequestError {
  return new InvalidRequestError(`The request is nested deeper than ${MAX_DEPTH} levels.`);
}
