import type { Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { answer } from '../../packages/contracts/src/fake-openai-replies.ts';
import { dashboardTest, describeInBrowser, variablesFor } from './dashboard-test.ts';
import { overflow } from './looks.ts';

/** Markup that would do something, quotes that end attributes and selectors, and more letters than a line has. */
const HOSTILE = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>"'\`]&amp;${'W'.repeat(90)}`;
const QUESTION = `What is ${HOSTILE} called?`;

const ON_A_PHONE = { reducedMotion: 'reduce', viewport: { width: 360, height: 740 } } as const;

const it = dashboardTest((upstream) => ({ ...variablesFor(upstream), SHOW_PROMPTS: 'true' }), ON_A_PHONE);

describeInBrowser('hostile texts on the dashboard', () => {
  it.beforeAll(async ({ upstream, proxy }) => {
    upstream.respond(answer({ choices: [{ content: HOSTILE }] }));
    for (const text of [QUESTION, QUESTION, `What was ${HOSTILE} called in 1999?`])
      // oxlint-disable-next-line no-await-in-loop -- the second must find the first
      await proxy.ask(text, {}, `model ${HOSTILE}`);
  });
  it.afterEach(async ({ page, opened }) => {
    expect(await page.title()).not.toContain('owned');
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await overflow(page)).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  it('live: the question and the model are the texts they are', async ({ page, show }) => {
    await show('live');
    await page.locator('.row-question', { hasText: QUESTION }).first().waitFor();
    // A name is shown up to its hundredth character.
    expect(await page.locator('.row-model').last().textContent()).toBe(`model ${HOSTILE}`.slice(0, 100));
  });

  it('explore: so are the question and the answer of an entry', async ({ page, show }) => {
    await show('explore');
    await page
      .locator('.entry', { hasText: 'What is' })
      .first()
      .getByRole('button', { name: 'Open' })
      .click();
    await page.locator('.exchange-answer').waitFor();
    expect(await page.locator('.exchange-answer').textContent()).toBe(HOSTILE);
  });

  it('playground and explain: so is what is typed and what comes back', async ({ page, show }) => {
    await show('playground');
    await page.getByLabel('Question').fill(QUESTION);
    await page.getByLabel('Model').fill(`model ${HOSTILE}`);
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.locator('.exchange').waitFor();
    expect(await page.locator('.exchange-answer').textContent()).toBe(HOSTILE);
    expect(await page.locator('.exchange-question').textContent()).toBe(QUESTION);
    await page.locator('.exchange').getByRole('button', { name: 'Explain' }).click();
    await page.locator('.candidate').first().waitFor();
  });

  it('near misses: so are guards, reasons and both questions', async ({ page, show }) => {
    const texts = { question: HOSTILE, stored: HOSTILE, reason: HOSTILE };
    const miss = { seq: 1, at: 1, entry: HOSTILE, score: 0.9, threshold: 0.88, guard: HOSTILE, texts };
    await doctored(page, '/admin/near-misses', { last: 1, near_misses: [miss] });
    await show('near-misses');
    await page.locator('.entry').waitFor();
    expect(await page.locator('.entry-question').textContent()).toBe(HOSTILE);
    await page.locator('.tally .chip').click();
    expect(await page.locator('.entry').count()).toBe(1);
  });

  it('explore: so are tags, namespaces and tiers', async ({ page, show }) => {
    const entry = { id: HOSTILE, question: HOSTILE, model: HOSTILE, namespace: HOSTILE, tags: [HOSTILE] };
    await doctored(page, '/admin/cache/entries', {
      entries: [{ ...entry, tiers: [HOSTILE], origin: HOSTILE }],
    });
    await show('explore');
    await page.locator('.entry-facts', { hasText: `tags ${HOSTILE}` }).waitFor();
  });

  it('history: so are the names of outcomes, parts and tiers', async ({ page, show }) => {
    const series = { [HOSTILE]: [1, 2] };
    await doctored(page, '/admin/history', {
      step_ms: 10_000,
      at: [Date.now() - 20_000, Date.now() - 10_000],
      requests: series,
      errors: series,
      failures: series,
      entries: series,
      breakers: { [HOSTILE]: [0, 1] },
    });
    await show('history');
    await page.locator('[data-chart="requests"] [data-line]', { hasText: HOSTILE }).waitFor();
    await page.locator('[data-chart="requests"] canvas').waitFor();
    await page.locator('[data-chart="requests"] .chart').focus();
    await page.keyboard.press('ArrowLeft');
    await page.locator('[data-chart="requests"] b', { hasText: '2' }).waitFor();
  });

  it('overview: so are the names of models, guards, tiers and parts', async ({ page, show }) => {
    const label = HOSTILE.replaceAll('"', String.raw`\"`);
    await page.route('**/metrics', async (route) => {
      if (route.request().headers()['accept'] !== 'text/plain') return await route.fallback();
      const body = [
        `strata_cost_saved_dollars_total{model="${label}"} 3`,
        `strata_guard_vetoes_total{guard="${label}"} 3`,
        `strata_entries{tier="${label}"} 3`,
        `strata_breaker_state{dep="${label}"} 1`,
      ];
      return await route.fulfill({ contentType: 'text/plain', body: `${body.join('\n')}\n` });
    });
    await doctored(page, '/health', { status: 'degraded', services: { [HOSTILE]: { status: 'down' } } });
    await show('');
    await page.locator('.fold', { hasText: 'Savings by Model' }).locator('tbody th').waitFor();
    expect(await page.locator('[data-fact="guards"]').textContent()).toContain(HOSTILE);
    expect(await page.locator('.part.is-down').textContent()).toContain('owned');
  });

  it('runs under a policy that allows its own files and nothing else', async ({ proxy, page, openWith }) => {
    const response = await page.goto(`${proxy.url}/dashboard/`);
    const policy = response?.headers()['content-security-policy'] ?? '';
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "style-src 'self'"]),
    );
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    await page.locator('.cards').waitFor();
    const intruder = await openWith({});
    await intruder.page.goto(`${proxy.url}/dashboard/`);
    await intruder.page.evaluate(
      `document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="document.title=1">')`,
    );
    await vi.waitFor(() => expect(intruder.complaints.join()).toMatch(/Content Security Policy/), {
      timeout: 50_000,
    });
    expect(await intruder.page.title()).toBe('Overview · Strata');
  });
});

/** Answers in the proxy's place. */
async function doctored(page: Page, path: string, body: object): Promise<void> {
  await page.route(
    (url) => url.pathname === path,
    (route) => route.fulfill({ contentType: 'application/json', body: JSON.stringify(body) }),
  );
}
