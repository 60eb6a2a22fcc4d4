import { readFileSync } from 'node:fs';
import { COMMANDS } from '@strata/proxy-service/cli/run-cli';
import { ADMIN_OPERATIONS } from '@strata/proxy-service/routes/openapi-admin';
import { expect, test } from 'vitest';

function page(path: string): string {
  return readFileSync(new URL(`../docs/${path}`, import.meta.url), 'utf8');
}

test('the reference of the admin API names every route', () => {
  const text = page('reference/admin-api.md');
  const paths = ADMIN_OPERATIONS.map(({ path }) => path.replace(/\/\{id\}$/, ''));
  // `/import`, `/warm`: written after their neighbour.
  const isNamed = (path: string): boolean =>
    text.includes(path) || text.includes(`\`${path.slice(path.lastIndexOf('/'))}\``);
  expect(paths.filter((path) => !isNamed(path))).toEqual([]);
});

test('the guide to the command line names every command', () => {
  const text = page('guides/command-line.md');
  expect(COMMANDS.filter(({ name }) => !text.includes(`\`${name}`))).toEqual([]);
});
