/** Builders of chat completions as OpenAI writes them, whole and in chunks, from one description. */

/** What a made-up model answers. Every field has a default; strings given as lists are the deltas of a stream. */
export type FakeAnswer = {
  readonly id?: string;
  readonly model?: string;
  /** Seconds since the epoch. */
  readonly created?: number;
  readonly systemFingerprint?: string;
  readonly choices?: readonly FakeChoice[];
  readonly usage?: FakeUsage;
};

export type FakeChoice = {
  readonly content?: string | readonly string[];
  readonly reasoning?: string | readonly string[];
  readonly refusal?: string | readonly string[];
  readonly toolCalls?: readonly FakeToolCall[];
  readonly finishReason?: string;
};

export type FakeToolCall = {
  readonly id: string;
  readonly name: string;
  readonly arguments: string | readonly string[];
};

export type FakeUsage = {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly [detail: string]: unknown;
};

type Json = { readonly [key: string]: unknown };

const FINISHED_BY_TOOLS = 'tool_calls';

/** The object a non-streaming request gets. */
export function fakeCompletion(answer: FakeAnswer): Json {
  return {
    ...head(answer, 'chat.completion'),
    choices: choicesOf(answer).map((choice, index) => ({
      index,
      message: messageOf(choice),
      logprobs: null,
      finish_reason: finishReasonOf(choice),
    })),
    usage: usageOf(answer),
  };
}

/** The `data` payloads of a stream, in order, without the closing `[DONE]`. */
export function fakeChunks(answer: FakeAnswer, options: { readonly includeUsage?: boolean } = {}): Json[] {
  const base = head(answer, 'chat.completion.chunk');
  const usage = options.includeUsage === true ? { usage: null } : {};
  const chunk = (index: number, delta: Json, finishReason: string | null): Json => ({
    ...base,
    choices: [{ index, delta, logprobs: null, finish_reason: finishReason }],
    ...usage,
  });
  const choices = choicesOf(answer);
  const chunks = [
    ...choices.map((_, index) => chunk(index, { role: 'assistant', content: '' }, null)),
    ...choices.flatMap((choice, index) => deltasOf(choice).map((delta) => chunk(index, delta, null))),
    ...choices.map((choice, index) => chunk(index, {}, finishReasonOf(choice))),
  ];
  if (options.includeUsage === true) chunks.push({ ...base, choices: [], usage: usageOf(answer) });
  return chunks;
}

function head(answer: FakeAnswer, object: string): Json {
  return {
    id: answer.id ?? 'chatcmpl-fake',
    object,
    created: answer.created ?? 1_767_225_600,
    model: answer.model ?? 'fake-model',
    system_fingerprint: answer.systemFingerprint ?? 'fp_fake',
  };
}

function messageOf(choice: FakeChoice): Json {
  const tools = choice.toolCalls ?? [];
  const text = choice.content === undefined ? null : joined(choice.content);
  return {
    role: 'assistant',
    content: text,
    refusal: choice.refusal === undefined ? null : joined(choice.refusal),
    ...(choice.reasoning === undefined ? {} : { reasoning_content: joined(choice.reasoning) }),
    ...(tools.length === 0 ? {} : { tool_calls: tools.map(toolCallOf) }),
  };
}

function toolCallOf(call: FakeToolCall): Json {
  return { id: call.id, type: 'function', function: { name: call.name, arguments: joined(call.arguments) } };
}

/** As OpenAI does: id, type and name on the first fragment of an index, the arguments in pieces after it. */
function deltasOf(choice: FakeChoice): Json[] {
  return [
    ...pieces(choice.reasoning).map((text) => ({ reasoning_content: text })),
    ...pieces(choice.content).map((text) => ({ content: text })),
    ...pieces(choice.refusal).map((text) => ({ refusal: text })),
    ...(choice.toolCalls ?? []).flatMap((call, index) => [
      {
        tool_calls: [{ index, id: call.id, type: 'function', function: { name: call.name, arguments: '' } }],
      },
      ...pieces(call.arguments).map((text) => ({ tool_calls: [{ index, function: { arguments: text } }] })),
    ]),
  ];
}

function choicesOf(answer: FakeAnswer): readonly FakeChoice[] {
  return answer.choices ?? [{ content: 'Hello!' }];
}

function finishReasonOf(choice: FakeChoice): string {
  return choice.finishReason ?? (choice.toolCalls === undefined ? 'stop' : FINISHED_BY_TOOLS);
}

function usageOf(answer: FakeAnswer): FakeUsage {
  if (answer.usage !== undefined) return answer.usage;
  const completionTokens = choicesOf(answer).reduce((sum, choice) => sum + deltasOf(choice).length, 0);
  return { prompt_tokens: 5, completion_tokens: completionTokens, total_tokens: completionTokens + 5 };
}

function joined(text: string | readonly string[]): string {
  return typeof text === 'string' ? text : text.join('');
}

/** A text in one string streams word by word, each word with the space before it. */
function pieces(text: string | readonly string[] | undefined): readonly string[] {
  if (text === undefined) return [];
  return typeof text === 'string' ? (text.match(/\s*\S+\s*$|\s*\S+/g) ?? []) : text;
}
