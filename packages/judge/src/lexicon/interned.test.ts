import { expect, test } from 'vitest';
import { interned } from './interned.ts';

test.each(['', 'word', '42', '__proto__', 'constructor', 'größer', '日本', 'x'.repeat(1_000)])(
  'gives %j back, the first time and again',
  (text) => {
    expect(interned(text)).toBe(text);
    expect(interned(text)).toBe(text);
  },
);

test('remembers only so much', () => {
  for (let count = 0; count < 50_000; count += 1) expect(interned(`w${count}`)).toBe(`w${count}`);
});
