import { describe, expect, test } from 'vitest';
import { Reloadable } from '../config-file/live.ts';
import { ModelPrices, shippedPrices, type PricedSettings } from './model-prices.ts';
import { PriceTable } from './price-table.ts';
import { providerSettingsSchema } from './provider-settings.ts';

const LIST = PriceTable.parse(`
one:
  thinker: { input: 2, cached: 0.5, output: 8, reasoning: 10, long: { over: 1000, input: 4, output: 12 } }
  shared: { input: 1, output: 1 }
  same: { input: 3, output: 3 }
two:
  shared: { input: 5, output: 5 }
  same: { input: 3, output: 3 }
`);

/** What the list says, where these settings say what names mean. */
function pricesIn(settings: PricedSettings) {
  const live = new Reloadable(settings);
  return { live, prices: new ModelPrices({ table: LIST, settings: live }) };
}

const { prices: table } = pricesIn({ providers: [], provider_suffix: '' });

describe('a price', () => {
  test('counts the prompt and the completion', () => {
    expect(table.costOf('thinker', { promptTokens: 500, completionTokens: 100 })).toBeCloseTo(0.0018, 10);
  });

  test('has rates of their own for cached and for reasoning tokens, which are among the others', () => {
    const usage = { promptTokens: 500, cachedTokens: 400, completionTokens: 100, reasoningTokens: 60 };
    expect(table.costOf('thinker', usage)).toBeCloseTo((100 * 2 + 400 * 0.5 + 40 * 8 + 60 * 10) / 1e6, 12);
  });

  test('without those rates they cost as the others do', () => {
    const usage = { promptTokens: 500, cachedTokens: 400, completionTokens: 100, reasoningTokens: 60 };
    expect(table.costOf('same', usage)).toBeCloseTo((600 * 3) / 1e6, 12);
  });

  test('changes for the whole of a request with a long prompt', () => {
    expect(table.costOf('thinker', { promptTokens: 1000, completionTokens: 0 })).toBeCloseTo(0.002, 10);
    expect(table.costOf('thinker', { promptTokens: 1001, completionTokens: 1 })).toBeCloseTo(
      (1001 * 4 + 12) / 1e6,
      12,
    );
  });

  test('is found with the provider’s name before the model’s', () => {
    expect(table.priceOf('one/thinker')).toBe(table.priceOf('thinker'));
    expect(table.priceOf('two/thinker')).toBeUndefined();
  });

  test('of a model that two providers price differently is known only with the provider’s name', () => {
    const usage = { promptTokens: 1e6, completionTokens: 0 };
    expect(table.costOf('shared', usage)).toBeUndefined();
    expect(table.costOf('two/shared', usage)).toBe(5);
    expect(table.costOf('same', usage)).toBe(3);
  });

  test('that is not known is not guessed', () => {
    expect(table.costOf('thinker-2', { promptTokens: 1, completionTokens: 1 })).toBeUndefined();
    expect(table.costOf('constructor', { promptTokens: 1, completionTokens: 1 })).toBeUndefined();
    expect(table.costOf('thinker', undefined)).toBeUndefined();
  });
});

test.each([
  'one: { m: { input: -1, output: 1 } }',
  'one: { m: { input: 1 } }',
  'one: { m: { input: 1, output: 1, x: 1 } }',
  '[]',
])('a list that says %j is refused', (text) => {
  expect(() => PriceTable.parse(text)).toThrow();
});

test('the list that comes with Strata is one, with OpenRouter’s names at the providers’ prices', () => {
  const shipped = shippedPrices();
  expect(shipped.priceOf('openrouter/openai/gpt-4o')).toEqual(shipped.priceOf('gpt-4o'));
  expect(shipped.priceOf('openai/gpt-4o')).toEqual(shipped.priceOf('gpt-4o'));
  expect(shipped.priceOf('anthropic/claude-sonnet-4.5')).toEqual(shipped.priceOf('claude-sonnet-4-5'));
  expect(shipped.priceOf('google/gemini-2.5-pro')).toEqual(shipped.priceOf('gemini-2.5-pro'));
  expect(shipped.priceOf('gpt-4o')).toEqual({ input: 2.5, cached: 1.25, output: 10 });
  expect(
    shipped.costOf('groq/llama-3.3-70b-versatile', { promptTokens: 1e6, completionTokens: 1e6 }),
  ).toBeCloseTo(1.38, 10);
});

describe('a name that the list has not', () => {
  const provider = (settings: object) =>
    providerSettingsSchema.parse({ base_url: 'http://a.test', ...settings });
  const million = { promptTokens: 1e6, completionTokens: 0 };

  test('costs what the configuration says it is, with the suffix and behind a provider’s name too', () => {
    const { prices } = pricesIn({
      providers: [
        provider({ name: 'ours', model_mapping: { clever: 'thinker' } }),
        provider({ name: 'two', model_mapping: { cheap: 'shared' } }),
      ],
      provider_suffix: 'Proxy',
    });
    for (const name of ['clever', 'ours/clever', 'Proxy/ours/clever', 'ours/thinker', 'Proxy/thinker'])
      expect(prices.costOf(name, million)).toBe(4);
    // At the provider of the list that has this name.
    expect(prices.costOf('cheap', million)).toBe(5);
    expect(prices.costOf('unknown', million)).toBeUndefined();
    expect(prices.costOf('ours/unknown', million)).toBeUndefined();
  });

  test('costs nothing known where those who may answer take different prices', () => {
    const { prices } = pricesIn({
      providers: [
        provider({ name: 'a', model_mapping: { clever: 'thinker', either: 'thinker' } }),
        provider({ name: 'b', model_mapping: { clever: 'same', either: 'no price' } }),
      ],
      provider_suffix: '',
    });
    expect(prices.costOf('clever', million)).toBeUndefined();
    expect(prices.costOf('either', million)).toBeUndefined();
    expect(prices.costOf('a/clever', million)).toBe(4);
  });

  test('follows a reload', () => {
    const { live, prices } = pricesIn({ providers: [], provider_suffix: '' });
    expect(prices.costOf('clever', million)).toBeUndefined();
    const providers = [provider({ name: 'a', model_mapping: { clever: 'thinker' } })];
    live.set({ providers, provider_suffix: '' });
    expect(prices.costOf('clever', million)).toBe(4);
  });
});

test('a list over another has the last word, and leaves the rest', () => {
  const both = LIST.with(
    PriceTable.parse('three: { same: { input: 7, output: 7 }, own: { input: 1, output: 1 } }'),
  );
  expect([both.priceOf('same')?.input, both.priceOf('own')?.input, both.priceOf('thinker')?.input]).toEqual([
    7, 1, 2,
  ]);
  expect(both.priceOf('one/same')?.input).toBe(3);
});
