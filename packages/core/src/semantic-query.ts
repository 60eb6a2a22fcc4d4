import type { ChatRequest } from './chat-request.ts';
import { BOTH_ENDS, mapTexts, trimAt, whiteSpaceAround, type Ends } from './content-texts.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { isHotter } from './temperature.ts';

/** The text that is compared by meaning, within all that must be equal. */
export type SemanticQuery = {
  readonly text: string;
  readonly partition: string;
  /** The judge that decides, by its name; absent: the general one. */
  readonly judge?: string;
};

/** Why a request is not asked semantically. A bounded metric label. */
export type SemanticRefusal =
  | 'endpoint'
  | 'tools'
  | 'thinking'
  | 'temperature'
  | 'not-user-last'
  | 'not-text'
  | 'too-short'
  | 'too-long';

export type Question = { readonly text: string } | { readonly refusal: SemanticRefusal };

export type SemanticRules = {
  /** Above it the caller wants variety. An absent temperature is in. */
  readonly maxTemperature: number;
  /** In UTF-8 bytes: a text this short says too little to be compared by meaning. */
  readonly minTextBytes: number;
  /** In characters: what is longer cannot fit the embedder's window and need not be tokenised to know it. */
  readonly maxTextChars: number;
};

/** The last user text when the request may be asked semantically, else the reason why not. */
export function semanticText(
  request: Pick<ChatRequest, 'body' | 'messages'>,
  rules: SemanticRules,
): Question {
  const { body } = request;
  if (['tools', 'tool_choice', 'functions', 'function_call'].some((name) => body[name] !== undefined)) {
    return { refusal: 'tools' };
  }
  if (isHotter(body, rules.maxTemperature)) return { refusal: 'temperature' };
  const last = request.messages.at(-1);
  if (last?.['role'] !== 'user') return { refusal: 'not-user-last' };
  if (request.messages.some(hasNonText)) return { refusal: 'not-text' };
  const text = textOf(last['content']);
  return text === undefined ? { refusal: 'not-text' } : questionOf(text, rules);
}

/** A normalised text as the question, unless it is too short or too long for one. */
export function questionOf(text: string, rules: SemanticRules): Question {
  if (Buffer.byteLength(text) < rules.minTextBytes) return { refusal: 'too-short' };
  return text.length > rules.maxTextChars ? { refusal: 'too-long' } : { text };
}

/** NFC and trimmed ends; never lower-cased: case can carry meaning. */
export function normaliseText(text: string, ends: Ends = BOTH_ENDS): string {
  return trimAt(MAYBE_NOT_NFC.test(text) && !NOT_A_TEXT.test(text) ? text.normalize('NFC') : text, ends);
}

/** Everything below is NFC already, and a long text is sooner looked at than normalised. */
const MAYBE_NOT_NFC = /[\u0300-\uffff]/;

/**
 * More marks on one letter than any writing has (Unicode's "stream-safe" texts have 30 at most). To put them in order takes
 * the square of their number: 200,000 held up the process for half a minute. Such a text is compared as it was sent.
 */
const NOT_A_TEXT = /\p{M}{31}/u;

/**
 * A conversation with its text normalised, for the fingerprint. Upstream gets what was sent. An assistant's message at
 * the end is one that the answer goes on from, from its very last character.
 */
export function normaliseMessages(messages: readonly JsonObject[]): readonly JsonObject[] {
  return messages.map((message, at) =>
    at === messages.length - 1 && message['role'] === 'assistant' ? message : normaliseMessage(message),
  );
}

/** The same message with its text normalised. */
export function normaliseMessage(message: JsonObject): JsonObject {
  return { ...message, content: mapTexts(message['content'], normaliseText) };
}

/** The same message with its text taken out: all that must be equal before two texts are compared, as is the white space where two parts meet. */
export function withoutText(message: JsonObject): JsonObject {
  return { ...message, content: mapTexts(message['content'], whiteSpaceAround) };
}

function textOf(content: unknown): string | undefined {
  if (typeof content === 'string') return normaliseText(content);
  if (!Array.isArray(content) || content.length === 0) return undefined;
  const texts = content.map((part: unknown) =>
    isTextPart(part) ? normaliseText(part['text'] as string) : undefined,
  );
  return texts.includes(undefined) ? undefined : texts.join('\n');
}

function hasNonText(message: JsonObject): boolean {
  const { content } = message;
  return Array.isArray(content) && !content.every(isTextPart);
}

function isTextPart(part: unknown): part is JsonObject {
  return isJsonObject(part) && part['type'] === 'text' && typeof part['text'] === 'string';
}
