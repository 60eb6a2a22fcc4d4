import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium, missingChromium, PATIENT } from './chromium.ts';
import { openPage, type OpenedPage } from './opened-page.ts';
import { RunningProxy } from './running-proxy.ts';

const missing = missingChromium();
const ADMIN_KEY = 'the-admin-key';
const REVERSE = 'How do I reverse a list in Python?';

describe.skipIf(missing !== undefined)(`explaining and correcting${note()}`, PATIENT, () => {
  let proxy: RunningProxy;
  let browser: Browser;
  let opened: OpenedPage;
  let page: Page;

  beforeAll(async () => {
    [proxy, browser] = await Promise.all([RunningProxy.start({ ADMIN_KEY }), launchChromium()]);
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

  const explain = async (request: string): Promise<void> => {
    await page.goto(`${proxy.url}/dashboard/#/explain`);
    await page.getByLabel('Request').fill(request);
    await page.getByRole('button', { name: 'Explain' }).click();
    await signIn();
    await page.locator('.verdict').waitFor();
  };
  const signIn = async (): Promise<void> => {
    await page.getByLabel('Admin key').fill(ADMIN_KEY);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const ground = (name: string): Promise<string | null> =>
    page.locator(`[data-ground="${name}"] dd`).textContent();

  it('asks for the admin key, refuses a wrong one, and forgets the right one with the page', async () => {
    await page.goto(`${proxy.url}/dashboard/#/explain`);
    await page.getByLabel('Request').fill(REVERSE);
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByLabel('Admin key').fill('a guess');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('The admin API needs the admin key').waitFor();
    await signIn();
    await page.locator('.verdict').waitFor();
    expect(await page.getByLabel('Admin key').isVisible()).toBe(false);
    expect(await page.evaluate(`JSON.stringify([{ ...localStorage }, { ...sessionStorage }])`)).toBe(
      '[{},{}]',
    );
  });

  it('explains a question by its nearest stored ones, and why each may answer or not', async () => {
    await proxy.ask(REVERSE);
    await proxy.ask('How do I reverse a list in Java?');
    await explain('How can I reverse a list in Python?');
    expect(await page.locator('.verdict').textContent()).toBe('Semantic hit');
    expect(await ground('Exact tier')).toBe('no such entry');
    const [first, second] = await page.locator('.candidate').all();
    expect(await first?.locator('.candidate-text').textContent()).toBe(REVERSE);
    expect(await first?.locator('.candidate-verdict').textContent()).toMatch(/^accepted/);
    expect(await second?.locator('.candidate-text').textContent()).toBe('How do I reverse a list in Java?');
    expect(await second?.getAttribute('data-accepted')).toBe('false');
  });

  it('explains a pasted body as a client would send it', async () => {
    const body = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: REVERSE }] };
    await proxy.ask(REVERSE);
    await explain(JSON.stringify(body));
    expect(await page.locator('.verdict').textContent()).toBe('Exact hit');
    expect(await ground('Exact tier')).toMatch(/^stored \d+ \w+ ago, fresh for 23 h$/);

    await page.getByLabel('Request').fill(JSON.stringify({ ...body, n: 2 }));
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.locator('.verdict', { hasText: 'Bypassed' }).waitFor();
    expect(await ground('Passed by')).toBe('several answers were asked for');
  });

  it('says what is wrong with a body that no proxy would take', async () => {
    await explain('What is the capital of France?');
    await page.getByLabel('Request').fill('{"model": 3}');
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByRole('alert').filter({ hasText: /\w/ }).waitFor();
    expect(await page.getByLabel('Admin key').isVisible()).toBe(false);
  });

  it('takes a wrong answer back from the playground, so that it is never served again', async () => {
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

  it('leads from an answer in the playground to its explanation', async () => {
    await page.goto(`${proxy.url}/dashboard/#/playground`);
    await page.getByLabel('Question').fill('What is the capital of France?');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByRole('button', { name: 'Explain' }).click();
    await signIn();
    await page.locator('.verdict', { hasText: 'Exact hit' }).waitFor();
    expect(await page.getByLabel('Request').inputValue()).toContain('What is the capital of France?');
  });
});

function note(): string {
  return missing === undefined ? '' : ` (skipped: ${missing})`;
}
