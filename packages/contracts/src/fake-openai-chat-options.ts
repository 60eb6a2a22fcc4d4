/** What the fakes read of a chat request; anything missing or of another type counts as not said. */
export type ChatOptions = {
  readonly model: string | undefined;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly choices: number;
  readonly messages: readonly { readonly [key: string]: unknown }[];
};

export function chatOptionsOf(request: unknown): ChatOptions {
  const body = isObject(request) ? request : {};
  const { model, stream, n, messages, stream_options: streamOptions } = body;
  return {
    model: typeof model === 'string' ? model : undefined,
    stream: stream === true,
    includeUsage: isObject(streamOptions) && streamOptions['include_usage'] === true,
    choices: typeof n === 'number' && n > 0 ? n : 1,
    messages: Array.isArray(messages) ? messages.filter(isObject) : [],
  };
}

/** Text of the last message from the user, its parts joined; empty when there is none. */
export function lastUserText({ messages }: ChatOptions): string {
  const content = messages.findLast((message) => message['role'] === 'user')?.['content'];
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part) => (isObject(part) && typeof part['text'] === 'string' ? part['text'] : ''))
    .join('');
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
