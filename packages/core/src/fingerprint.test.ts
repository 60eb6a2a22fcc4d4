import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidRequestError } from './errors.ts';
import { parseChatRequest } from './chat-request.ts';
import { fingerprint, significantFields, type Scope } from './fingerprint.ts';
import { partitionOf } from './partition.ts';

const SCOPE: Scope = { tenant: 'default', namespace: '', version: 0 };

function keyOf(body: object | string, scope: Scope = SCOPE): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fingerprint(significantFields(parseChatRequest(text)), scope);
}

function partition(body: object): string {
  return partitionOf(significantFields(parseChatRequest(JSON.stringify(body))), SCOPE);
}

const ask = (content: unknown, extra: object = {}): object => ({
  model: 'm',
  messages: [{ role: 'user', content }],
  ...extra,
});

const parts = (...texts: readonly string[]): readonly object[] =>
  texts.map((text) => ({ type: 'text', text }));

/** The same value with every object's members in another order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, shuffled(inner)]),
  );
}

describe('the fingerprint', () => {
  test('minds every character of an answer that is to be gone on with', () => {
    const going = (content: string): string =>
      keyOf({
        model: 'm',
        messages: [
          { role: 'user', content: 'Write f' },
          { role: 'assistant', content },
        ],
      });
    const keys = ['def f():', 'def f():\n', 'def f():\n    ', ' def f():'].map(going);
    expect(new Set(keys).size).toBe(4);
    const said = (content: string): string =>
      keyOf({
        model: 'm',
        messages: [
          { role: 'assistant', content },
          { role: 'user', content: 'Go on' },
        ],
      });
    expect(said('def f():\n')).toBe(said('def f():'));
  });

  test('is 64 hex digits and the same every time', () => {
    expect(keyOf(ask('What is Rust?'))).toMatch(/^[0-9a-f]{64}$/);
    expect(keyOf(ask('What is Rust?'))).toBe(keyOf(ask('What is Rust?')));
  });

  test('does not depend on the order of members or on white space between them', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (extra) => {
        const body = { ...extra, ...ask('What is Rust?') };
        expect(keyOf(JSON.stringify(shuffled(body), null, 2))).toBe(keyOf(body));
      }),
    );
  });

  test('counts every field that may change the answer, known or not', () => {
    const plain = keyOf(ask('Hi there'));
    const others = [
      ask('Hi there', { temperature: 0 }),
      ask('Hi there', { max_tokens: 50 }),
      ask('Hi there', { tools: [] }),
      ask('Hi there', { response_format: { type: 'json_object' } }),
      ask('Hi there', { seed: 1 }),
      ask('Hi there', { some_field_of_next_year: true }),
      ask('Hi there', { model: 'other' }),
      ask('hi there'),
      ask('Hi  there'),
      { model: 'm', messages: [{ role: 'system', content: 'Hi there' }] },
    ];
    expect(new Set([plain, ...others.map((body) => keyOf(body))]).size).toBe(others.length + 1);
  });

  test('ignores what does not change the answer', () => {
    const ignored = {
      stream: true,
      stream_options: { include_usage: true },
      user: 'u',
      metadata: { a: 1 },
      safety_identifier: 'hash-of-somebody',
      prompt_cache_key: 'somebody',
      prompt_cache_retention: '24h',
      prompt_cache_options: { mode: 'implicit' },
      store: true,
    };
    expect(keyOf(ask('Hi', { ...ignored, cache: { ttl: 5 } }))).toBe(keyOf(ask('Hi')));
  });

  test('trims the ends of message text and normalises it to NFC, in strings and in parts', () => {
    expect(keyOf(ask('  caf\u0065\u0301 \n'))).toBe(keyOf(ask('caf\u00e9')));
    expect(keyOf(ask(parts(' x ')))).toBe(keyOf(ask(parts('x'))));
  });

  test('keeps the white space where two parts meet: joined as they are, one is `in valid` and one `invalid`', () => {
    const keys = [
      parts('Spell: in', 'valid'),
      parts('Spell: in ', 'valid'),
      parts('Spell: in', ' ', 'valid'),
    ];
    expect(new Set(keys.map((content) => keyOf(ask(content)))).size).toBe(keys.length);
    expect(keyOf(ask(parts(' Spell: in ', 'valid\n')))).toBe(keyOf(ask(parts('Spell: in ', 'valid'))));
  });

  test('trims texts where an image parts them, as at the ends of the message', () => {
    const image = { type: 'image_url', image_url: { url: 'data:,' } };
    const around = (before: string, after: string): string =>
      keyOf(ask([...parts(before), image, ...parts(after)]));
    expect(around('Look at ', ' and tell')).toBe(around('Look at', 'and tell'));
  });

  test('leaves a text as it was sent whose letters bear more marks than any writing has: to order them takes minutes', () => {
    const marked = (pairs: number, [one, other]: readonly [string, string]): string =>
      keyOf(ask(`a${`${one}${other}`.repeat(pairs)}`));
    const [above, below] = ['\u0301', '\u0316'];
    expect(marked(15, [above, below])).toBe(marked(15, [below, above]));
    expect(marked(2_000, [above, below])).not.toBe(marked(2_000, [below, above]));
  });

  test('keeps tenants and namespaces apart, and gives cache versions one key', () => {
    const scopes = [SCOPE, { ...SCOPE, tenant: 'b' }, { ...SCOPE, namespace: 'b' }];
    expect(new Set(scopes.map((scope) => keyOf(ask('Hi'), scope))).size).toBe(3);
    expect(keyOf(ask('Hi'), { ...SCOPE, version: 1 })).toBe(keyOf(ask('Hi')));
  });

  test('tells numbers apart that a double cannot', () => {
    const withSeed = (seed: string): string =>
      `{"model":"m","messages":[{"role":"user","content":"Hi"}],"seed":${seed}}`;
    expect(keyOf(withSeed('12345678901234567890'))).not.toBe(keyOf(withSeed('12345678901234567891')));
    expect(keyOf(withSeed('1e400'))).not.toBe(keyOf(withSeed('1e401')));
  });

  test('of a request nested deeper than anybody means is refused, not a stack overflow', () => {
    const deep = `{"model":"m","messages":[{"role":"user","content":"Hi"}],"x":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    expect(() => keyOf(deep)).toThrow(InvalidRequestError);
  });

  test('counts a member named __proto__', () => {
    const hidden = '{"model":"m","messages":[{"role":"user","content":"Hi"}],"__proto__":{"a":1}}';
    expect(keyOf(hidden)).not.toBe(keyOf(ask('Hi')));
  });
});

describe('the partition', () => {
  test('is shared by questions that differ in the last user text only', () => {
    expect(partition(ask('What is Rust?'))).toBe(partition(ask('Tell me about Rust')));
  });

  test('differs with anything else: system prompt, history, sampling, shape of the content', () => {
    const system = { role: 'system', content: 'Be brief.' };
    const user = { role: 'user', content: 'What is Rust?' };
    const partitions = [
      partition(ask('What is Rust?')),
      partition(ask('What is Rust?', { temperature: 0 })),
      partition({ model: 'm', messages: [system, user] }),
      partition({ model: 'm', messages: [user, { role: 'assistant', content: 'A language.' }, user] }),
      partition(ask(parts('What is Rust?', 'Now.'))),
      // White space that the question does not tell.
      partition(ask(parts('What is Rust? ', 'Now.'))),
      partition({ model: 'm', messages: [{ ...user, name: 'anna' }] }),
    ];
    expect(new Set(partitions).size).toBe(partitions.length);
  });
});
