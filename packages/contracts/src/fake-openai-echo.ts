import { chatOptionsOf, lastUserText } from './fake-openai-chat-options.ts';
import type { FakeAnswer } from './fake-openai-completion.ts';

/**
 * The answer of a model that repeats the last user text: the same for the same question, and different for another,
 * so that a test sees whose answer it got.
 */
export function echoAnswer(request: unknown): FakeAnswer {
  const options = chatOptionsOf(request);
  const question = lastUserText(options);
  const content = question === '' ? 'You said nothing.' : `You said: ${question}`;
  const promptTokens = wordsIn(JSON.stringify(options.messages));
  const completionTokens = wordsIn(content) * options.choices;
  return {
    id: `chatcmpl-echo-${checksum(JSON.stringify(request ?? null))}`,
    model: options.model ?? 'fake-model',
    choices: Array.from({ length: options.choices }, () => ({ content })),
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
    },
  };
}

function wordsIn(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

/** FNV-1a: enough to tell the requests of a test apart. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, '0');
}
