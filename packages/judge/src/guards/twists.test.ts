import { describe, expect, test } from 'vitest';
import { expectServed, expectVeto, isServed, objectionsTo } from '../test-judge.ts';

describe('what one does oneself and what one has done', () => {
  test.each([
    ['How do I cut my hair?', 'How do I get my hair cut?'],
    ['How do I paint my house?', 'How do I have my house painted?'],
    ['How do I fix my car?', 'How do I get my car fixed?'],
    ['Should I dye my hair?', 'Should I get my hair dyed?'],
  ])('%s / %s', (a, b) => expectVeto('done-for', a, b));

  test.each([
    ['How do I get my passport renewed?', 'How do I renew my passport?'],
    ['Where can I get my hair cut?', 'Where do I get my hair cut?'],
  ])('one and the same: %s / %s', expectServed);
});

describe('whether it is, and which it is', () => {
  test.each([
    ['How do I check whether a port is open?', 'How do I check which port is open?'],
    ['How do I find out if a store is open?', 'How do I find out which store is open?'],
    ['Can you see if apps use data?', 'Can you see which apps use data?'],
  ])('%s / %s', (a, b) => expectVeto('question', a, b));

  test.each([
    ['How do I check if a port is open?', 'How do I check whether a port is open?'],
    ['How do I find out which port is open?', 'How do I find out what port is open?'],
  ])('one question: %s / %s', expectServed);
});

describe('what is applied to what', () => {
  test.each([
    ['What is the average of the maximum?', 'What is the maximum of the average?'],
    ['What is the sum of the squares of two numbers?', 'What is the square of the sum of two numbers?'],
    ['Does coffee interact with iron absorption?', 'Does iron interact with coffee absorption?'],
    [
      'What is the difference between French food and Italian wine?',
      'What is the difference between Italian food and French wine?',
    ],
    ['Does stress correlate with sleep quality?', 'Does sleep correlate with stress quality?'],
  ])('%s / %s', (a, b) => expectVeto('composition', a, b));

  test.each([
    [
      'What is the difference between French food and Italian food?',
      'What is the difference between Italian food and French food?',
    ],
    ['Do zinc and copper supplements interact?', 'Do copper and zinc supplements interact?'],
    [
      'What is the difference between a data lake and a data warehouse?',
      'What is the difference between a data warehouse and a data lake?',
    ],
    ['What is the mean of the squares?', 'Tell me what the mean of the squares is'],
    ['Does ibuprofen interact with alcohol?', 'Does alcohol interact with ibuprofen?'],
    [
      'Does grapefruit juice interact with blood pressure pills?',
      'Do blood pressure pills interact with grapefruit juice?',
    ],
  ])('the same: %s / %s', expectServed);
});

describe('a doing and a thing', () => {
  test.each([
    ['What is banking?', 'What is a bank?'],
    ['What is trading?', 'What is a trade?'],
    ['What is casting in C?', 'What is a cast in C?'],
  ])('%s / %s', (a, b) => expectVeto('question', a, b));
});

describe('made faster and made slower', () => {
  test.each([
    ['How do I make a slow cooker faster?', 'How do I make a fast cooker slower?'],
    ['How to make a slow computer run faster', 'How to make a fast computer run slower'],
  ])('%s / %s', (a, b) => expectVeto('argument-order', a, b));
});

describe('try out for', () => {
  test('is no mere trying', () =>
    expectVeto('substitution', 'How do I try out for football?', 'How do I try football?'));
});

describe('whether it is so and whether it was', () => {
  test.each([
    ['Is Pluto a planet?', 'Was Pluto a planet?'],
    ['does coke contain cocaine', 'Did Coke contain cocaine?'],
    ['Are the Beatles British?', 'were the Beatles british'],
  ])('%s / %s', (a, b) => expectVeto('then-or-now', a, b));
});

describe('a second question in one word', () => {
  test.each([
    ['When did Hawaii become a state?', 'When did Hawaii become a state, and why?'],
    ['Who founded Rome?', 'Who founded Rome and when'],
    ['Which tyre is better?', 'Which tyre is better and why?'],
  ])('%s / %s', (a, b) => expectVeto('asked-besides', a, b));

  test('is none where the other text asks it too', () =>
    expectServed('Can I turn it off on Android, and how?', 'Can I turn it off on Android and how?'));
});

