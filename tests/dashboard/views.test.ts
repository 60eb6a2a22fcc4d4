import { expect } from 'vitest';
import { dashboardTest, describeInBrowser, variablesFor } from './dashboard-test.ts';
import { sendKnownTraffic, TOKENS_EACH, type Tally } from './known-traffic.ts';
import { chartLegend } from './numbers-on-page.ts';
import type { RunningProxy } from './running-proxy.ts';

const it = dashboardTest((upstream) => ({ ...variablesFor(upstream), SHOW_PROMPTS: 'true' }));

describeInBrowser('the views of the dashboard after known traffic', () => {
  let tally: Tally;

  it.beforeAll(async ({ proxy, upstream }) => {
    tally = await sendKnownTraffic(proxy, upstream);
  });

  const count = (outcome: string): number => tally[outcome] ?? 0;

  it('history: every outcome, token and dollar that was counted', async ({ proxy, page, show }) => {
    await show('history');
    expect(await chartLegend(page, 'requests')).toEqual({
      'exact-hit': String(count('exact-hit')),
      'semantic-hit': String(count('semantic-hit')),
      coalesced: String(count('coalesced')),
      miss: String(count('miss')),
      bypass: String(count('bypass')),
      error: String(count('failed')),
    });
    const each = TOKENS_EACH.prompt + TOKENS_EACH.completion;
    const saved = count('exact-hit') + count('semantic-hit') + count('coalesced');
    const used = count('miss') + count('bypass');
    expect(await chartLegend(page, 'tokens')).toEqual({
      saved: grouped(each * saved),
      used: grouped(each * used),
    });
    const { cost_analysis: cost } = (await fetch(`${proxy.url}/metrics.json`).then((response) =>
      response.json(),
    )) as { cost_analysis: Record<string, string> };
    expect(await chartLegend(page, 'cost')).toEqual({
      saved: cost['cost_saved_usd'],
      spent: cost['cost_spent_usd'],
    });
  });

  it('history: failures by whose doing, latency by tier, entries, bytes and breakers', async ({
    proxy,
    page,
    show,
  }) => {
    await show('history');
    expect(await chartLegend(page, 'errors')).toEqual({ upstream: String(count('failed')) });
    expect(Object.keys(await chartLegend(page, 'latency'))).toEqual(['exact', 'semantic', 'upstream']);
    const metrics = await fetch(`${proxy.url}/metrics`).then((response) => response.text());
    const sample = (line: string): string | undefined =>
      new RegExp(`^${line} (\\S+)$`, 'm').exec(metrics)?.[1];
    expect(await chartLegend(page, 'entries')).toEqual({
      exact: sample('strata_entries\\{tier="exact"\\}'),
      semantic: sample('strata_entries\\{tier="semantic"\\}'),
    });
    const strips = await page.locator('[data-strip]').allTextContents();
    expect(strips.toSorted()).toEqual(
      ['embedder', 'exact', 'feedback', 'vectors'].map((part) => `${part}closed`),
    );
    await page.locator('[data-chart="similarity"] .column-accepted').first().waitFor({ state: 'attached' });
  });

  it('history: the arrow keys walk through the moments, and other spans can be chosen', async ({
    page,
    show,
  }) => {
    await show('history');
    await chartLegend(page, 'requests');
    await page.locator('[data-chart="requests"] .chart').focus();
    await page.keyboard.press('ArrowLeft');
    const when = page.locator('[data-chart="requests"] .chart-when');
    await when.filter({ hasText: /\d\d:\d\d:\d\d/ }).waitFor();
    await page.getByLabel('24 h').check();
    await page.getByText('The last 24 hours').waitFor();
    await page.locator('[data-line="exact-hit"]', { hasText: `Exact hit ${count('exact-hit')}` }).waitFor();
  });

  it('live: each request with its outcome, and new ones as they happen', async ({ proxy, page, show }) => {
    await show('live');
    await page.locator('.row').first().waitFor();
    const outcomes = await page.evaluate<readonly string[]>(
      `[...document.querySelectorAll('.row')].map((row) => row.dataset.outcome)`,
    );
    const counted: Record<string, number> = {};
    for (const outcome of outcomes) counted[outcome] = (counted[outcome] ?? 0) + 1;
    const ids = await page.locator('.row-id').allTextContents();
    expect(new Set(ids).size).toBe(outcomes.length);
    const { failed = 0, ...answered } = tally;
    expect(counted).toEqual({ ...answered, error: failed });
    const bypassed = page.locator('[data-outcome="bypass"]');
    await proxy.ask('<b>Is this bold?</b> Or is it not?', { 'x-bypass-cache': 'true' });
    await page.locator('.row').first().filter({ hasText: '<b>Is this bold?</b>' }).waitFor();
    expect(await bypassed.count()).toBe(count('bypass') + 1);
    tally = { ...tally, bypass: count('bypass') + 1 };
    expect(await page.locator('.row-question b').count()).toBe(0);
  });

  it('live: leads from a hit to the entry that answered', async ({ page, show }) => {
    await show('live');
    const hit = page.locator('[data-outcome="semantic-hit"]').first();
    const entry = await hit.getByRole('button', { name: /^Entry / }).getAttribute('title');
    await hit.getByRole('button', { name: /^Entry / }).click();
    await page.getByRole('heading', { name: 'Explore' }).waitFor();
    await page.locator('.exchange-answer').waitFor();
    expect(await page.locator('[data-ground="Id"] dd').textContent()).toBe(entry);
  });

  it('explain: leads from a candidate to its entry', async ({ page, show }) => {
    await show('explain');
    await page.getByLabel('Request').fill('Who was it that wrote the novel Moby-Dick?');
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.locator('.candidate', { hasText: 'Moby-Dick' }).getByRole('button').click();
    await page.getByRole('heading', { name: 'Explore' }).waitFor();
    await page.locator('.exchange-answer').waitFor();
    expect(await page.locator('.entry-question').textContent()).toBe('Who wrote the novel Moby-Dick?');
  });

  it('explore: begins with what is stored', async ({ page, show }) => {
    await show('explore');
    await page.locator('.entry', { hasText: 'What is the capital of France?' }).first().waitFor();
  });

  it('near misses: as many by each guard as the admin API says, and what was compared', async ({
    proxy,
    page,
    show,
  }) => {
    await proxy.ask('How do I reverse a list in Python 2?');
    await proxy.ask('How do I reverse a list in Python 3?');
    const { near_misses: known } = (await adminView(proxy, 'near-misses')) as {
      near_misses: readonly { guard: string; texts: { question: string } }[];
    };
    expect(known.length).toBeGreaterThan(0);
    await show('near-misses');
    await page.locator('.entry').first().waitFor();
    expect(await page.locator('.entry').count()).toBe(known.length);
    const guard = known[0]?.guard ?? '';
    const same = known.filter((each) => each.guard === guard).length;
    await page.locator(`.chip[data-guard="${guard}"]`, { hasText: `${guard} ${same}` }).click();
    expect(await page.locator('.entry').count()).toBe(same);
    expect(await page.locator('.entry-question').first().textContent()).toBe(known[0]?.texts.question);
    await page
      .getByRole('button', { name: /^Entry / })
      .first()
      .click();
    await page.getByRole('heading', { name: 'Explore' }).waitFor();
    await page.locator('.exchange-answer').waitFor();
  });

  it('explore: finds entries by words and by meaning, shows one, and takes it back', async ({
    proxy,
    page,
    show,
  }) => {
    await show('explore');
    await page.getByLabel('Question').fill('moby');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('1 entry', { exact: true }).waitFor();
    expect(await page.locator('.entry-question').textContent()).toBe('Who wrote the novel Moby-Dick?');
    await page.getByRole('button', { name: 'Open' }).click();
    expect(await page.locator('.exchange-answer').textContent()).toBe('Paris is the capital of France.');
    expect(await page.locator('[data-ground="Hits"] dd').textContent()).toBe('1 since this proxy started');
    expect(await page.locator('[data-ground="Partition"] dd').textContent()).toMatch(/^[0-9a-f]{64}$/);

    await page.getByLabel('Question').fill('Which author wrote Moby-Dick?');
    await page.getByLabel('Compared').selectOption('meaning');
    await page.getByRole('button', { name: 'Search' }).click();
    const first = page.locator('.entry', { hasText: 'Similarity' }).first();
    await first
      .filter({ hasText: 'Who wrote the novel Moby-Dick?' })
      .getByRole('button', { name: 'Open' })
      .click();
    await page.getByRole('button', { name: 'Invalidate' }).click();
    await page.getByRole('button', { name: 'Invalidate: sure?' }).click();
    await page.getByText('It is gone from every tier.').waitFor();
    expect(await proxy.ask('Who wrote the novel Moby-Dick?')).toBe('miss');
  });

  it('explore: what is marked wrong answers nobody any more', async ({ proxy, page, show }) => {
    const question = 'How do I reverse a list in Python?';
    await show('explore');
    await page.getByLabel('Question').fill('reverse');
    await page.getByRole('button', { name: 'Search' }).click();
    const entry = page.locator('.entry', { hasText: question }).first();
    await entry.getByRole('button', { name: 'Open' }).click();
    await entry.getByRole('button', { name: 'Mark wrong' }).click();
    await entry.getByRole('button', { name: 'Mark wrong: sure?' }).click();
    await page.getByText('It is noted as wrong').waitFor();
    expect(await proxy.ask(question)).toBe('miss');
  });

  it.for(['history', 'live', 'near-misses', 'explore'])(
    'complains about nothing at %s',
    async (view, { proxy, opened, page, show }) => {
      await show(view);
      await page.waitForLoadState('networkidle');
      expect(opened.complaints).toEqual([]);
      expect(opened.requested.filter((url) => !url.startsWith(proxy.url))).toEqual([]);
    },
  );
});

type Json = Readonly<Record<string, unknown>>;

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

async function adminView(proxy: RunningProxy, path: string): Promise<Json> {
  return (await fetch(`${proxy.url}/admin/${path}`).then((response) => response.json())) as Json;
}
