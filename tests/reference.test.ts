import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { referencePages } from '../scripts/reference.ts';

test.each(Object.entries(referencePages()))('docs/reference/%s says what the code says', (name, text) => {
  const written = readFileSync(new URL(`../docs/reference/${name}`, import.meta.url), 'utf8');
  expect(written, 'Run npm run docs:reference and look at what changed.').toBe(text);
});
