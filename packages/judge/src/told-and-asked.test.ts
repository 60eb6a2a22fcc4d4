import { describe, expect, test } from 'vitest';
import { expectServed, isServed } from './test-judge.ts';

describe('what is told beside the question', () => {
  test.each([
    ['I need a parking permit. How do I apply for one?', 'How do I apply for a parking permit?'],
    ["I'm looking for a birthday card for my boss.", 'I need a birthday card for my boss.'],
    [
      "We're thinking of adopting a second cat. Is it a problem?",
      'Is it a problem if we adopt a second cat?',
    ],
    ["I'm using Fedora 40. How do I change the time zone?", 'How do I change the time zone in Fedora 40?'],
  ])('%s / %s', expectServed);

  test.each([
    ['Do I need a visa for Japan?', 'How do I get a visa for Japan?'],
    ["I don't want a refund. How do I get a replacement?", 'I want a refund. How do I get a replacement?'],
    ['I want to leave my husband. Can I keep the house?', 'I left my husband. Can I keep the house?'],
    [
      "I'm using Fedora 40. How do I change the time zone?",
      "I'm using Fedora 39. How do I change the time zone?",
    ],
    ['My son wants to drive the tractor. Is that legal?', 'My son drove the tractor. Is that legal?'],
    ['Does my landlord want to sell the flat?', 'Can my landlord sell the flat?'],
    [
      'I live in Graz and work in Linz. Where do I pay tax?',
      'I live in Linz and work in Graz. Where do I pay tax?',
    ],
    ['Does my second child get the same allowance?', 'Does my third child get the same allowance?'],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});

describe('what is said twice, or by a particle', () => {
  test.each([
    ['Is there a value-added tax (VAT) on books?', 'Is there VAT on books?'],
    ['Who shot JFK?', 'Who shot John F. Kennedy?'],
    ["Recommend a soup that doesn't contain garlic.", 'Recommend a soup without garlic.'],
    ['Why should I not pour oil down the drain?', "Why shouldn't oil be poured down the drain?"],
    ['Is starch broken down by amylase?', 'Does amylase break down starch?'],
  ])('%s / %s', expectServed);

  test.each([
    ['Who shot JFK?', 'Who shot Robert F. Kennedy?'],
    ["Recommend a soup that doesn't contain garlic.", 'Recommend a soup with garlic.'],
    ['How do I let the dog out?', 'How do I let the dog in?'],
    ['Is starch broken down by amylase?', 'Is starch built up by amylase?'],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});

describe('how long, and what needs doing', () => {
  test.each([
    ['Bremen to Hamburg by car, how long?', 'How long does it take from Bremen to Hamburg by car?'],
    ['How often do gutters need cleaning?', 'How often should gutters be cleaned?'],
    [
      'Is a fee of 30 euros fair for a ticket that costs 200 euros?',
      'Is a fee of 30 euros fair for a ticket of 200 euros?',
    ],
    ["Why can't I see the map any longer?", 'Why can I no longer see the map?'],
  ])('%s / %s', expectServed);

  test.each([
    ['Bremen to Hamburg by car, how far?', 'Bremen to Hamburg by car, how long?'],
    ['How often does a cat need feeding?', 'How often can a cat be fed?'],
    ['Can I stay here any longer?', 'Can I stay here?'],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});

describe('a small word that narrows', () => {
  test.each([
    ['Do customers get a discount?', 'Do new customers get a discount?'],
    ['How do I become a good teacher?', 'How do I become a teacher?'],
    ['How do I remove hair permanently?', 'How do I remove hair?'],
    ['Can I change my booking?', 'Can I change the name on my booking?'],
    ["How do I delete someone's account?", 'How do I delete my account?'],
    ['What is general relativity?', 'What is relativity?'],
    ['Do I need life insurance?', 'Do I need insurance?'],
    ['What is a major chord?', 'What is a chord?'],
    ['Can I use a different card?', 'Can I use a card?'],
    ['How do I look good in photos?', 'How do I look in photos?'],
    ['How do I speed up a MySQL server?', 'How do I speed up a MySQL database?'],
    ['Why is the Instagram website down?', 'Why is the Instagram app down?'],
    ['What is the height of the tower?', 'What is the height of the tallest tower?'],
    ['What is the capital of Egypt?', 'What is the new capital of Egypt?'],
    ['How do I print "Hello" in Java?', 'How do I return "Hello" in Java?'],
    ['Do kids pay on the bus?', 'Do kids pay less on the bus?'],
    ['How long does a passport take?', 'How long does a passport last?'],
    ['I own a shop. Do I need a licence?', 'I want to own a shop. Do I need a licence?'],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));

  test.each([
    ['What does a teenager need?', 'What do teenagers need?'],
    ['Why do I get "index out of range" in Go?', 'Go throws "index out of range". Why?'],
    ['Why is Instagram down?', 'Why is the Instagram app down?'],
    ['How long does the exam last?', 'How long does the exam take?'],
    ['How long did the siege last?', 'How long was the siege?'],
    ['Recommend a good dentist in Ulm.', 'Recommend a dentist in Ulm.'],
    ['My glasses keep fogging up. How can I prevent that?', 'How do I stop my glasses from fogging up?'],
    ['Which bus goes to the stadium?', 'What bus do I take to get to the stadium?'],
  ])('%s / %s', expectServed);
});
