import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium, missingChromium, PATIENT } from './chromium.ts';
import { openPage, type OpenedPage } from './opened-page.ts';
import { RunningProxy } from './running-proxy.ts';

const missing = missingChromium();

/** Each view, and what stands in it when it is ready. */
const VIEWS = {
  '': '.part',
  history: '[data-chart="bytes"] canvas',
  live: '.row .chip',
  'near-misses': '.entry .chip',
  explore: '.entry .button',
  playground: '#question',
  explain: '#request',
};

describe.skipIf(missing !== undefined)(`the dashboard by keyboard alone${note()}`, PATIENT, () => {
  let proxy: RunningProxy;
  let browser: Browser;
  let opened: OpenedPage;
  let page: Page;

  beforeAll(async () => {
    [proxy, browser] = await Promise.all([RunningProxy.start({}), launchChromium()]);
    for (const question of ['How do I reverse a list in Python 2?', 'How do I reverse a list in Python 3?'])
      // oxlint-disable-next-line no-await-in-loop -- the second must find the first
      for (let time = 0; time < 2; time += 1) await proxy.ask(question);
  });
  afterAll(async () => {
    await browser?.close();
    await proxy?.stop();
  });
  beforeEach(async () => {
    opened = await openPage(browser, { reducedMotion: 'reduce' });
    ({ page } = opened);
  });
  afterEach(() => opened.close());

  it.each(Object.entries(VIEWS))(
    'reaches everything that can be used at #/%s, and shows where it is',
    async (view, ready) => {
      await page.goto(`${proxy.url}/dashboard/#/${view}`);
      await page.locator(ready).first().waitFor();
      // What is polled would be drawn anew under the test's hands.
      await page.route('**/*', (route) => route.abort());
      const all = await page.evaluate<number>(MARK_USABLE);
      const reached = new Set<string>();
      const unseen = new Set<string>();
      for (let press = 0; press < all + 3; press += 1) {
        // oxlint-disable no-await-in-loop -- one key after the other
        await page.keyboard.press('Tab');
        const { mark, name, seen } = await page.evaluate<{ mark: string; name: string; seen: boolean }>(
          FOCUSED,
        );
        if (mark !== '') reached.add(mark);
        if (mark !== '' && !seen) unseen.add(name);
        // oxlint-enable no-await-in-loop
      }
      expect(reached.size).toBe(all);
      expect([...unseen]).toEqual([]);
    },
  );

  it('goes to another view, finds an entry and takes it back', async () => {
    await page.goto(`${proxy.url}/dashboard/`);
    await page.locator('.cards').waitFor();
    await page.getByRole('link', { name: 'Explore' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Explore' }).waitFor();
    expect(await page.evaluate(`document.activeElement.id`)).toBe('content');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Python 2');
    await page.keyboard.press('Enter');
    await page.getByText('1 entry', { exact: true }).waitFor();
    await page.locator('.entry .button').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('.exchange-answer').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.getByText('It is gone from every tier.').waitFor();
  });
});

/** Numbers what is there to be used; of a group of radio buttons the chosen one, which stands for all. */
const MARK_USABLE = `(() => {
  const usable = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter((element) => element.checkVisibility() && !element.disabled)
    .filter((element) => element.type !== 'radio' || element.checked);
  for (const [mark, element] of usable.entries()) element.dataset.mark = mark;
  return usable.length;
})()`;

/** Where the keyboard is, and whether one sees it: an outline on it, or on what stands for it. */
const FOCUSED = `(() => {
  const element = document.activeElement;
  const outlined = [element, element.nextElementSibling]
    .some((each) => each !== null && getComputedStyle(each).outlineStyle !== 'none');
  return { mark: element.dataset.mark ?? '', name: element.textContent || element.id, seen: outlined };
})()`;

function note(): string {
  return missing === undefined ? '' : ` (skipped: ${missing})`;
}
