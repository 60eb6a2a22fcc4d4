import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modelOf, withAnswerModel, withAnswerModelInBytes, withModel } from './json-model.ts';

/** JSON as people and machines write it: any values, keys that look like ours, white space anywhere. */
const member = fc.oneof(
  fc.string(),
  fc.constantFrom('model', 'mod', '"model"', 'a\\', 'response', 'message'),
);
const body = fc.tuple(fc.dictionary(member, fc.jsonValue()), fc.constantFrom(0, 2, '\t'));

function parsed(text: string): Record<string, unknown> {
  return JSON.parse(text) as Record<string, unknown>;
}

describe('the model of a JSON text', () => {
  test('is what a parser finds', () => {
    fc.assert(
      fc.property(body, ([value, indent]) => {
        const model = modelOf(JSON.stringify(value, null, indent));
        expect(model).toBe(typeof value['model'] === 'string' ? value['model'] : undefined);
      }),
    );
  });

  test('is replaced, and nothing else is', () => {
    fc.assert(
      fc.property(body, fc.string(), ([value, indent], model) => {
        const written = parsed(withModel(JSON.stringify(value, null, indent), model));
        // A parser’s round trip: what JSON makes of -0, say.
        const expected = parsed(JSON.stringify(value));
        expect(written).toEqual('model' in expected ? { ...expected, model } : expected);
      }),
    );
  });

  test('of several is the last, and all are replaced', () => {
    const text = '{"model":"a","mod\\u0065l" : "b"}';
    expect(modelOf(text)).toBe('b');
    expect(withModel(text, 'c')).toBe('{"model":"c","mod\\u0065l" :"c"}');
  });

  test('is found in a text that breaks off after it, and not in the middle of it', () => {
    expect(modelOf('{"model":"a","input":["x')).toBe('a');
    expect(modelOf('{"model":"a')).toBeUndefined();
    expect(modelOf('{"input":"\\')).toBeUndefined();
  });

  test.each([
    '',
    '[]',
    'null',
    '"model"',
    '["model":"a"]',
    '{}',
    '{"a":{"model":"b"}}',
    '{"model":{"model":"b"}}',
  ])('is not there in %j', (text) => {
    expect(modelOf(text)).toBeUndefined();
  });
});

describe('the model of an answer', () => {
  test.each([
    [
      '{"type":"response.created","response":{"id":"r","model":"x","tools":[{"model":"y"}]},"n":1}',
      'response',
    ],
    ['{"type":"message_start","message":{"role":"assistant","model":"x","a":{"model":"y"}}}', 'message'],
  ])('is replaced in %s too', (event, wrapper) => {
    const { [wrapper]: inner } = parsed(withAnswerModel(event, 'mine'));
    expect(inner).toEqual({ ...(parsed(event)[wrapper] as object), model: 'mine' });
    expect(withModel(event, 'mine')).toBe(event);
  });

  test('is replaced in bytes as in their text, and what is no text stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (content, model) => {
        const text = JSON.stringify({ content, model: 'x', message: { model: 'x', content } });
        const bytes = withAnswerModelInBytes(Buffer.from(text), model);
        expect(Buffer.from(bytes).toString()).toBe(withAnswerModel(text, model));
      }),
    );
    const broken = withAnswerModelInBytes(Buffer.from('{"a":"\xff\xe9","model":"x"}', 'latin1'), 'é');
    expect(Buffer.from(broken)).toEqual(Buffer.from('{"a":"\xff\xe9","model":"\xc3\xa9"}', 'latin1'));
  });

  test('is left alone in a list, a text and deeper down', () => {
    const event =
      '{"message":"{\\"model\\":1}","response":[{"model":"y"}],"x":{"message":{"model":"z"}},"model":"a"}';
    expect(withAnswerModel(event, 'a')).toBe(event);
    expect(parsed(withAnswerModel(event, 'b'))).toEqual({ ...parsed(event), model: 'b' });
  });
});
