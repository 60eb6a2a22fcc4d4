import { describe, test } from 'vitest';
import { expectServed, expectVeto } from '../test-judge.ts';

describe('words that are spoken about', () => {
  test.each([
    ['What rhymes with car?', 'What rhymes with automobile?'],
    ['What is the etymology of the word couch?', 'What is the etymology of the word sofa?'],
    ['How many syllables does photo have?', 'How many syllables does photograph have?'],
    ['What part of speech is quickly?', 'What part of speech is quick?'],
    ['How do you spell color?', 'How do you spell colour?'],
    ['How do you pronounce children?', 'How do you pronounce child?'],
    ['What is the plural of woman?', 'What is the plural of women?'],
    ['Use begin in a sentence', 'Use start in a sentence'],
    ['List synonyms for huge', 'List synonyms for enormous'],
    ['What is the Spanish word for house?', 'What is the Spanish word for home?'],
    ['How do you say friend in French?', 'How do you say friends in French?'],
    ['Use running in a sentence', 'Use run in a sentence'],
    ['Compose in a sentence', 'Write in a sentence'],
    ['How do I say no in Thai?', 'How do I say nope in Thai?'],
    ['Write a sentence with car', 'Make a sentence with automobile'],
    ['What does breath mean?', 'What does breathe mean?'],
    ["What's the difference between who's and whose?", "What's the difference between who and whose?"],
    ['What is the difference between couch and sofa?', 'What is the difference between couch and couches?'],
    ['What is the difference between go and went?', 'What is the difference between go and goes?'],
    ["What's the difference between buy and purchase?", "What's the difference between buy and bought?"],
    ['Where does the word goodbye come from?', 'Where does the word bye come from?'],
    ['Is beautiful a noun or an adjective?', 'Is beauty a noun or an adjective?'],
    ['How many letters does the word television have?', 'How many letters does the word TV have?'],
  ])('are compared as written: %s / %s', (a, b) => {
    expectVeto('mention', a, b);
  });

  test.each([
    ['How do you spell necessary?', 'What is the correct spelling of necessary?'],
    ['How do you pronounce quinoa?', "What's the pronunciation of quinoa?"],
    ['What does the word run mean?', "What's the meaning of the word run?"],
    ['What is the difference between there and their?', 'What is the difference between their and there?'],
    ['What does LOL mean?', 'what does lol mean'],
  ])('may be asked about in two ways: %s / %s', expectServed);

  test.each([
    ["What's the difference between a couch and a bed?", "What's the difference between couches and beds?"],
    ['How do I fix my car?', 'How do I repair my car?'],
    ['Compose a rhyme for a treasure hunt', 'Write a rhyme for a treasure hunt'],
    ["look up the etymology of 'salary'", "find the etymology of 'salary'"],
    ['How do I say no to my mate?', 'How can I say no to my mate?'],
  ])('are not those that are used: %s / %s', expectServed);
});

describe('notations that are spoken of', () => {
  test.each([
    ['Write a regex for dates like 2024-05-31', 'Write a regex for dates like 31/05/2024'],
    ['Convert 0.5 to a fraction', 'Convert 1/2 to a fraction'],
    ['Which strftime format gives 14:30?', 'Which strftime format gives 2:30 pm?'],
  ])('are compared as written: %s / %s', (a, b) => {
    expectVeto('mention', a, b);
  });

  test.each([
    ['Round 3.14159 to two decimals', 'Round 3.14159 to 2 decimals'],
    ['What happened on 2001-09-11?', 'What happened on 11 September 2001?'],
  ])('are not those that are used: %s / %s', expectServed);
});
