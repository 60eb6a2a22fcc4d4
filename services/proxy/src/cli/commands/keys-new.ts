import { newKey } from '../../keys/new-key.ts';
import { operandsOf, type Command } from '../command.ts';

export const keysNew: Command = {
  name: 'keys new',
  operands: '',
  summary: 'make a key for a client, and the form of it that goes into the configuration',
  options: [],
  run: async (context) => {
    operandsOf(context, { from: 0, to: 0 });
    const { io, asJson } = context;
    const { key, sha256 } = newKey();
    io.print(asJson ? `${JSON.stringify({ key, sha256 })}\n` : `key     ${key}\nsha256  ${sha256}\n`);
    if (!asJson)
      io.tell('The key is for the client and is shown this once; the configuration takes either form.\n');
    return 0;
  },
};
