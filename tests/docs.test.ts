import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const PAGES = globSync(
  '{*.md,.github/**/*.md,docs/**/*.md,packages/**/*.md,services/**/*.md,bench/**/*.md,deploy/**/*.md,models/**/*.md,tests/**/*.md,dashboard/**/*.md}',
  {
    cwd: ROOT,
    exclude: (path) => path.includes('node_modules'),
  },
);

test('there are pages to check', () => expect(PAGES.length).toBeGreaterThan(10));

describe.each(PAGES)('%s', (page) => {
  const text = read(page);

  test('links to files that exist, and to headings that stand in them', () => {
    expect(links(withoutCode(text)).flatMap((link) => problemOf(page, link))).toEqual([]);
  });

  test('closes every code block', () => {
    expect([...text.matchAll(/^\s*(?:```|~~~)/gm)].length % 2).toBe(0);
  });
});

test('the index of decisions names each of them', () => {
  const index = read('docs/decisions/README.md');
  const decisions = readdirSync(join(ROOT, 'docs/decisions')).filter((name) => /^\d{4}-.*\.md$/.test(name));
  expect(decisions.filter((name) => !index.includes(`(${name})`))).toEqual([]);
});

function read(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

/** What is shown as code is no link. */
function withoutCode(text: string): string {
  return text.replaceAll(/^(\s*)(```|~~~)[\s\S]*?^\s*\2\s*$/gm, '').replaceAll(/`[^`\n]*`/g, '``');
}

/** Targets of links and images; other sites are not asked. */
function links(text: string): readonly string[] {
  const inline = [...text.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)].map(
    (match) => match[1] ?? '',
  );
  const defined = [...text.matchAll(/^\[[^\]]+\]:\s*(\S+)/gm)].map((match) => match[1] ?? '');
  const html = [...text.matchAll(/<(?:img|a|source)\b[^>]*?\b(?:src|href|srcset)="([^"]+)"/g)].map(
    (match) => match[1] ?? '',
  );
  return [...inline, ...defined, ...html].filter((link) => !/^[a-z][a-z+.-]*:/i.test(link));
}

function problemOf(page: string, link: string): readonly string[] {
  const [path = '', anchor] = decodeURIComponent(link).split('#', 2);
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(ROOT, target))) return [`${link}: there is no ${target}`];
  if (anchor === undefined || !target.endsWith('.md')) return [];
  return anchors(read(target)).has(anchor) ? [] : [`${link}: ${target} has no such heading`];
}

/** The names that GitHub gives to headings. */
function anchors(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, heading = ''] of text
    .replaceAll(/^(\s*)(```|~~~)[\s\S]*?^\s*\2\s*$/gm, '')
    .matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const base = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-');
    let name = base;
    for (let count = 1; names.has(name); count += 1) name = `${base}-${count}`;
    names.add(name);
  }
  return names;
}
