import { expect } from 'vitest';
import { dashboardTest, describeInBrowser } from './dashboard-test.ts';

const it = dashboardTest(() => ({}));

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

describeInBrowser('the dashboard by keyboard alone', () => {
  it.beforeAll(async ({ proxy }) => {
    for (const question of ['How do I reverse a list in Python 2?', 'How do I reverse a list in Python 3?'])
      // oxlint-disable-next-line no-await-in-loop -- the second must find the first
      for (let time = 0; time < 2; time += 1) await proxy.ask(question);
  });
  it.for(Object.entries(VIEWS))(
    'reaches everything that can be used at #/%s, and shows where it is',
    async ([view, ready], { page, proxy }) => {
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

  it('goes to another view, finds an entry and takes it back', async ({ proxy, page }) => {
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
    // Where the button was, and not at the top of the page again.
    expect(await page.evaluate(`document.activeElement.textContent`)).toBe('It is gone from every tier.');
  });

  it('takes a wrong answer back in the playground, and stays where the button was', async ({
    proxy,
    page,
  }) => {
    const question = 'What is the capital of Portugal?';
    await proxy.ask(question);
    await page.goto(`${proxy.url}/dashboard/#/playground`);
    await page.getByLabel('Question').fill(question);
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByRole('button', { name: 'Wrong answer' }).press('Enter');
    await page.getByRole('button', { name: 'Wrong answer' }).waitFor({ state: 'hidden' });
    expect(await page.evaluate(`document.activeElement.role`)).toBe('status');
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
