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
  ])('%s: %s / %s', (guard, a, b) => expectVeto(guard, a, b));
});

describe('small differences that leave it', () => {
  test.each([
    ['What year was he born in?', 'In what year was he born?'],
    ['What do barn owls hunt?', 'What is it that barn owls hunt?'],
    ['What caused the fire?', 'What was it that caused the fire?'],
    ['What is the capital of Peru?', 'What is capital of Peru?'],
    ['Is my phone on?', 'My phone, is it on?'],
    ['Can I take two pills three times a day?', 'Three times a day, can I take two pills?'],
  ])('%s / %s', expectServed);
});