describe('two things that have changed places and nothing else', () => {
  test.each([
    [
      'How do I stop getting invoices by post? I want them by email.',
      'How do I stop getting invoices by email? I want them by post.',
    ],
    ["I'm a teacher. How should I react to a student?", "I'm a student. How should I react to a teacher?"],
    ['A recipe serves four. How much is it for six?', 'A recipe serves six. How much is it for four?'],
    ['How much of Volvo does Geely own?', 'How much of Geely does Volvo own?'],
    ['I took the pill, then vomited. Am I safe?', 'I vomited, then took the pill. Am I safe?'],
    ['Sort by surname, then by first name', 'Sort by first name, then by surname'],
    ['Rebase the feature branch onto main.', 'Rebase main onto the feature branch.'],
    ['Can stress cause insomnia?', 'Can insomnia cause stress?'],
    ['The app crashes, so the phone overheats.', 'The phone overheats, so the app crashes.'],
    ['Concatenate last name and first name in Excel', 'Concatenate first name and last name in Excel'],
  ])('%s / %s', (a, b) => expectVeto('exchange', a, b));

  test.each([
    ['I am 30. Can I still retire?', 'Can I still retire? I am 30.'],
    ['Should I learn piano or violin first?', 'Should I learn violin or piano first?'],
    ['Where is it? Who owns it? When was it built?', 'When was it built? Who owns it? Where is it?'],
    ['Does Italy share a border with Slovenia?', 'Does Slovenia share a border with Italy?'],
    ['How does ibuprofen interact with lisinopril?', 'How does lisinopril interact with ibuprofen?'],
    ['In Norway, what does a coffee cost on average?', 'On average, what does a coffee cost in Norway?'],
    ['Is it cheaper to fly or to drive?', 'Is it cheaper to drive or to fly?'],
    ['There are how many keys on a piano?', 'How many keys are there on a piano?'],
    ['How far is Porto from Lisbon?', 'How far is Lisbon from Porto?'],
    ['ravioli spinach ricotta recipe', 'recipe spinach ricotta ravioli'],
    ['Compare the Iliad and the Odyssey', 'Compare the Odyssey and the Iliad'],
    ['Who were the five members of the Jackson 5?', 'Who were the 5 members of the Jackson five?'],
  ])('%s / %s: none', (a, b) => expect(objectionsTo(a, b)).not.toContain('exchange'));
});

describe('great-grandparents', () => {
  test.each([
    ['My grandmother was Irish. Can I apply?', 'My great-grandmother was Irish. Can I apply?'],
    ['Where did my great-great-uncle live?', 'Where did my great-uncle live?'],
  ])('%s / %s', (a, b) => expect(isServed(a, b)).toBe(false));

  test('however they are written', () =>
    expectServed('Where was my great grandmother born?', 'Where was my great-grandmother born?'));
});

describe('capitals that make another word', () => {
  test.each([
    ['vim: what does p do in normal mode', 'vim: what does P do in normal mode'],
    ['price of an apple today', 'price of Apple today'],
    ['How do I become a Mason?', 'How do I become a mason?'],
  ])('%s / %s', (a, b) => expectVeto('case', a, b));

  test.each([
    ['how do I paste in Vim', 'How do I paste in vim?'],
    ['what is the best job at apple', 'What is the best job at Apple?'],
    ['is a windows laptop fine for school', 'Are Windows laptops fine for school?'],
    ['write a c program that sorts', 'Write C programs that sort'],
    ['how many mL are in a cup', 'How many millilitres are in a cup?'],
  ])('%s / %s: one', expectServed);

  test('a unit and a field of work', () =>
    expectVeto('substitution', 'What does mL mean on a bottle?', 'What does ML mean on a bottle?'));
});

describe('who does it and whom it is done to', () => {
  test.each([
    ['Who is interviewed in Frost/Nixon?', 'Who interviews in Frost/Nixon?'],
    ['Who was paid in the deal?', 'Who paid in the deal?'],
  ])('%s / %s', (a, b) => expectVeto('argument-order', a, b));
});

describe('what a prefix denies before the same noun', () => {
  test.each([
    ['Paint colors for an unfinished basement', 'Paint colors for a finished basement'],
    ['rights of unmarried couples', 'rights of married couples'],
    ['What is an indirect tax?', 'What is a direct tax?'],
  ])('%s / %s', (a, b) => expectVeto('denied-quality', a, b));

  test.each([
    ['Can I return an unworn dress?', "Can I return a dress I haven't worn?"],
    ['What to do with an unopened can', 'What to do with a can that is not opened'],
  ])('%s / %s: one', expectServed);
});
