import { describe, expect, test } from 'vitest';
import { expectServed, expectVeto, isServed, objectionsTo } from '../test-judge.ts';

describe('another word in the same place', () => {
  test.each([
    ['substitution', 'Can I take aspirin daily?', 'Can I take ibuprofen daily?'],
    ['substitution', 'Who discovered penicillin?', 'Who discovered insulin?'],
    ['substitution', 'How much sleep do adults get?', 'How much sleep do adults need?'],
    ['name', 'What is the capital of France?', 'What is the capital of Spain?'],
    ['name', 'Tell me about Michael Jordan', 'Tell me about Michael Jackson'],
    ['name', 'Translate this to German: hello', 'Translate this to Dutch: hello'],
    ['substitution', 'How do I enable the feature?', 'How do I disable the feature?'],
    ['substitution', 'How do I install Docker?', 'How do I uninstall Docker?'],
    ['opposite', 'What foods lower cholesterol?', 'What foods raise cholesterol?'],
    ['opposite', 'Is low blood sugar dangerous?', 'Is high blood sugar dangerous?'],
    ['substitution', 'Give me the list as JSON', 'Give me the list as YAML'],
    ['substitution', 'What is the weather today?', 'What is the weather tomorrow?'],
    ['substitution', 'What does HTTP stand for?', 'What does HTTPS stand for?'],
    ['substitution', 'What causes renal failure?', 'What causes liver failure?'],
    ['name', 'How do I open a German bank account?', 'How do I open an Austrian bank account?'],
    ['substitution', 'How do I treat hypotension?', 'How do I treat high blood pressure?'],
  ])('%s: %s / %s', (guard, a, b) => {
    expect(isServed(a, b)).toBe(false);
    if (guard !== 'opposite') expectVeto(guard, a, b);
  });
});

describe('rare words that are spelt nearly alike', () => {
  test.each([
    ['What is dysphagia after a stroke?', 'What is dysphasia after a stroke?'],
    ['Explain mitosis', 'Explain meiosis'],
    ['What does the lessor pay?', 'What does the lessee pay?'],
    ['Which alkanes are gases?', 'Which alkenes are gases?'],
    ['Where is the ileum?', 'Where is the ilium?'],
  ])('%s / %s', (a, b) => expect(objectionsTo(a, b)).toContain('near-spelling'));

  test.each([
    ['Who was the inventor of the zip?', 'Who invented the zip?'],
    ['Who is the translator of this edition?', 'Who translated this edition?'],
    ['What does an inverse matrix do?', 'What does it do to invert a matrix?'],
    ['How does sulphur smell?', 'How does sulfur smell?'],
    ['How much should I put aside?', 'How much should I set aside?'],
    ['What is a vertebrate?', 'What is an invertebrate?'],
  ])('none: %s / %s', (a, b) => expect(objectionsTo(a, b)).not.toContain('near-spelling'));
});

describe('words of nearly one meaning', () => {
  test.each([
    ['How do I scrub a burnt pan?', 'How do I clean a burnt pan?'],
    ['Who devised the metric system?', 'Who invented the metric system?'],
    ['How do I contest a parking fine?', 'How do I dispute a parking ticket?'],
    ['How long do I rest after surgery?', 'How long do I rest after an operation?'],
    ['Can I choose another seat?', 'Can I choose a different seat?'],
  ])('%s / %s', expectServed.bind(undefined));

  test.each([
    ['How do I scrub a burnt pan?', 'How do I buy a burnt pan?'],
    ['Who devised the metric system?', 'Who abolished the metric system?'],
    ['How do I contest a parking fine?', 'How do I pay a parking fine?'],
    ['How long do I rest after surgery?', 'How long do I rest before surgery?'],
    ['Can I lease a car?', 'Can I lend a car?'],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});

describe('an abbreviation and what it stands for', () => {
  test.each([
    ['What causes PCOS?', 'What causes polycystic ovary syndrome?'],
    ['Is a VM slower?', 'Is a virtual machine slower?'],
    ['What is a good ROI for rentals?', 'What is a good return on investment for rentals?'],
    ['How do I treat mitral valve prolapse (MVP)?', 'How do I treat mitral valve prolapse?'],
    ['How do I treat MVP (mitral valve prolapse)?', 'How do I treat mitral valve prolapse?'],
    ['Does CRISPR cut DNA?', 'Does CRISPR cut deoxyribonucleic acid (DNA)?'],
  ])('%s / %s', expectServed.bind(undefined));

  test.each([
    ['Is MS hereditary?', 'Is muscular dystrophy hereditary?'],
    ['How do I treat a UTI?', 'How do I treat an upper respiratory infection?'],
    ['What is the capital of Georgia (USA)?', 'What is the capital of Georgia?'],
  ])('%s / %s', (a, b) => expect(isServed(a, b)).toBe(false));
});

describe('something that one text adds', () => {
  test.each([
    ['What is Rust?', 'What is Rust the game?'],
    ['Best restaurants in Rome', 'Best restaurants in Rome for vegetarians'],
    ['How do I run this as root?', 'How do I run this?'],
    ['What is an electric car?', 'What is an electric car battery?'],
    ['Write a poem about autumn', 'Write a short poem about autumn'],
    ['How do I prepare for exams?', 'How do I prepare for exams while working?'],
    ['How do I zoom in?', 'How do I zoom?'],
  ])('%s / %s', (a, b) => expect(isServed(a, b)).toBe(false));
});

describe('other words for the same', () => {
  test.each([
    ['How do I fix my car?', 'How do I repair my automobile?'],
    ['How do I delete a file?', 'How do I remove a file?'],
    ['What are the symptoms of diabetes?', 'What are the signs of diabetes?'],
    ['How do I turn off notifications?', 'How do I disable notifications?'],
    ['How do I log in?', 'How do I sign in?'],
    ['How do I get rid of ants?', 'How do I eliminate ants?'],
    ['How do I modify a vector?', 'How do I make a modification of a vector?'],
    ['Where do I buy a smart phone?', 'Where do I buy a smartphone?'],
    ['What color is the sky?', 'What colour is the sky?'],
    ['How do I restore a deleted file?', 'How do I restore a deletd file?'],
    ['How do I learn JS?', 'How do I learn JavaScript?'],
    ['What is the capital city of Australia?', "What is Australia's capital?"],
    ['Who wrote Hamlet?', 'Who is the author of Hamlet?'],
    ['Is kale good for people with hypertension?', 'Is kale good for people with high blood pressure?'],
    ['How do I open a bank account in Poland?', 'How do I open a Polish bank account?'],
    ['What was the date of the death of Bach?', 'When did Bach die?'],
    ['What causes kidney failure?', 'What causes renal failure?'],
    ['I need a rep for my firm', 'I need a representative for my firm'],
    [
      'What are the pros and cons of remote work?',
      'What are the advantages and disadvantages of remote work?',
    ],
  ])('%s / %s', expectServed.bind(undefined));
});

test('opposites are named as such', () => {
  expect(objectionsTo('Is the bath hot?', 'Is the bath cold?')).toContain('opposite');
});
