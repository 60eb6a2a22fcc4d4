import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, checkBounds, parseJson, parseJsonObject } from './json.ts';

/** Both ways of writing back what was read. */
function written(text: string): string[] {
  return [JSON.stringify(parseJson(text)), canonicalJson(parseJson(text))];
}

describe('numbers', () => {
  test.each([
    ['beyond 2^53, by one', '9007199254740993'],
    ['of 64 bits', '12345678901234567890'],
    ['with more digits than a double has', '0.12345678901234567891'],
    ['with its dot far from the front', '123456.123456789012345'],
    ['too large for a double', '1e400'],
    ['too small for a double', '1e-400'],
    ['too large and negative', '-1e400'],
  ])('keep their digits: %s', (_what, number) => {
    expect(written(`{"a":${number}}`)).toEqual([`{"a":${number}}`, `{"a":${number}}`]);
    expect(written(`[${number}, 1]`)).toEqual([`[${number},1]`, `[${number},1]`]);
  });

  test('that are equal are written alike', () => {
    for (const one of ['1', '1.0', '1e0', '10E-1', '0.1e1']) expect(written(one)).toEqual(['1', '1']);
    for (const zero of ['0', '-0', '0.0', '0e9']) expect(written(zero)).toEqual(['0', '0']);
  });

  test('that a double holds come back as they were', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const text = JSON.stringify(number);
        expect(written(text)).toEqual([text, text]);
      }),
    );
  });

  test('in a text are a text', () => {
    const text = '{"a":"12345678901234567890 1e400 \\\\","b\\"1e400":[1]}';
    expect(written(text)).toEqual([text, text]);
  });

  test('are found behind whatever strings there are', () => {
    fc.assert(
      fc.property(fc.json(), fc.string(), (value, name) => {
        const text = `{${JSON.stringify(name)}:${value},"n":12345678901234567890}`;
        fc.pre(name !== 'n');
        expect(JSON.stringify(parseJson(text)).endsWith('12345678901234567890}')).toBe(true);
      }),
    );
  });
});

describe('what is no JSON', () => {
  test.each(['', '{', '"', '"\\', '[1e', '{"a":12345678901234567890', '"\\"', '1234567890123456"'])(
    '%j',
    (text) => {
      expect(parseJsonObject(text)).toBeUndefined();
      expect(() => parseJson(text)).toThrow(SyntaxError);
    },
  );
});

describe('a text out of all bounds', () => {
  const filler = ' '.repeat(70_000);
  const members = (count: number): string => `"a:":0,`.repeat(count);

  test.each([
    ['nested deeper', `${filler}${'['.repeat(201)}`],
    ['nested deeper', `${'['.repeat(4_000)}${']'.repeat(4_000)}`],
    ['nested deeper', `["\\\\", "${filler}", ${'{"a":'.repeat(200)}`],
    ['more than 100000 members', `{${members(100_001)}`],
    ['more than 100000 members', `[${`{${members(10)}},`.repeat(10_001)}`],
  ])('is refused as %s', (problem, text) => {
    expect(() => checkBounds(text)).toThrow(problem);
  });

  test.each([
    `${filler}${'['.repeat(200)}${']'.repeat(200)}${'[{'.repeat(100)}`,
    `["${'['.repeat(70_000)}"]`,
    `["\\"${'['.repeat(70_000)}"]`,
    `{${members(100_000)}`,
    `["${':'.repeat(200_000)}"]`,
  ])('is not what is in its strings, nor what is just within', (text) => {
    expect(() => checkBounds(text)).not.toThrow();
  });
});

test('a text that nests as deep as one may that is not looked at can be written again', () => {
  const text = '['.repeat(2_047) + ']'.repeat(2_047);
  expect(() => checkBounds(text)).not.toThrow();
  expect(JSON.stringify(parseJson(text))).toBe(text);
});

describe('canonical JSON', () => {
  test('is the value, its members in order', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
    expect(canonicalJson({ b: [], a: { d: {}, c: undefined }, '': [null, undefined] })).toBe(
      '{"":[null,null],"a":{"d":{}},"b":[]}',
    );
  });
});
