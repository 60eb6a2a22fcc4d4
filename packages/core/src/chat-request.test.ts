import { describe, expect, test } from 'vitest';
import { upstreamBody } from './api-request.ts';
import { parseChatRequest } from './chat-request.ts';
import { InvalidRequestError } from './errors.ts';

const message = { role: 'user', content: 'Hi' };

function problemWith(body: unknown): InvalidRequestError {
  try {
    parseChatRequest(typeof body === 'string' ? body : JSON.stringify(body));
  } catch (error) {
    if (error instanceof InvalidRequestError) return error;
  }
  throw new Error('The request was accepted.');
}

describe('a chat request', () => {
  test.each([
    ['{', null],
    ['[]', null],
    ['"text"', null],
    [{ messages: [message] }, 'model'],
    [{ model: '', messages: [message] }, 'model'],
    [{ model: 'm'.repeat(257), messages: [message] }, 'model'],
    [{ model: 'm' }, 'messages'],
    [{ model: 'm', messages: [] }, 'messages'],
    [{ model: 'm', messages: 'Hi' }, 'messages'],
    [{ model: 'm', messages: ['Hi'] }, 'messages[0]'],
    [{ model: 'm', messages: [{ content: 'Hi' }] }, 'messages[0].role'],
    [{ model: 'm', messages: [message, { role: 'user', content: 5 }] }, 'messages[1].content'],
    [{ model: 'm', messages: [message], stream: 'yes' }, 'stream'],
    [{ model: 'm', messages: [message], stream_options: 1 }, 'stream_options'],
  ])('that reads %j is refused, naming %j', (body, param) => {
    expect(problemWith(body)).toMatchObject({ status: 400, param });
  });

  test('may name a model as long as any in use', () => {
    const model = 'm'.repeat(256);
    expect(parseChatRequest(JSON.stringify({ model, messages: [message] })).model).toBe(model);
  });

  test('goes upstream with all its fields and digits', () => {
    const text =
      '{ "model":"m", "seed":12345678901234567890, "messages":[{"role":"user","content":"Hi"}], "x":1e400 }';
    expect(upstreamBody(parseChatRequest(text), { askForUsage: true })).toBe(
      '{"model":"m","seed":12345678901234567890,"messages":[{"role":"user","content":"Hi"}],"x":1e400}',
    );
  });

  test('with a member given twice goes upstream as the key reads it', () => {
    const twice =
      '{"model":"m","messages":[{"role":"user","content":"A"}],"messages":[{"role":"user","content":"B"}]}';
    expect(upstreamBody(parseChatRequest(twice), { askForUsage: true })).toBe(
      '{"model":"m","messages":[{"role":"user","content":"B"}]}',
    );
  });

  test('of megabytes of brackets is refused before it is parsed, and brackets in texts are not counted', () => {
    const deep = `{"model":"m","x":${'['.repeat(1_000_000)}`;
    expect(problemWith(deep).message).toContain('nested deeper');
    const text = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: '[{"'.repeat(50_000) }] });
    expect(parseChatRequest(text).model).toBe('m');
  });

  test('that streams is asked for its usage, and keeps everything else, large numbers too', () => {
    const text =
      '{"model":"m","seed":12345678901234567890,"messages":[{"role":"user","content":"Hi"}],"stream":true}';
    const body = upstreamBody(parseChatRequest(text), { askForUsage: true });
    expect(body).toContain('"seed":12345678901234567890');
    expect(JSON.parse(body)).toMatchObject({ stream: true, stream_options: { include_usage: true } });
    expect(upstreamBody(parseChatRequest(text), { askForUsage: false })).toBe(text);
  });

  test('keeps our own cache object from the upstream', () => {
    const text = JSON.stringify({ model: 'm', messages: [message], cache: { ttl: 5 } });
    const body = upstreamBody(parseChatRequest(text), { askForUsage: true });
    expect(JSON.parse(body)).toEqual({ model: 'm', messages: [message] });
  });
});
