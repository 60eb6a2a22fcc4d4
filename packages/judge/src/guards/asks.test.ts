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
    [
      'tense',
      'I am about to sign the lease, what should I check?',
      'I signed the lease, what should I check?',
    ],
    ['tense', 'My boss is about to fire me, what can I do?', 'My boss has just fired me, what can I do?'],
    ['tense', 'Write a note: the site will be closed.', 'Write a note: the site was closed.'],
    ['modality', 'Can I drive in Japan?', 'Should I drive in Japan?'],
    ['modality', 'Is my landlord allowed to enter?', 'Must my landlord enter?'],
    ['modality', 'Say that I might come on Saturday', 'Say that I will come on Saturday'],
    ['quantifier', 'Do I get paid if I am sick?', 'Do I get paid whether or not I am sick?'],
    ['modality', 'Do I have to tip in Japan?', 'Can I tip in Japan?'],
    ['question', 'When did Bach die?', 'At what age did Bach die?'],
    ['addition', 'How does translation work?', 'How do I translate?'],
    ['question', 'What investment is the safest?', 'How do I invest safely?'],
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
    ['When do puffins start flying?', 'At what age do puffins begin to fly?'],
    ['How do I prepare for a recital?', 'What preparation is needed for a recital?'],
    ['How do I configure a modem?', 'How does the configuration of a modem work?'],
    ['Should I rent or buy skis?', 'Is it better to rent or to buy skis?'],
    ['Explain how pulsars work', 'Explain the inner workings of pulsars'],
    ['Will I lose my deposit if I cancel?', 'Do I lose my deposit if I cancel?'],
    ['I am getting a "timeout" error, why?', 'I got a "timeout" error, why?'],
    ['May I work abroad for a month?', 'Am I permitted to work abroad for a month?'],
    ['Is it okay for toddlers to watch TV?', 'Can toddlers watch TV?'],
    ['Can stress cause headaches?', 'Does stress cause headaches?'],
    ['Which papers are required to marry?', 'Which papers are needed to marry?'],
    ['How do I know whether or not I am pregnant?', 'How do I know if I am pregnant?'],
    ['My phone has stopped charging. Why?', "My phone isn't charging anymore. Why?"],
  ])('%s / %s', expectServed);
});
