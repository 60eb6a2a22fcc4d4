import { isJsonObject } from '@strata/core';
import { operandsOf, table, type Command } from '../command.ts';
import { count } from '../progress-bar.ts';

export const scan: Command = {
  name: 'scan',
  operands: '',
  summary: 'look for entries that should not be served: errors, cut, empty or damaged ones',
  options: [{ name: 'purge', help: 'delete them' }],
  run: async (context) => {
    operandsOf(context, { from: 0, to: 0 });
    const { io, client, flag, asJson } = context;
    const answer = await client.json({ path: '/admin/cache/scan', body: { purge: flag('purge') } });
    if (asJson) io.print(`${JSON.stringify(answer)}\n`);
    else {
      const { examined, poisoned, purged, reasons } = answer;
      io.print(`${count(Number(poisoned))} of ${count(Number(examined))} entries are poisoned, `);
      io.print(`${count(Number(purged))} were deleted.\n`);
      const rows = Object.entries(isJsonObject(reasons) ? reasons : {});
      io.print(table(rows.map(([reason, number]) => [reason, String(number)])));
    }
    return 0;
  },
};
