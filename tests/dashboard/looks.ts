import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

/** Visible texts, and colours of legends, that fall short of WCAG AA. */
export async function lowContrast(page: Page): Promise<readonly string[]> {
  const script = await readFile(new URL('in-page/low-contrast.js', import.meta.url), 'utf8');
  const { checked, low } = await page.evaluate<{ checked: number; low: readonly string[] }>(script);
  if (checked < 10) throw new Error(`There were only ${checked} texts to look at.`);
  return low;
}

/** What sticks out of the page or of its own box. */
export async function overflow(page: Page): Promise<readonly string[]> {
  return await page.evaluate(STICKING_OUT);
}

export async function unfold(page: Page): Promise<void> {
  await page.evaluate(`document.querySelectorAll('details').forEach((section) => { section.open = true; })`);
}

const STICKING_OUT = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  const clipped = [...document.querySelectorAll('main *, header *, footer *')]
    .filter((element) => element.children.length === 0 && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1)
    .filter((element) => element.closest('pre, svg, input, textarea, select') === null)
    .map((element) => element.textContent);
  return scrollWidth > clientWidth ? ['the page, ' + (scrollWidth - clientWidth) + ' pixels', ...clipped] : clipped;
})()`;
