import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  endOfString,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from '@strata/core/json-text';

/** The value of a JSON object's own `model`, read without parsing the rest; of several the last, as a parser does. */
export function modelOf(text: string): string | undefined {
  const span = modelSpans(text, NONE).at(-1);
  if (span === undefined) return undefined;
  const value = text.slice(span.start, span.end).trim();
  return value.startsWith('"') ? parsedString(value) : undefined;
}

/** The same text with another value for the object's own `model`; every other byte stays as it is. */
export function withModel(text: string, model: string): string {
  return replaced(text, modelSpans(text, NONE), model);
}

/** The same for an answer, or an event of one, which may hold the answer proper in a member. */
export function withAnswerModel(text: string, model: string): string {
  return replaced(text, modelSpans(text, WRAPPERS), model);
}

/** The same for an answer's bytes, UTF-8 or not: seen as Latin-1, every other one stays as it is. */
export function withAnswerModelInBytes(bytes: Uint8Array, model: string): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return Buffer.from(withAnswerModel(text, Buffer.from(model).toString('latin1')), 'latin1');
}

function replaced(text: string, spans: readonly Span[], model: string): string {
  let written = '';
  let from = 0;
  for (const { start, end } of spans) {
    written += text.slice(from, start) + JSON.stringify(model);
    from = end;
  }
  return from === 0 ? text : written + text.slice(from);
}

type Span = { readonly start: number; readonly end: number };

/** Members whose own `model` is the answer's: events of `/responses` and `/messages` have them. */
const WRAPPERS: ReadonlySet<string> = new Set(['"response"', '"message"']);
const NONE: ReadonlySet<string> = new Set();

/**
 * Where the values of members called `model` stand: the object's own, and those of its members named in `wrappers`. A
 * value that the text cuts off is left out.
 */
function modelSpans(text: string, wrappers: ReadonlySet<string>): readonly Span[] {
  const spans: Span[] = [];
  let depth = 0;
  /** The depth of the object that is looked into. */
  let home = 1;
  let key = '';
  let start = -1;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      const end = endOfString(text, index);
      if (depth === home && start === -1) key = text.slice(index, end + 1);
      index = end;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (code === OPEN_BRACE && depth === 1 && wrappers.has(key)) home = 2;
      key = '';
      depth += 1;
    } else if (depth === home && code === COLON && start === -1) {
      if (isModel(key)) start = index + 1;
    } else if (depth === home && (code === COMMA || code === CLOSE_BRACE)) {
      if (start !== -1) spans.push({ start, end: index });
      start = -1;
      key = '';
      if (code === COMMA) continue;
      depth -= 1;
      home = 1;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
  }
  return spans;
}

/** Escapes are rare enough in keys to be left to the parser. */
function isModel(key: string): boolean {
  if (key === '"model"') return true;
  return key.includes('\\') && parsedString(key) === 'model';
}

function parsedString(json: string): string | undefined {
  try {
    return String(JSON.parse(json));
  } catch {
    return undefined;
  }
}
