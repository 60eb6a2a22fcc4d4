import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { ADMIN_KEY, dashboardTest, describeInBrowser } from './dashboard-test.ts';

const REVERSE = 'How do I reverse a list in Python?';

const it = dashboardTest(() => ({ ADMIN_KEY })).extend(
  'explain',
  ({ page, show, signIn }) =>
    async (request: string): Promise<void> => {
      await show('explain');
      await page.getByLabel('Request').fill(request);
      await page.getByRole('button', { name: 'Explain' }).click();
      await signIn();
      await page.locator('.verdict').waitFor();
    },
);

describeInBrowser('explaining and correcting', () => {
  it('asks for the admin key, refuses a wrong one, and forgets the right one with the page', async ({
    proxy,
    page,
    signIn,
  }) => {
    await page.goto(`${proxy.url}/dashboard/#/explain`);
    await page.getByLabel('Request').fill(REVERSE);
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByLabel('Admin key').fill('a guess');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('That is not the admin key of this proxy.').waitFor();
    await signIn();
    await page.locator('.verdict').waitFor();
    expect(await page.getByLabel('Admin key').isVisible()).toBe(false);
    expect(await page.evaluate(`JSON.stringify([{ ...localStorage }, { ...sessionStorage }])`)).toBe(
      '[{},{}]',
    );
  });

  it('explains a question by its nearest stored ones, and why each may answer or not', async ({
    proxy,
    page,
    explain,
  }) => {
    await proxy.ask(REVERSE);
    await proxy.ask('How do I reverse a list in Java?');
    await explain('How can I reverse a list in Python?');
    expect(await page.locator('.verdict').textContent()).toBe('Semantic hit');
    expect(await ground(page, 'Exact tier')).toBe('no such entry');
    const [first, second] = await page.locator('.candidate').all();
    expect(await first?.locator('.candidate-text').textContent()).toBe(REVERSE);
    expect(await first?.locator('.candidate-verdict').textContent()).toMatch(/^accepted/);
    expect(await second?.locator('.candidate-text').textContent()).toBe('How do I reverse a list in Java?');
    expect(await second?.getAttribute('data-accepted')).toBe('false');
  });

  it('says what a reading of both questions together came to, and what it had to', async ({
    proxy,
    page,
    explain,
  }) => {
    await proxy.ask('What is the capital of France?');
    await explain("Which city serves as France's capital?");
    const hints = await page.locator('.candidate').first().locator('.hint').allTextContents();
    expect(hints.at(-1)).toMatch(/^(read together: log-odds -?\d+\.\d|not read together), -?\d+\.\d needed$/);
  });

  it('explains a pasted body as a client would send it', async ({ proxy, page, explain }) => {
    const body = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: REVERSE }] };
    await proxy.ask(REVERSE);
    await explain(JSON.stringify(body));
    expect(await page.locator('.verdict').textContent()).toBe('Exact hit');
    expect(await ground(page, 'Exact tier')).toMatch(/^stored \d+ \w+ ago, fresh for 23 h$/);

    await page.getByLabel('Request').fill(JSON.stringify({ ...body, n: 2 }));
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.locator('.verdict', { hasText: 'Bypassed' }).waitFor();
    expect(await ground(page, 'Passed by')).toBe('several answers were asked for');
  });

  it('says what is wrong with a body that no proxy would take, in place of what was explained before', async ({
    page,
    explain,
  }) => {
    await explain('What is the capital of France?');
    await page.getByLabel('Request').fill('{"model": 3}');
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByRole('alert').filter({ hasText: /\w/ }).waitFor();
    expect(await page.locator('.verdict').count()).toBe(0);
    expect(await page.getByLabel('Admin key').isVisible()).toBe(false);
  });

  it('takes a wrong answer back from the playground, so that it is never served again', async ({
    proxy,
    page,
    signIn,
  }) => {
    const question = 'How can I reverse a list in Python?';
    await proxy.ask(REVERSE);
    await page.goto(`${proxy.url}/dashboard/#/playground`);
    await page.getByLabel('Question').fill(question);
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByText('Semantic hit', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Wrong answer' }).click();
    await signIn();
    await page.getByText('The entry never answers this question again').waitFor();
    expect(await proxy.ask(question)).toBe('miss');
  });

  it('leads from an answer in the playground to its explanation', async ({ proxy, page, signIn }) => {
    await page.goto(`${proxy.url}/dashboard/#/playground`);
    await page.getByLabel('Question').fill('What is the capital of France?');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByRole('button', { name: 'Explain' }).click();
    await signIn();
    await page.locator('.verdict', { hasText: 'Exact hit' }).waitFor();
    expect(await page.getByLabel('Request').inputValue()).toContain('What is the capital of France?');
  });
});

function ground(page: Page, name: string): Promise<string | null> {
  return page.locator(`[data-ground="${name}"] dd`).textContent();
}
