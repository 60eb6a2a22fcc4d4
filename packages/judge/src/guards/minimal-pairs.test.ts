import { describe, test } from 'vitest';
import { expectServed, expectVeto } from '../test-judge.ts';

describe('one small difference that turns the question', () => {
  test.each([
    ['argument-order', 'What do barn owls hunt?', 'What hunts barn owls?'],
    ['argument-order', 'What do red ants protect?', 'What protects red ants?'],
    ['argument-order', 'What can be swapped for cream?', 'What can cream be swapped for?'],
    ['argument-order', 'What do I need for a visa?', 'What do I need a visa for?'],
    ['argument-order', 'a const reference to a vector', 'a reference to a const vector'],
    ['argument-order', 'Can I take two pills three times a day?', 'Can I take three pills two times a day?'],
    ['substitution', 'What if my son is cold?', 'What if my son has a cold?'],
    ['substitution', 'Is my cat in heat?', 'Is my cat in the heat?'],
    ['substitution', 'Who is in charge?', 'Who is in the charge?'],
    ['number', 'Write two one-act plays about rain.', 'Write a two-act play about rain.'],
    ['argument-order', 'What can I do about being bitten?', 'What can I do about biting people?'],
    ['argument-order', 'Who was the duke that Henry had killed?', 'Who was the duke that had Henry killed?'],
    [
      'argument-order',
      'All poets are writers. He is a poet; is he a writer?',
      'All poets are writers. He is a writer; is he a poet?',
    ],
    [
      'argument-order',
      'Is it legal if I have my roof fixed by an amateur?',
      'Is it legal if I fix a roof as an amateur?',
    ],
    ['number', 'Explain chapter 3 of Emma.', 'Explain 3 chapters of Emma.'],
    ['negation', 'She can see me, I cannot her. Why?', 'She cannot see me, I can her. Why?'],
    ['argument-order', 'What is 2 plus 5 times 3?', 'What is 2 times 5 plus 3?'],
    ['argument-order', 'What is 7 more than 20?', 'What is 7 times more than 20?'],
    ['direction', 'Did the train arrive in time?', 'Did the train arrive on time?'],
    ['direction', 'How do I break in new shoes?', 'How do I break new shoes?'],
    ['tense', 'Has she worked in Rome for two years?', 'Did she work in Rome for two years?'],
    ['tense', 'I have been painting the fence, what next?', 'I have painted the fence, what next?'],
    ['argument-order', 'How do I roast smoked duck?', 'How do I smoke roasted duck?'],
    ['argument-order', 'Which moons does Saturn attract?', 'Which moons attract Saturn?'],
    ['question', 'How can I see what my dog eats?', 'How can I see that my dog eats?'],
    ['question', 'Who else knew?', 'Who knew?'],
    ['question', 'When does the bar open?', 'When is the bar open?'],
    ['substitution', 'What is left of the tower?', 'What is to the left of the tower?'],
    ['number', 'What is one and a half times 30?', 'What is one half times 30?'],
    ['direction', 'What was he sentenced for?', 'What was he sentenced to?'],
    ['code', 'Java: what does throw do?', 'Java: what does throws do?'],
    ['code', 'What does final do in Java?', 'What does finally do in Java?'],
    ['quantifier', 'Name a president who resigned.', 'Name every president who resigned.'],
    ['quantifier', 'What does UNION do?', 'What does UNION ALL do?'],
  ])('%s: %s / %s', (guard, a, b) => expectVeto(guard, a, b));
});

describe('small differences that leave it', () => {
  test.each([
    ['What year was he born in?', 'In what year was he born?'],
    ['What do barn owls hunt?', 'What is it that barn owls hunt?'],
    ['What caused the fire?', 'What was it that caused the fire?'],
    ['What is the capital of Peru?', 'What is capital of Peru?'],
    ['Explain chapter 3 of Emma.', 'Explain chapter three of Emma.'],
    ['Name all planets.', 'Name the planets.'],
    ['My cat eats, but does not drink. Why?', 'My cat eats, but drinks nothing. Why?'],
    ['Who are the people that had him arrested?', 'Who had him arrested?'],
    ['Java: how do I throw an exception?', 'How do I throw exceptions in Java?'],
    ['What is 2 plus 3 times 4?', 'Calculate 2 + 3 * 4'],
    ['Has the rule changed?', 'Did the rule change?'],
    ['I have had headaches for a week. Why?', 'I have been having headaches for a week. Why?'],
    ['How do I know if gold is real?', 'How do I know whether gold is real?'],
    ['Which moons does Saturn attract?', 'Which moons are attracted by Saturn?'],
    ['How do I find who wrote it?', 'How do I find out who it was written by?'],
    ['Is my phone on?', 'My phone, is it on?'],
    ['Can I take two pills three times a day?', 'Three times a day, can I take two pills?'],
  ])('%s / %s', expectServed);
});
