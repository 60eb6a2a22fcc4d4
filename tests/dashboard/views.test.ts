import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { FakeOpenAiServer } from '../../packages/contracts/src/fake-openai-server.ts';
import { launchChromium, missingChromium, PATIENT } from './chromium.ts';
import { sendKnownTraffic, TOKENS_EACH, type Tally } from './known-traffic.ts';
import { openPage, type OpenedPage } from './opened-page.ts';
import { RunningProxy } from './running-proxy.ts';

const missing = missingChromium();

describe.skipIf(missing !== undefined)(
  `the views of the dashboard after known traffic${note()}`,
  PATIENT,
  () => {
    let upstream: FakeOpenAiServer;
    let proxy: RunningProxy;
    let browser: Browser;
    let opened: OpenedPage;
    let page: Page;
    let tally: Tally;

    beforeAll(async () => {
      upstream = await FakeOpenAiServer.start();
      proxy = await RunningProxy.start({
        OPENAI_BASE_URL: upstream.baseUrl,
        OPENAI_API_KEY: 'sk-test',
        SHOW_PROMPTS: 'true',
      });
      tally = await sendKnownTraffic(proxy, upstream);
      browser = await launchChromium();
    });
    afterAll(async () => {
      await browser?.close();
      await proxy?.stop();
      await upstream?.stop();
    });
    beforeEach(async () => {
      opened = await openPage(browser, { reducedMotion: 'reduce' });
      ({ page } = opened);
    });
    afterEach(() => opened.close());

    const count = (outcome: string): number => tally[outcome] ?? 0;
    const show = async (view: string): Promise<void> => {
      await page.goto(`${proxy.url}/dashboard/#/${view}`);
      await page.locator('h1').waitFor();
    };
    const legend = async (chart: string): Promise<Readonly<Record<string, string>>> => {
      await page.locator(`[data-chart="${chart}"] canvas`).waitFor();
      return await page.evaluate(
        `Object.fromEntries([...document.querySelectorAll('[data-chart="${chart}"] [data-line]')]
        .map((line) => [line.dataset.line, line.querySelector('b').textContent]))`,
      );
    };
    const admin = async (path: string): Promise<Json> =>
      (await fetch(`${proxy.url}/admin/${path}`).then((response) => response.json())) as Json;

    it('history: every outcome, token and dollar that was counted', async () => {
      await show('history');
      expect(await legend('requests')).toEqual({
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
      expect(await legend('tokens')).toEqual({ saved: grouped(each * saved), used: grouped(each * used) });
      const { cost_analysis: cost } = (await fetch(`${proxy.url}/metrics.json`).then((response) =>
        response.json(),
      )) as { cost_analysis: Record<string, string> };
      expect(await legend('cost')).toEqual({ saved: cost['cost_saved_usd'], spent: cost['cost_spent_usd'] });
    });

    it('history: failures by whose doing, latency by tier, entries, bytes and breakers', async () => {
      await show('history');
      expect(await legend('errors')).toEqual({ upstream: String(count('failed')) });
      expect(Object.keys(await legend('latency'))).toEqual(['exact', 'semantic', 'upstream']);
      const metrics = await fetch(`${proxy.url}/metrics`).then((response) => response.text());
      const sample = (line: string): string | undefined =>
        new RegExp(`^${line} (\\S+)$`, 'm').exec(metrics)?.[1];
      expect(await legend('entries')).toEqual({
        exact: sample('strata_entries\\{tier="exact"\\}'),
        semantic: sample('strata_entries\\{tier="semantic"\\}'),
      });
      const strips = await page.locator('[data-strip]').allTextContents();
      expect(strips.toSorted()).toEqual(
        ['embedder', 'exact', 'feedback', 'vectors'].map((part) => `${part}closed`),
      );
      await page.locator('[data-chart="similarity"] .column-accepted').first().waitFor({ state: 'attached' });
    });

    it('history: the arrow keys walk through the moments, and other spans can be chosen', async () => {
      await show('history');
      await legend('requests');
      await page.locator('[data-chart="requests"] .chart').focus();
      await page.keyboard.press('ArrowLeft');
      const when = page.locator('[data-chart="requests"] .chart-when');
      await when.filter({ hasText: /\d\d:\d\d:\d\d/ }).waitFor();
      await page.getByLabel('24 h').check();
      await page.getByText('The last 24 hours').waitFor();
      await page.locator('[data-line="exact-hit"]', { hasText: `Exact hit ${count('exact-hit')}` }).waitFor();
    });

    it('live: each request with its outcome, and new ones as they happen', async () => {
      await show('live');
      await page.locator('.row').first().waitFor();
      const outcomes = await page.evaluate<readonly string[]>(
        `[...document.querySelectorAll('.row')].map((row) => row.dataset.outcome)`,
      );
      const counted: Record<string, number> = {};
      for (const outcome of outcomes) counted[outcome] = (counted[outcome] ?? 0) + 1;
      const { failed = 0, ...answered } = tally;
      expect(counted).toEqual({ ...answered, error: failed });
      const bypassed = page.locator('[data-outcome="bypass"]');
      await proxy.ask('<b>Is this bold?</b> Or is it not?', { 'x-bypass-cache': 'true' });
      await page.locator('.row').first().filter({ hasText: '<b>Is this bold?</b>' }).waitFor();
      expect(await bypassed.count()).toBe(count('bypass') + 1);
      tally = { ...tally, bypass: count('bypass') + 1 };
      expect(await page.locator('.row-question b').count()).toBe(0);
    });

    it('live: leads from a hit to the entry that answered', async () => {
      await show('live');
      const hit = page.locator('[data-outcome="semantic-hit"]').first();
      const entry = await hit.getByRole('button', { name: /^Entry / }).getAttribute('title');
      await hit.getByRole('button', { name: /^Entry / }).click();
      await page.getByRole('heading', { name: 'Explore' }).waitFor();
      await page.locator('.exchange-answer').waitFor();
      expect(await page.locator('[data-ground="Id"] dd').textContent()).toBe(entry);
    });

    it('explain: leads from a candidate to its entry', async () => {
      await show('explain');
      await page.getByLabel('Request').fill('Who was it that wrote the novel Moby-Dick?');
      await page.getByRole('button', { name: 'Explain' }).click();
      await page.locator('.candidate', { hasText: 'Moby-Dick' }).getByRole('button').click();
      await page.getByRole('heading', { name: 'Explore' }).waitFor();
      await page.locator('.exchange-answer').waitFor();
      expect(await page.locator('.entry-question').textContent()).toBe('Who wrote the novel Moby-Dick?');
    });

    it('explore: begins with what is stored', async () => {
      await show('explore');
      await page.locator('.entry', { hasText: 'What is the capital of France?' }).first().waitFor();
    });

    it('near misses: as many by each guard as the admin API says, and what was compared', async () => {
      await proxy.ask('How do I reverse a list in Python 2?');
      await proxy.ask('How do I reverse a list in Python 3?');
      const { near_misses: known } = (await admin('near-misses')) as {
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

    it('explore: finds entries by words and by meaning, shows one, and takes it back', async () => {
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

    it('explore: what is marked wrong answers nobody any more', async () => {
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

    it.each(['history', 'live', 'near-misses', 'explore'])('complains about nothing at %s', async (view) => {
      await show(view);
      await page.waitForLoadState('networkidle');
      expect(opened.complaints).toEqual([]);
      expect(opened.requested.filter((url) => !url.startsWith(proxy.url))).toEqual([]);
    });
  },
);

type Json = Readonly<Record<string, unknown>>;

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

function note(): string {
  return missing === undefined ? '' : ` (skipped: ${missing})`;
}
