import { expect, test } from 'vitest';
import { poisonOf } from './entry-poison.ts';

test.each([
  ['valid UTF-8', 'utf8', undefined],
  ['none', 'latin1', 'not-utf8'],
] as const)('an answer stored in %s (%s) is poison for the reason %s', (_text, encoding, reason) => {
  const choice = { index: 0, message: { content: 'café' }, finish_reason: 'stop' };
  const body = Buffer.from(JSON.stringify({ choices: [choice] }), encoding);
  const entry = {
    body,
    fingerprint: 'f'.repeat(64),
    createdAt: 0,
    expiresAt: 1,
    model: 'm',
    usage: undefined,
  };
  expect(poisonOf({ id: entry.fingerprint, tiers: ['exact'], entry })).toBe(reason);
});
