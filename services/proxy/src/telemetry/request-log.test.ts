import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock } from '@strata/contracts/fake-clock';
import { createLogger } from '@strata/service-kit';
import { expect, test, vi } from 'vitest';
import { shippedPrices } from '../providers/model-prices.ts';
import { RequestLog } from './request-log.ts';

test('a folder that cannot be made costs lines, is told, and does not end the start', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'strata-log-')), 'file');
  await writeFile(file, '');
  const lines: string[] = [];
  const logger = createLogger({
    level: 'info',
    service: 'proxy',
    destination: { write: (line) => lines.push(line) },
  });
  const path = join(file, 'logs', 'requests.log');
  await using _log = new RequestLog({ path, prices: shippedPrices(), clock: new FakeClock(), logger });
  await vi.waitFor(() => expect(lines.join('')).toContain('The request log cannot be written'));
});
