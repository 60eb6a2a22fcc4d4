export type ChatBody = {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly stream?: boolean;
  /** Tells the fake upstream what to do; Strata passes it on as any field it does not know. */
  readonly bench?: UpstreamWishes;
};

/** What the fake upstream is asked to do. Milliseconds. */
export type UpstreamWishes = {
  readonly delayMs?: number;
  readonly chunks?: number;
  readonly spacingMs?: number;
};

export const MODEL = 'gpt-4o-mini';

/** A question as most clients ask it: one user message, no other field. */
export function chatText(question: string, rest: Partial<ChatBody> = {}): string {
  const body: ChatBody = { model: MODEL, messages: [{ role: 'user', content: question }], ...rest };
  return JSON.stringify(body);
}

/** The bytes of a chat request, with the headers that OpenAI's clients send. */
export function chatRequest(text: string, headers: Readonly<Record<string, string>> = {}): Buffer {
  const lines = Object.entries({
    host: '127.0.0.1',
    'content-type': 'application/json',
    accept: 'application/json',
    'user-agent': 'OpenAI/JS 7.0.0',
    authorization: 'Bearer sk-bench',
    ...headers,
    'content-length': String(Buffer.byteLength(text)),
  });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`POST /v1/chat/completions HTTP/1.1\r\n${head}\r\n${text}`);
}
