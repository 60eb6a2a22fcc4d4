import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadProxyConfig } from '@strata/proxy-service/config-file/load';
import { readPrices } from '@strata/proxy-service/providers/price-list';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** First keys of files that other programs read. */
const OTHERS: ReadonlySet<string> = new Set(['services', 'scrape_configs', 'model_list']);

type Example = { readonly place: string; readonly text: string };

const EXAMPLES = globSync('{*.md,docs/**/*.md}', { cwd: ROOT }).flatMap(examplesOf);
const ours = EXAMPLES.filter(({ text }) => !OTHERS.has(Object.keys(parse(text) ?? {})[0] ?? ''));
const [prices, configurations] = [true, false].map((wanted) =>
  ours.filter(({ text }) => text.startsWith('# prices.yaml') === wanted),
);

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'strata-docs-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The YAML of a page, as who copies it has it. */
function examplesOf(page: string): readonly Example[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^( *)```ya?ml\n([^]*?)^\1```$/gm)].map(
    ({ 1: indent = '', 2: block = '', index }) => ({
      place: `${page}:${text.slice(0, index).split('\n').length}`,
      text: block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  );
}

function written({ text }: Example): string {
  const path = join(folder, 'example.yaml');
  writeFileSync(path, text);
  return path;
}

test('there are examples to check', () => expect(configurations?.length).toBeGreaterThan(5));

test.each(configurations ?? [])('$place passes config:check as it stands', (example) => {
  expect(() =>
    loadProxyConfig({ CONFIG_PATH: written(example), DATA_DIR: folder }, join(folder, 'no.env')),
  ).not.toThrow();
});

test.each(prices ?? [])('$place is a price list', (example) => {
  expect(() => readPrices(written(example))).not.toThrow();
});
