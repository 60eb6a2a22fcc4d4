import { describe, test } from 'vitest';
import { expectServed, expectVeto } from '../test-judge.ts';

describe('a negation on one side', () => {
  test.each([
    ['Is it safe to take ibuprofen with aspirin?', 'Is it not safe to take ibuprofen with aspirin?'],
    ['Which vitamins are water soluble?', 'Which vitamins are not water soluble?'],
    ['Why should I vote?', "Why shouldn't I vote?"],
    ['My package has arrived.', 'My package has never arrived.'],
    ['Recipes with eggs', 'Recipes without eggs'],
    ['Select users who logged in today', 'Select users who did not log in today'],
    ['Is it normal for a 2 year old to talk?', 'Is it normal for a 2 year old to not talk?'],
    ['Can I open the file?', 'I cannot open the file?'],
  ])('%s / %s', (a, b) => expectVeto('negation', a, b));
});

test('a negation that bears on another word', () => {
  expectVeto(
    'negation',
    'Which countries border Germany but not France and Spain?',
    'Which countries border Spain but France and not Germany?',
  );
});

describe('a negation in another clause', () => {
  test.each([
    [
      'I can swim but my wife cannot. Who should take lessons?',
      'I cannot swim but my wife can. Who should take lessons?',
    ],
    ["Can't log in to my bank", 'Can I log in to my bank'],
  ])('%s / %s', (a, b) => expectVeto('negation', a, b));
});

describe('a negation of another deed, as often said', () => {
  test.each([
    ['My dog eats but does not drink, what now?', 'My dog drinks but does not eat, what now?'],
    ['Why do some people try not to sleep?', 'Why do some people not try to sleep?'],
    ['Can I decide not to pay the rent?', "Can't I decide to pay the rent?"],
  ])('is another question: %s / %s', (a, b) => expectVeto('negation', a, b));
});

describe('a negation of another word, as often said', () => {
  test.each([
    ['Why is there no letter J in Italian words?', "Why isn't there a letter J in Italian words?"],
    ['Nothing happens when I press Ctrl+V', "When I press Ctrl+V, it doesn't do anything"],
  ])('is easily the same: %s / %s', (a, b) => expectVeto('moved-negation', a, b));
});

describe('a negation before or behind the subject', () => {
  test.each([
    ["Why won't the pump start?", 'Why does the pump not start?'],
    ["Why isn't the upload button enabled?", 'Why is the upload button not enabled?'],
    ["Why isn't my soup thick?", 'Why is my soup not thick?'],
    ["Why isn't honey good for babies?", 'Why is honey not good for babies?'],
    ["If it rains, can't I cancel for free?", 'If it rains, can I cancel for free?'],
  ])('%s / %s', expectServed);
});

describe('a negation in the verb', () => {
  test.each([
    [
      'How do I stop Excel from turning names into dates?',
      'How do I get Excel not to turn names into dates?',
    ],
    ['How can I prevent my dog from barking at night?', 'How can I make my dog not bark at night?'],
    ['How do I keep the screen from dimming?', 'How do I prevent the screen from dimming?'],
    ['How do I avoid getting sick on a boat?', 'How do I not get sick on a boat?'],
    ['Say that we decided against renewing the lease', 'Say that we decided not to renew the lease'],
    ['How do I hem a sleeveless dress?', 'How do I hem a dress without sleeves?'],
  ])('%s / %s', expectServed);

  test.each([
    ['How do I stop my dog from barking at night?', 'How do I get my dog to bark at night?'],
    ['How do I prevent people from not paying?', 'How do I prevent people from paying?'],
    ['Say that we decided against renewing the lease', 'Say that we decided to renew the lease'],
  ])('%s / %s', (a, b) => expectVeto('negation', a, b));
});

describe('a negation in the word', () => {
  test.each([
    ['Is it dishonest to omit a job from my CV?', 'Is it not honest to omit a job from my CV?'],
    ['How do I find inactive users in SQL?', 'How do I find users that are not active in SQL?'],
    ["I don't think my tenant will pay. What now?", "I think my tenant won't pay. What now?"],
    ['Which foods are off limits for diabetics?', 'Which foods are not allowed for diabetics?'],
    ["Don't I need a visa for Japan?", 'Do I not need a visa for Japan?'],
  ])('%s / %s', expectServed);

  test.each([
    ['Is an unfair contract void?', 'Is a fair contract void?'],
    ['Was my application incomplete?', 'Was my application complete?'],
    ['I think my tenant will pay. What now?', "I don't think my tenant will pay. What now?"],
  ])('%s / %s', (a, b) => expectVeto('negation', a, b));
});

describe('what only looks like one', () => {
  test.each([
    ['Is a whale a fish or not?', 'Is a whale a fish?'],
    ['Where is gate no. 5?', 'Where is gate 5?'],
    ["Isn't the Nile longer than the Amazon?", 'Is the Nile longer than the Amazon?'],
    ["It's not impossible to fold paper eight times", "It's possible to fold paper eight times"],
    ["My laptop won't turn on. What should I do?", 'My laptop does not turn on. What should I do?'],
    ['I am unable to connect to the wifi', "I can't connect to the wifi"],
    ['How do I handle errors without unwrap?', 'How do I avoid unwrap in error handling?'],
  ])('%s / %s', expectServed);
});
