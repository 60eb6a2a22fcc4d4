import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const VIEWS = ['overview', 'history', 'live', 'near-misses', 'explore', 'playground', 'explain'];
const FURTHER = ['overview-phone', 'first-start'];

const textOf = (path: string): Promise<string> => readFile(new URL(path, ROOT), 'utf8');

describe('the pictures of the dashboard', () => {
  it('show each view in light and in dark', async () => {
    const files = await readdir(new URL('docs/images/', ROOT));
    const expected = [...VIEWS, ...FURTHER].flatMap((view) => [`${view}-dark.png`, `${view}-light.png`]);
    expect(files.filter((name) => name.endsWith('.png')).toSorted()).toEqual(expected.toSorted());
  });

  it('are all shown in the guide, which the README links beside some of them', async () => {
    const [readme, guide] = await Promise.all([textOf('README.md'), textOf('docs/guides/dashboard.md')]);
    for (const view of [...VIEWS, ...FURTHER]) {
      expect(guide).toContain(`../images/${view}-light.png`);
      expect(guide).toContain(`../images/${view}-dark.png`);
    }
    expect(readme).toContain('docs/guides/dashboard.md');
    expect(readme).toContain('docs/images/overview-light.png');
    expect(readme).toContain('docs/images/overview-dark.png');
  });
});
