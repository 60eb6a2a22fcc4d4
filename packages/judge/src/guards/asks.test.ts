import { describe, test } from 'vitest';
import { expectServed, expectVeto } from '../test-judge.ts';

describe('another question about the same thing', () => {
  test.each([
    ['question', 'Where was Einstein born?', 'When was Einstein born?'],
    ['question', 'Why is the sky blue?', 'Is the sky blue?'],
    ['question', 'How do I write a poem?', 'Write a poem'],
    ['question', 'Can dogs eat grapes?', 'Which dogs can eat grapes?'],
    ['question', 'What is GDP?', 'What is GDP? How is it measured?'],
    ['question', 'How bold is too bold?', 'How to be bold?'],
    ['tense', 'Who is the president of France?', 'Who was the president of France?'],
    ['tense', 'When did the train leave?', 'When will the train leave?'],
    ['tense', 'What happened to Nokia?', 'What will happen to Nokia?'],
    ['tense', 'How did you start playing chess?', 'How do I start playing chess?'],
    ['modality', 'Can I drive in Japan?', 'Should I drive in Japan?'],
    ['modality', 'Do I have to tip in Japan?', 'Can I tip in Japan?'],
  ])('%s: %s / %s', expectVeto);
});

describe('one question in two forms', () => {
  test.each([
    ['How do I sort an array in JavaScript?', 'Sort an array in JavaScript'],
    ['Why is the sky blue?', 'What makes the sky blue?'],
    ['What is photosynthesis?', 'Define photosynthesis.'],
    ['How does inflation affect interest rates?', 'What effect does inflation have on interest rates?'],
    ['How many people live in Tokyo?', 'What is the population of Tokyo?'],
    ['How old is the universe?', 'What is the age of the universe?'],
    ['What is 10 miles in km?', 'How many kilometers is 10 miles?'],
    ['Is butter or margarine healthier?', 'Which is healthier, butter or margarine?'],
    ['Can you freeze cooked rice?', 'Can I freeze cooked rice?'],
    ['Do you think Australia is a friendly country?', 'Is Australia a friendly country?'],
    ['capital of France', 'What is the capital of France?'],
    ['What will happen if I eat mold?', 'What happens if I eat mold?'],
  ])('%s / %s', expectServed);
});
