import { UsageError } from '../cli-io.ts';
import { operandsOf, type Command } from '../command.ts';

export const clear: Command = {
  name: 'clear',
  operands: '--yes',
  summary: 'empty the whole cache: all tiers, all tenants, all replicas',
  options: [{ name: 'yes', help: 'say that it is meant (needed)' }],
  run: async (context) => {
    operandsOf(context, { from: 0, to: 0 });
    const { io, client, flag, asJson } = context;
    if (!flag('yes')) throw new UsageError('--yes is missing: everything would be gone.');
    const answer = await client.json({ path: '/admin/cache/clear', method: 'POST' });
    io.print(asJson ? `${JSON.stringify(answer)}\n` : `${String(answer['message'])}.\n`);
    return 0;
  },
};
