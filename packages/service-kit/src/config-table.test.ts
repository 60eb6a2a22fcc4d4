import { expect, it } from 'vitest';
import { z } from 'zod';
import { bytesField, durationField, integerField, secretField, textField } from './config-fields.ts';
import { configTable } from './config-table.ts';

it('is made of each field’s text and default, written as a person would', () => {
  const schema = z.object({
    PORT: integerField().default(3000).describe('Where it listens.'),
    TTL: durationField().default(86_400_000).describe('How long.'),
    KEEP: durationField().prefault('30d').describe('How much longer.'),
    SIZE: bytesField()
      .default(5 * 1024 * 1024)
      .describe('Up to\n  where.'),
    KEY: secretField().optional().describe('a | b'),
    NAME: textField(),
    MODE: z.enum(['x', 'y']).describe('Which way.').default('x'),
  });
  expect(configTable(schema)).toBe(
    [
      '| variable | default | meaning |',
      '|---|---|---|',
      '| `PORT` | `3000` | Where it listens. |',
      '| `TTL` | `24h` | How long. |',
      '| `KEEP` | `30d` | How much longer. |',
      '| `SIZE` | `5mb` | Up to where. |',
      '| `KEY` |  | a \\| b |',
      '| `NAME` | required |  |',
      '| `MODE` | `x` | Which way. |',
    ].join('\n'),
  );
});
