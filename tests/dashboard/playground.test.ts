import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { deferred } from '../../packages/contracts/src/deferred.ts';
import { after, answer, echo, openAiError } from '../../packages/contracts/src/fake-openai-replies.ts';
import { dashboardTest, describeInBrowser, variablesFor } from './dashboard-test.ts';

const it = dashboardTest(variablesFor)
  /** Sends what is in the form and returns the answer that appears, the newest on top. */
  .extend('send', ({ page }) => async (): Promise<Locator> => {
    const shown = await page.locator('.exchange').count();
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.locator('.exchange').nth(shown).waitFor();
    return page.locator('.exchange').first();
  })
  .extend('ask', ({ page, send }) => async (question: string): Promise<Locator> => {
    await page.getByLabel('Question').fill(question);
    return await send();
  });

describeInBrowser('the playground', () => {
  it.beforeEach(async ({ upstream, proxy, show }) => {
    upstream.reset();
    await fetch(`${proxy.url}/admin/cache/clear`, { method: 'POST' });
    await show('playground');
  });

  it('shows a miss, the exact hit of its repeat, and the semantic hit of its other words', async ({
    upstream,
    page,
    send,
  }) => {
    await page.getByRole('button', { name: 'How do I reverse a list in Python?' }).click();
    const miss = await send();
    expect(await fact(miss, 'outcome')).toBe('Miss');
    expect(await miss.locator('.exchange-answer').textContent()).toBe(
      'You said: How do I reverse a list in Python?',
    );
    expect(await fact(miss, 'detail')).toBe('Not from the cache: nothing similar is stored');
    expect(await steps(miss)).toEqual(['exact', 'embed', 'search', 'judge', 'upstream']);

    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.locator('.exchange').nth(1).waitFor();
    const hit = page.locator('.exchange').first();
    expect(await fact(hit, 'outcome')).toBe('Exact hit');
    expect(await steps(hit)).toEqual(['exact']);

    await page.getByRole('button', { name: 'Ask in other words' }).first().click();
    const semantic = await send();
    expect(await semantic.locator('.exchange-question').textContent()).toBe(
      'How can I reverse a list in Python?',
    );
    expect(await fact(semantic, 'outcome')).toBe('Semantic hit');
    expect(Number((await fact(semantic, 'similarity'))?.replace('Similarity ', ''))).toBeGreaterThan(0.9);
    expect(await fact(semantic, 'entry')).toBe(await fact(hit, 'entry'));
    expect(upstream.requests).toHaveLength(1);
  });

  it('puts an own question back into the form, selected, to be put in other words', async ({ page, ask }) => {
    await ask('Which rivers flow through Vienna?');
    await page.getByRole('button', { name: 'Ask in other words' }).click();
    expect(await page.evaluate(`String(getSelection())`)).toBe('Which rivers flow through Vienna?');
  });

  it('refreshes and bypasses on demand', async ({ upstream, page, ask }) => {
    const question = 'Which rivers flow through Vienna?';
    await ask(question);
    await page.getByLabel('Cache').selectOption('refresh');
    expect(await fact(await ask(question), 'outcome')).toBe('Refreshed');
    await page.getByLabel('Cache').selectOption('bypass');
    const bypassed = await ask(question);
    expect(await fact(bypassed, 'outcome')).toBe('Bypassed');
    expect(await fact(bypassed, 'detail')).toBe('Not from the cache: the request asked for it');
    expect(upstream.requests).toHaveLength(3);
  });

  it('sends a key that is typed in as Bearer, and keeps it nowhere', async ({ page, ask }) => {
    await page.getByLabel('API key').fill('sk-mine');
    const asked = page.waitForRequest('**/v1/chat/completions');
    await ask('Which rivers flow through Vienna?');
    expect((await asked).headers()['authorization']).toBe('Bearer sk-mine');
    expect(await page.evaluate(`JSON.stringify([{ ...localStorage }, { ...sessionStorage }])`)).toBe(
      '[{},{}]',
    );
  });

  it('asks once, however often the button is pressed while an answer is on its way', async ({
    upstream,
    page,
  }) => {
    const released = deferred();
    upstream.respond(after(released.promise, echo()));
    await page.getByLabel('Question').fill('Which rivers flow through Vienna?');
    await page.getByLabel('Question').press('Control+Enter');
    await page.getByRole('button', { name: 'Asking…' }).waitFor();
    await page.getByLabel('Question').press('Control+Enter');
    released.resolve();
    await page.locator('.exchange').waitFor();
    expect(upstream.requests).toHaveLength(1);
  });

  it('shows what the upstream refused with', async ({ upstream, ask }) => {
    upstream.enqueue(openAiError(429, { message: 'Slow down, please.' }));
    const failed = await ask('Which rivers flow through Vienna?');
    expect(await failed.locator('.error-badge').textContent()).toBe('Status 429');
    expect(await failed.locator('.exchange-answer').textContent()).toBe('Slow down, please.');
  });

  it('says so when nothing answers', async ({ page }) => {
    await page.route('**/v1/chat/completions', (route) => route.abort());
    await page.getByLabel('Question').fill('Which rivers flow through Vienna?');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'The proxy does not answer.' }).waitFor();
    expect(await page.getByRole('button', { name: 'Ask', exact: true }).isEnabled()).toBe(true);
  });

  it('shows markup in questions and answers as the text it is', async ({ upstream, opened, page, ask }) => {
    const markup = '<img src="x" onerror="document.title=1">';
    upstream.enqueue(answer({ choices: [{ content: markup }] }));
    const exchange = await ask(`What does ${markup} do?`);
    expect(await exchange.locator('.exchange-answer').textContent()).toBe(markup);
    expect(await exchange.locator('img').count()).toBe(0);
    expect(await page.title()).toBe('Playground · Strata');
    expect(opened.complaints).toEqual([]);
  });

  it('is kept while other views are looked at, and says where it is', async ({ page, ask }) => {
    await ask('Which rivers flow through Vienna?');
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(await page.getByRole('link', { name: 'Overview' }).getAttribute('aria-current')).toBe('page');
    await page.goBack();
    await page.locator('.exchange').waitFor();
    expect(await page.getByRole('link', { name: 'Playground' }).getAttribute('aria-current')).toBe('page');
  });
});

function fact(exchange: Locator, name: string): Promise<string | null> {
  return exchange.locator(`[data-fact="${name}"]`).textContent();
}

async function steps(exchange: Locator): Promise<readonly (string | null)[]> {
  const items = await exchange.locator('.steps li').all();
  return await Promise.all(items.map((item) => item.getAttribute('data-step')));
}
