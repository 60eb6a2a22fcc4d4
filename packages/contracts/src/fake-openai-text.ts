import { chatOptionsOf } from './fake-openai-chat-options.ts';
import { events, json, type FakeReply } from './fake-openai-replies.ts';

type Json = { readonly [key: string]: unknown };

/** The older completions: each prompt is said again, whole or in two chunks as asked. */
export function textCompletionEcho(): FakeReply {
  return (request, response) => {
    const { stream, includeUsage, model = 'fake-model' } = chatOptionsOf(request.json);
    const { prompt } = request.json as { readonly prompt?: unknown };
    const prompts =
      Array.isArray(prompt) && prompt.every((one) => typeof one === 'string') ? prompt : [prompt];
    const texts = prompts.map((one) => `You said: ${String(one)}`);
    const base = { id: 'cmpl-fake', object: 'text_completion', created: 1_767_225_600, model };
    const usage = { prompt_tokens: 4, completion_tokens: texts.length, total_tokens: 4 + texts.length };
    const choice = (text: string, index: number, reason: string | null): Json => ({
      text,
      index,
      logprobs: null,
      finish_reason: reason,
    });
    if (!stream) {
      const choices = texts.map((text, index) => choice(text, index, 'stop'));
      return json({ ...base, choices, usage })(request, response);
    }
    const chunks = texts.flatMap((text, index) => [
      { ...base, choices: [choice(text.slice(0, 5), index, null)] },
      { ...base, choices: [choice(text.slice(5), index, null)] },
      { ...base, choices: [choice('', index, 'stop')] },
    ]);
    const counted = includeUsage ? [{ ...base, choices: [], usage }] : [];
    return events([...chunks, ...counted, '[DONE]'])(request, response);
  };
}
