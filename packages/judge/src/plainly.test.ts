import { describe, expect, test } from 'vitest';
import { expectServed, isServed } from './test-judge.ts';

describe('one question, plainly put otherwise', () => {
  test.each([
    ['List the symptoms of anaemia briefly', 'Briefly list the symptoms of anaemia'],
    ['Explain photosynthesis briefly', 'Briefly explain photosynthesis'],
    ['In which year did the Titanic sink?', 'The Titanic sank in which year?'],
    ['Which country is Paris the capital of?', 'Paris is the capital of which country?'],
    ['configure a VPN on Win 11', 'configure a VPN on Windows 11'],
    ['What does a flight of 12 hours do to your legs?', 'What does a twelve-hour flight do to your legs?'],
    [
      'definately or definitely, which is the right spelling',
      'Definately or definitely: which is the right spelling?',
    ],
    ['meaning of the name Saoirse', 'What is the meaning of the name Saoirse?'],
    ["Just quickly, what's the boiling point of ethanol?", "What's the boiling point of ethanol?"],
    ['How do I tell my parents I failed my exams?', 'how do i tell mum and dad i failed my exams'],
    ['Could you recommend a novel set in Prague?', "any novel set in prague you'd recommend?"],
    ['recipe with rice and without beans please', 'recipe with rice but no beans, please'],
    [
      'Is it safe to take ibuprofen with paracetamol?',
      "I was wondering whether it's safe to take ibuprofen with paracetamol",
    ],
    ['What is a good name for a black cat?', 'what might be a good name for a black cat, do you think?'],
    ['can we have a look at how photosynthesis works', "let's look at how photosynthesis works"],
    ['Explain how photosynthesis works', "let's look at how photosynthesis works"],
    ['Which mushrooms in Poland are inedible?', 'Which mushrooms in Poland are not edible?'],
    [
      'When should I replace a bike chain instead of fixing it?',
      'When should I replace a bike chain rather than fix it?',
    ],
    ['Should I rent instead of buying?', 'Should I rent rather than buy?'],
    [
      'What does a notary charge for a house sale in Germany?',
      'What will a notary charge for a house sale in Germany?',
    ],
    [
      'the pharmacy closes at 6 pm, can I pick up my order at 5:45 pm',
      'the pharmacy closes at 18:00, can I pick up my order at 17:45',
    ],
    ['What should I cook with rice and no meat?', 'What should I cook with rice and without meat?'],
    ['gimme some ideas for dinner', 'Give me some dinner ideas'],
    ['lemme know how to fix a leaky tap', 'How do I fix a leaky tap?'],
    ['List all countries bordering France', 'List all countries that border France'],
  ])('%s / %s', expectServed);
});

describe('another question in much the same words', () => {
  test.each([
    ['What does coffee do to tea?', 'What does tea do to coffee?'],
    ['What did the cat do to the dog?', 'What did the dog do to the cat?'],
    ['What does stress do to sleep?', 'What does sleep do to stress?'],
    ['What does salt do for ice?', 'What does ice do for salt?'],
    ['meaning of the name Saoirse', 'What is the meaning of the name Sorcha?'],
    ['How do I boil an egg quickly?', 'How do I boil an egg?'],
    ['How do I tell my parents I failed my exams?', 'how do i tell my dad i failed my exams'],
    ["any novel set in prague you'd recommend?", "any novel set in Vienna you'd recommend?"],
    ['recipe with rice but no beans', 'recipe with beans but no rice'],
    ['recipe with rice and beans', 'recipe with rice but no beans'],
    [
      'Is it safe to take ibuprofen with paracetamol?',
      "I was wondering whether it's unsafe to take ibuprofen with paracetamol",
    ],
    ['How do I know if it is safe to drink water?', 'How do I know if it is safe to heat water?'],
    ['Which mushrooms in Poland are inedible?', 'Which mushrooms in Poland are edible?'],
    [
      'When should I replace a bike chain instead of fixing it?',
      'When should I fix a bike chain instead of replacing it?',
    ],
    [
      'When should I replace a bike chain rather than fix it?',
      'When should I fix a bike chain rather than replace it?',
    ],
    ['Should I rent rather than buy?', 'Should I buy rather than rent?'],
    ['Should I rent instead of buying?', 'Should I rent and buy?'],
    [
      'What did a notary charge for a house sale in Germany?',
      'What will a notary charge for a house sale in Germany?',
    ],
  ])('%s / %s', (a, b) => expect(isServed(a, b)).toBe(false));
});
