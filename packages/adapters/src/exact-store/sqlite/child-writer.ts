import { wallClock } from '@strata/contracts/wall-clock';
import { SqliteExactStore } from '../sqlite.ts';

/**
 * A process of its own for tests: `child-writer.ts <file> <name> <count>` sets `<name> <i>` to `value <i>` and spaces, and
 * writes `<i>` on a line of its output when that is done, or the error's name in its place.
 */
const [path = '', name = '', count = '0'] = process.argv.slice(2);
const store = new SqliteExactStore({ path, clock: wallClock });
for (let i = 0; i < Number(count); i += 1) {
  // oxlint-disable no-await-in-loop -- one after the other
  const line = await store
    .set(`${name} ${i}`, Buffer.from(`value ${i}`.padEnd(500)), Date.now() + 3_600_000)
    .then(
      () => String(i),
      (error: Error) => error.name,
    );
  await new Promise((resolve) => process.stdout.write(`${line}\n`, resolve));
  // oxlint-enable no-await-in-loop
}
