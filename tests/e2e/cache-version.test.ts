import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Strata } from './strata.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-version-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const QUESTION = 'What is the capital of France?';
const PARAPHRASE = "Which city serves as France's capital?";

/** Asks in turn, in a Strata of its own over the same data; says what each came from. */
async function ask(
  variables: Record<string, string>,
  ...questions: readonly string[]
): Promise<readonly (string | null)[]> {
  await using strata = await Strata.start({ DATA_DIR: folder, ...variables });
  const outcomes: (string | null)[] = [];
  for (const question of questions) {
    // oxlint-disable-next-line no-await-in-loop -- each ask may answer the next
    outcomes.push((await strata.ask(question, { body: { model: 'demo' } })).cache);
  }
  return outcomes;
}

test('S0-09 an entry of an older version is asked for anew when it is wanted, and then serves', async () => {
  expect(await ask({}, QUESTION)).toEqual(['miss']);
  expect(await ask({ CACHE_VERSION: '1' }, QUESTION, QUESTION)).toEqual(['miss', 'exact-hit']);
  // What is newer serves an older one: the other replicas of a rollout.
  expect(await ask({}, QUESTION)).toEqual(['exact-hit']);
}, 60_000);

test('by meaning too: the old answer is not served to a paraphrase, and the new one is', async () => {
  expect(await ask({}, QUESTION)).toEqual(['miss']);
  expect(await ask({ CACHE_VERSION: '1' }, PARAPHRASE, QUESTION)).toEqual(['miss', 'semantic-hit']);
}, 60_000);

test('an old answer that is not served is explained as that', async () => {
  expect(await ask({}, QUESTION)).toEqual(['miss']);
  await using strata = await Strata.start({ DATA_DIR: folder, CACHE_VERSION: '1' });
  const body = { model: 'demo', messages: [{ role: 'user', content: PARAPHRASE }] };
  const response = await strata.fetch('/admin/cache/explain', { body });
  expect(await response.json()).toMatchObject({
    decision: 'miss',
    semantic: { candidates: [{ verdict: { accepted: true } }], lost: 'outdated' },
  });
}, 60_000);

test('S0-09 with CACHE_OVERRIDE_MODE=false entries of any older version still serve', async () => {
  const lenient = { CACHE_OVERRIDE_MODE: 'false' };
  expect(await ask({ CACHE_VERSION: '1' }, QUESTION)).toEqual(['miss']);
  expect(await ask({ CACHE_VERSION: '2', ...lenient }, QUESTION, PARAPHRASE)).toEqual([
    'exact-hit',
    'semantic-hit',
  ]);
  expect(await ask({ CACHE_VERSION: '2' }, QUESTION)).toEqual(['miss']);
}, 60_000);
