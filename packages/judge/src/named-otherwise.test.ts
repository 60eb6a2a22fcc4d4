import { describe, expect, test } from 'vitest';
import { expectServed, isServed, objectionsTo } from './test-judge.ts';

describe('one thing named with more or fewer words', () => {
  test.each([
    ['How old is Sir David Attenborough?', 'How old is David Attenborough?'],
    ['When was President Abraham Lincoln shot?', 'When was Abraham Lincoln shot?'],
    ['Did the composer Clara Schumann tour Russia?', 'Did Clara Schumann tour Russia?'],
    ['How do I crop an image in Adobe Photoshop?', 'How do I crop an image in Photoshop?'],
    ['What oil does a 2014 Toyota Corolla take?', 'What oil does a 2014 Corolla take?'],
    ['List the operas of Giacomo Puccini', 'List the operas of Puccini'],
    ['Things to do in Lisbon, Portugal when it rains', 'Things to do in Lisbon when it rains'],
    ['What is the atomic number of the element gold?', 'What is the atomic number of gold?'],
    ['How do I change my surname?', 'How do I change my last name?'],
    ['Can a police officer search my car?', 'Can a cop search my car?'],
    ['Why is the city of Venice sinking?', 'Why is Venice sinking?'],
  ])('%s / %s', expectServed);

  test.each([
    ['How old is Mrs Michelle Obama?', 'How old is Mr Barack Obama?'],
    ['Who is the president of Chile?', 'Who is the professor of Chile?'],
    ['Where was Saint Thomas More born?', 'Where was Thomas Moore born?'],
    ['How do I crop an image in Adobe Photoshop?', 'How do I crop an image in Adobe Illustrator?'],
    ['What oil does a 2014 Toyota Corolla take?', 'What oil does a 2014 Toyota Camry take?'],
    ['Who is the head of state of Samoa?', 'Who is the head of state of American Samoa?'],
    ['What is the population of Paris?', 'What is the population of Paris, Texas?'],
    ['List the operas of Puccini', 'List the operas of Verdi'],
  ])('another thing: %s / %s', (a, b) => expect(isServed(a, b)).toBe(false));
});

describe('one question in other turns of phrase', () => {
  test.each([
    ["What's the least expensive way to get there?", 'What is the cheapest way to get there?'],
    ["Isn't it dangerous to fly with a cold?", 'Is it not dangerous to fly with a cold?'],
    ['How quickly does lightning travel?', 'How fast does lightning travel?'],
    ['Instead of buttermilk, what can I use in scones?', 'What can I use in scones instead of buttermilk?'],
    ['Is it safe to eat eggs past their expiration date?', 'Is it safe to eat eggs after the expiry date?'],
    ['Show that the sum of two odd numbers is even.', 'Prove that the sum of two odd numbers is even.'],
    ['How do elephants grieve?', 'How do elephants mourn?'],
    ["My toilet won't stop running", 'My toilet keeps running'],
    ["I haven't a clue how to change a bike tube", 'How do I change a bike tube?'],
    [
      'My brother does not believe me, so: how many bones does a shark have?',
      'How many bones does a shark have?',
    ],
    ['How do I say no without being rude?', 'How do I say no politely?'],
    ["I wouldn't mind a packing list for Iceland", 'Give me a packing list for Iceland'],
    ['Got a recipe for plum dumplings?', 'Do you have a recipe for plum dumplings?'],
    ["Don't laugh, but how do you boil an egg?", 'How do you boil an egg?'],
    ["Can't find it anywhere. What's the capital of Burkina Faso?", 'What is the capital of Burkina Faso?'],
    [
      'Write a function that checks whether a string is a palindrome.',
      'Create a function that checks whether a string is a palindrome.',
    ],
  ])('%s / %s', expectServed);

  test.each([
    ["What's the least expensive way to get there?", "What's the most expensive way to get there?"],
    ['Is it not dangerous to fly with a cold?', 'Is it safe to fly with a cold?'],
    ['How quickly does lightning travel?', 'How far does lightning travel?'],
    ['Instead of buttermilk, what can I use in scones?', 'Instead of butter, what can I use in scones?'],
    [
      'Is it safe to eat eggs past their expiration date?',
      'Is it safe to eat eggs before their expiration date?',
    ],
    ["I don't eat eggs, but how do you bake a cake?", 'How do you bake a cake?'],
    ["My toilet won't stop running", 'My toilet does not run'],
    ['I never learned to swim. Which sports can I do?', 'Which sports can I do?'],
    ['My brother does not eat meat, so: what should I cook?', 'What should I cook?'],
    ['How do I say no without being rude?', 'How do I say yes politely?'],
    ['Which words rhyme with create?', 'Which words rhyme with generate?'],
  ])('another question: %s / %s', (a, b) => expect(isServed(a, b)).toBe(false));
});

describe('a text without capitals', () => {
  test.each([
    ['who wrote "the hobbit"', 'Who wrote "The Hobbit"?'],
    ['what is the ph of blood', 'What is the pH of blood?'],
    ['How do I prune a bay tree ...', 'How do I prune a bay tree?'],
  ])('says no more by them: %s / %s', expectServed);

  test.each([
    ['quote', 'Translate "Polish" to French.', 'Translate "polish" to French.'],
    ['quote', 'who wrote "the hobbit"', 'Who wrote "The Habit"?'],
    ['case', 'What does Co stand for?', 'What does CO stand for?'],
  ])('otherwise they count (%s): %s / %s', (guard, a, b) => expect(objectionsTo(a, b)).toContain(guard));
});
