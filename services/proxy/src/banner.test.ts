import { expect, test } from 'vitest';
import { bannerText } from './banner.ts';
import { fileSectionsSchema } from './config-file/sections.ts';
import { proxyConfigSchema } from './config.ts';
import { firstRequest } from './first-request.ts';

type Given = {
  readonly variables?: Readonly<Record<string, string>>;
  readonly providers?: readonly object[];
  readonly needsKey?: boolean;
};

/** What a person is told to try, from the command on. */
function tried({ variables = {}, providers: given = [], needsKey = false }: Given): string {
  const config = proxyConfigSchema.parse(variables);
  const { providers } = fileSectionsSchema.parse({ providers: given });
  const first = firstRequest({ config, providers, needsKey });
  const parts = { exact: '', semantic: '', embedder: '', upstream: '' };
  const text = bannerText({ url: 'http://localhost:3000', ...parts, first });
  return text.slice(text.indexOf('curl')).trimEnd();
}

function modelOf(given: Given): unknown {
  return /"model":"([^"]*)"/.exec(tried(given))?.[1];
}

test('without a provider the demo is asked', () => {
  expect(tried({})).toBe(
    [
      "curl -si http://localhost:3000/v1/chat/completions -H 'content-type: application/json' \\",
      `    -d '{"model":"demo","messages":[{"role":"user","content":"What is the capital of France?"}]}'`,
    ].join('\n'),
  );
});

test.each([
  ['OpenAI', { OPENAI_API_KEY: 'sk-1' }, 'gpt-4o-mini'],
  ['Groq', { GROQ_API_KEY: 'gsk-1' }, 'llama-3.3-70b-versatile'],
])(
  'with %s, for a model that it has, and without a credential: the proxy has its own',
  (_who, variables, model) => {
    expect(modelOf({ variables })).toBe(model);
    expect(tried({ variables })).not.toContain('authorization');
  },
);

test('of an upstream that nothing is known of, the model is left to the reader', () => {
  const text = tried({ variables: { OPENAI_BASE_URL: 'http://localhost:11434/v1', OPENAI_API_KEY: 'any' } });
  expect(text).toContain('"model":"<model>"');
  expect(text).toMatch(/\n\n {2}<model>: the name of one that the upstream serves$/);
});

test('an upstream that takes the callers’ credentials is shown one', () => {
  const text = tried({ variables: { OPENAI_BASE_URL: 'https://api.openai.com/v1' } });
  expect(text).toContain('-H "authorization: Bearer $OPENAI_API_KEY" \\\n');
});

test('where the proxy has keys, one of them is to be shown', () => {
  const text = tried({ needsKey: true });
  expect(text).toContain("-H 'authorization: Bearer <key>'");
  expect(text).toMatch(/\n\n {2}<key>: one of the configured keys$/);
});

test('beside a credential for the upstream, the proxy’s key has a header of its own', () => {
  const forwarding = { name: 'my-vllm', base_url: 'http://a/v1', models: ['m'], forward_authorization: true };
  const text = tried({ providers: [forwarding], needsKey: true });
  expect(text).toContain("-H 'x-api-key: <key>'");
  expect(text).toContain('-H "authorization: Bearer $MY_VLLM_API_KEY"');
});

const vllm = { name: 'vllm', base_url: 'http://a/v1' };
test.each([
  ['the first that is no pattern', [{ ...vllm, models: ['gpt-*', 'mistral'] }], 'mistral'],
  ['the first that is mapped', [{ ...vllm, model_mapping: { fast: 'qwen3-8b' } }], 'fast'],
  [
    'that of another provider, where the first names none',
    [vllm, { ...vllm, name: 'b', models: ['m'] }],
    'm',
  ],
  ['a well-known one, where any is served', [{ name: 'a', preset: 'openai', models: '*' }], 'gpt-4o-mini'],
  ['a well-known one that fits', [{ name: 'a', preset: 'openai', models: ['o1-*', 'gpt-*'] }], 'gpt-4o-mini'],
  ['none that does not fit', [{ name: 'a', preset: 'openai', models: ['o1-*'] }], '<model>'],
])('of configured providers, the model is %s', (_which, providers, model) => {
  expect(modelOf({ providers })).toBe(model);
});

test('no name of a model ends the quotes around it', () => {
  expect(tried({ providers: [{ ...vllm, models: ["it's"] }] })).toContain(String.raw`"model":"it'\''s"`);
});
