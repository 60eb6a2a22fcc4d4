import { hash } from 'node:crypto';
import { canonicalJson, isJsonObject, type ChatRequest, type JsonObject } from '@strata/core';
import { demoAnswer } from './demo-answers.ts';
import type { PacedEvent } from './paced-events.ts';

const FINGERPRINT = 'strata-demo';
const MAX_CHOICES = 16;

/** The demo's answer to one request, in both forms. */
export class DemoCompletion {
  readonly #request: ChatRequest;
  readonly #content: string;
  readonly #head: JsonObject;

  constructor(request: ChatRequest, nowMs: number) {
    this.#request = request;
    this.#content = demoAnswer(lastUserText(request));
    this.#head = {
      id: `chatcmpl-demo-${identity(request)}`,
      created: Math.floor(nowMs / 1_000),
      model: request.model,
      system_fingerprint: FINGERPRINT,
    };
  }

  whole(): JsonObject {
    const message = { role: 'assistant', content: this.#content, refusal: null };
    return {
      ...this.#head,
      object: 'chat.completion',
      choices: this.#choices((index) => ({ index, message, logprobs: null, finish_reason: 'stop' })),
      usage: this.#usage(),
    };
  }

  /** Word by word over the given time. */
  events(overMs: number): PacedEvent[] {
    const words = this.#content.match(/\s*\S+/g) ?? [];
    const waitMs = overMs / words.length;
    const { includeUsage } = this.#request;
    return [
      ...this.#deltas({ role: 'assistant', content: '' }, 0),
      ...words.flatMap((word) => this.#deltas({ content: word }, waitMs)),
      ...this.#deltas({}, 0, 'stop'),
      ...(includeUsage ? [{ data: this.#chunk([], this.#usage()), waitMs: 0 }] : []),
    ];
  }

  /** The delta for each choice; only the first waits. */
  #deltas(delta: JsonObject, waitMs: number, finishReason: string | null = null): PacedEvent[] {
    return this.#choices((index) => ({
      data: this.#chunk([{ index, delta, logprobs: null, finish_reason: finishReason }], null),
      waitMs: index === 0 ? waitMs : 0,
    }));
  }

  #chunk(choices: readonly JsonObject[], usage: JsonObject | null): string {
    const withUsage = this.#request.includeUsage ? { usage } : {};
    return JSON.stringify({ ...this.#head, object: 'chat.completion.chunk', choices, ...withUsage });
  }

  #choices<T>(make: (index: number) => T): T[] {
    const { n } = this.#request.body;
    const count = typeof n === 'number' && n >= 1 ? Math.min(Math.floor(n), MAX_CHOICES) : 1;
    return Array.from({ length: count }, (_, index) => make(index));
  }

  /** Words, not tokens: near enough for a demo. */
  #usage(): JsonObject {
    const promptTokens = wordsIn(this.#request.messages.map(textOf).join(' '));
    const completionTokens = wordsIn(this.#content) * this.#choices(() => 1).length;
    return {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
    };
  }
}

/** The same for a request whether it is streamed or not. */
function identity({ body }: ChatRequest): string {
  const { stream: _stream, stream_options: _options, ...rest } = body;
  return hash('sha256', canonicalJson(rest)).slice(0, 24);
}

function lastUserText({ messages }: ChatRequest): string {
  return textOf(messages.findLast((message) => message['role'] === 'user') ?? {});
}

function textOf({ content }: JsonObject): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part) => (isJsonObject(part) && typeof part['text'] === 'string' ? part['text'] : ''))
    .join(' ');
}

function wordsIn(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
