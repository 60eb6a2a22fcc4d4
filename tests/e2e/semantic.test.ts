import { json } from '@strata/contracts/fake-openai-replies';
import { describe, expect, test } from 'vitest';
import { strataForFile } from './strata-for-file.ts';

const { upstream, strata } = strataForFile();

let runs = 0;

/** Asks the questions one after the other in a namespace of their own and tells how each was answered. */
async function outcomes(
  questions: readonly string[],
  threshold?: string,
  body: object = {},
): Promise<(string | null)[]> {
  const headers: Record<string, string> = { 'x-cache-namespace': `run-${(runs += 1)}` };
  if (threshold !== undefined) headers['x-cache-threshold'] = threshold;
  const results: (string | null)[] = [];
  for (const question of questions) {
    // oxlint-disable-next-line no-await-in-loop -- each sees what the ones before left
    results.push((await strata.ask(question, { headers, body })).cache);
  }
  return results;
}

describe('the semantic tier with the model that ships', () => {
  test('answers the question in other words, then exactly', async () => {
    expect(await outcomes(['What is Rust?', 'Tell me about Rust', 'Tell me about Rust'], '0.87')).toEqual([
      'miss',
      'semantic-hit',
      'exact-hit',
    ]);
  });

  test.each([
    [{ thinking_blocks: [{ type: 'thinking', thinking: 'Hm.', signature: 'c2ln' }] }, 'miss'],
    [{ reasoning_details: [{ type: 'reasoning.text', text: 'Hm.', signature: 'c2ln' }] }, 'miss'],
    [{ reasoning_details: [{ type: 'reasoning.encrypted', data: 'c2ln' }] }, 'miss'],
    [{ reasoning_details: [{ type: 'reasoning.text', text: 'Hm.', signature: null }] }, 'semantic-hit'],
  ])(
    'gives no answer to another question whose thoughts are signed for its own: %j',
    async (thought, then) => {
      const message = { role: 'assistant', content: 'A language.', ...thought };
      const choices = [{ index: 0, message, finish_reason: 'stop' }];
      const reply = json({ id: 'c', object: 'chat.completion', model: 'gpt-4o-mini', choices });
      upstream.enqueue(reply, reply);
      const questions = ['What is Rust?', 'Tell me about Rust', 'What is Rust?'];
      expect(await outcomes(questions, '0.87')).toEqual(['miss', then, 'exact-hit']);
    },
  );

  test('sees through case, ends and inner spaces, which the exact tier keeps apart', async () => {
    expect(await outcomes(['What is Rust?', '   what is Rust?     ', 'What  is  Rust'])).toEqual([
      'miss',
      'semantic-hit',
      'semantic-hit',
    ]);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    [
      'a capital',
      [
        'What is the capital of France?',
        'What is the capital of France?',
        "Which city serves as France's capital?",
        'Tell me the capital city of France.',
        'What is the boiling point of water?',
      ],
      ['miss', 'exact-hit', 'semantic-hit', 'semantic-hit', 'miss'],
    ],
    [
      'OAuth2',
      [
        'How do I implement OAuth2 authentication in Rust with Actix-web?',
        "What's the best way to add OAuth2 to an Actix-web application in Rust?",
        'How to handle OAuth2 authentication in Rust using Actix-web framework?',
      ],
      ['miss', 'semantic-hit', 'semantic-hit'],
    ],
    [
      'a borrow error',
      [
        "I'm getting 'cannot borrow as mutable' error when trying to modify a vector inside a loop in Rust. How do I fix this?",
        "Getting 'cannot borrow as mutable' in Rust loop with vector modification",
      ],
      ['miss', 'semantic-hit'],
    ],
    [
      'unrelated tasks',
      [
        'How do I deploy Rust to AWS Lambda?',
        'async-std vs tokio',
        'How do I write unit tests with mocks in Rust?',
      ],
      ['miss', 'miss', 'miss'],
    ],
  ])('%s at .90', async (_name, questions, expected) => {
    expect(await outcomes(questions, '0.90', { temperature: 0 })).toEqual(expected);
  });

  test.each([
    ['Is it safe to take ibuprofen with aspirin?', 'Is it not safe to take ibuprofen with aspirin?'],
    ['How do I convert 100 USD to EUR?', 'How do I convert 100 EUR to USD?'],
    ['What is the population of Paris in 2010?', 'What is the population of Paris in 2020?'],
    ['How much is 12 + 30?', 'How much is 12 + 31?'],
    ['Translate "good morning" to French', 'Translate "good morning" to German'],
    ['Is Python faster than Rust?', 'Is Rust faster than Python?'],
    ['Did Alice beat Bob at chess?', 'Did Bob beat Alice at chess?'],
    ['What is Rust?', 'What is Rust the game?'],
    ['What does ls -r do?', 'What does ls -R do?'],
    ['How do I learn C# quickly?', 'How do I learn C++ quickly?'],
    ['What is the weather like today in Oslo?', 'What is the weather like tomorrow in Oslo?'],
    ['How do I enable dark mode?', 'How do I disable dark mode?'],
    ['你好，今天怎么样？', '再见，明天怎么样？'],
    ['中国的首都是哪里？', '法国的首都是哪里？'],
  ])('never gives the answer of “%s” to “%s”', async (first, second) => {
    expect(await outcomes([first, second])).toEqual(['miss', 'miss']);
    expect(await outcomes([second, first])).toEqual(['miss', 'miss']);
  });

  test('leaves texts beyond the window to the exact tier', async () => {
    const long = 'Summarise this report about the harbour. '.repeat(60);
    const [first, second] = [`${long} Version one.`, `${long} Version two.`];
    expect(await outcomes([first, second, first])).toEqual(['miss', 'miss', 'exact-hit']);
  });

  test('after a clear answers nothing from before', async () => {
    const headers = { 'x-cache-namespace': 'cleared' };
    await strata.ask('What is the capital of France?', { headers });
    expect((await strata.fetch('/admin/cache/clear', { method: 'POST' })).status).toBe(200);
    expect((await strata.ask("What's the capital of France?", { headers })).cache).toBe('miss');
  });

  test('explains, and takes a wrong answer back for good', async () => {
    const headers = { 'x-cache-namespace': 'corrected' };
    await strata.ask('What is the capital of France?', { headers });
    const query = "Which city serves as France's capital?";
    const body = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: query }] };
    const explained = await strata.fetch('/admin/cache/explain', { headers, body });
    expect(await explained.json()).toMatchObject({
      decision: 'semantic-hit',
      semantic: {
        candidates: [{ match: { text: 'What is the capital of France?' }, verdict: { accepted: true } }],
      },
    });
    const hit = await strata.ask(query, { headers });
    expect(hit.cache).toBe('semantic-hit');
    const feedback = { entry: hit.headers.get('x-cache-entry'), query, verdict: 'wrong' };
    expect((await strata.fetch('/admin/cache/feedback', { body: feedback })).status).toBe(200);
    expect((await strata.ask(query, { headers })).cache).toBe('miss');
  });

  test.each([
    [{ entry: 'x', query: 'y', verdict: 'wrong' }, 'entry'],
    [{ entry: 'f'.repeat(64), query: 5, verdict: 'wrong' }, 'query'],
    [{ entry: 'f'.repeat(64), query: ' ', verdict: 'wrong' }, 'query'],
    [{ entry: 'f'.repeat(64), verdict: 'bad' }, 'verdict'],
    [{ entry: 'f'.repeat(64), verdict: 'wrong', question: 'y' }, 'question'],
  ])('refuses feedback it cannot use: %j', async (body, param) => {
    const response = await strata.fetch('/admin/cache/feedback', { body });
    expect([response.status, await response.json()]).toMatchObject([400, { error: { param } }]);
  });
});
