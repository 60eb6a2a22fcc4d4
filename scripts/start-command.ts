import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How a service is started: `A=1 exec node --option services/…/main.ts`, in its parts. */
export type StartCommand = {
  readonly env: Readonly<Record<string, string>>;
  readonly nodeOptions: readonly string[];
};

/** What the package.json of a checkout sets for the script that starts `entry`. */
export function startCommand(entry: string, root: string): StartCommand {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const command = Object.values(scripts).find((script) => script.endsWith(` ${entry}`));
  if (command === undefined) throw new Error(`No script of package.json starts ${entry}.`);
  return {
    env: Object.fromEntries(
      [...command.matchAll(/(?:^|\s)([A-Z][A-Z_]*)=(\S+)/g)].map(([, name = '', value = '']) => [
        name,
        value,
      ]),
    ),
    nodeOptions: [...command.matchAll(/\s(--\S+)/g)].map(([, option = '']) => option),
  };
}
