import { describe, expect, test } from 'vitest';
import { expectServed, expectVeto, isServed } from './test-judge.ts';

describe('names with dots and signs in a text without capitals', () => {
  test.each([
    ['What is ASP.NET Core?', 'what is asp.net core'],
    ['What does JSON.parse() do?', 'what does json.parse() do'],
    ['How do I open Notepad++?', 'how do i open notepad++'],
    ["What are AT&T's opening hours?", "what are at&t's opening hours"],
    ["Is the M&M's store open?", "is the m&m's store open"],
    ['Where is Texas A&M?', 'where is texas a&m'],
  ])('%s / %s', expectServed);

  test.each([
    ['What does Math.floor do?', 'What does math.floor do?'],
    ['What is in $PATH?', 'what is in $path'],
    ['What does tar -X do?', 'what does tar -x do'],
  ])('not: %s / %s', (one, other) => expectVeto('code', one, other));
});

describe('what is counted in a row', () => {
  test.each([
    ['What happens in the second season of Dark?', 'What happens in season 2 of Dark?'],
    ['Summarise the ninth chapter of Emma', 'Summarise chapter nine of Emma'],
    ['What is the first step in baking bread?', 'What is step one in baking bread?'],
    ['the 3rd episode of Lost', 'episode 3 of Lost'],
  ])('%s / %s', expectServed);

  test.each([
    ['the second season of Dark', 'season 3 of Dark'],
    ['the second season of Dark', '2 seasons of Dark'],
    ['Shorten: the first step is done', 'Shorten: step one is done'],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});

describe('saints and squares', () => {
  test.each([
    ['Is St. Petersburg older than Moscow?', 'Is Saint Petersburg older than Moscow?'],
    ['What is the square of 14?', 'What is 14 squared?'],
  ])('%s / %s', expectServed);

  test.each([
    ['Is Main St. in Petersburg?', 'Is it mainly Saint Petersburg?'],
    ['What is the square of 14?', 'What is the square root of 14?'],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});

describe('plurals with an apostrophe', () => {
  test.each([
    ["Best films of the 1990's", 'Best films of the 1990s'],
    ["What was fashion like in the 20's?", 'What was fashion like in the 20s?'],
    ["Best 80's songs", 'Best 80s songs'],
    ["How do I test API's?", 'How do I test APIs?'],
    ["Are DVD's still made?", 'Are DVDs still made?'],
  ])('%s / %s', expectServed);

  test.each([
    ["What was 1980's best film?", 'What was the 1980s best film?'],
    ["Best films of the 1990's", 'Best films of 1990'],
    ["Best films of the 1990's", "Best films of the 1980's"],
    ["Correct this: the 80's were fun", 'Correct this: the 80s were fun'],
    ["Is it correct to write the 80's?", 'Is it correct to write the 80s?'],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});

describe('the day of a feast', () => {
  test.each([
    ["When is Mother's Day?", "What day is Mother's Day?"],
    ['When is Labor Day?', 'What date is Labor Day?'],
    ['When is Christmas Eve this year?', 'What day is Christmas Eve this year?'],
  ])('%s / %s', expectServed);

  test.each([
    ['When is Labor Day?', 'What is Labor Day?'],
    ['When is Labor Day?', 'What day of the week is Labor Day?'],
    ['When is Labor Day?', 'What day is the day after Labor Day?'],
    ["What day is Mother's Day?", "What day is Father's Day?"],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});

describe('what may be done to the one who asks', () => {
  test.each([
    ['Can I be sued for a dog bite?', 'Can someone sue me for a dog bite?'],
    ['Can I be deported for shoplifting?', 'Can they deport me for shoplifting?'],
    ['Can I be arrested for sleeping in my car?', 'Can the police arrest me for sleeping in my car?'],
    ['Can tenants be evicted in winter?', 'Can a landlord evict tenants in winter?'],
  ])('%s / %s', expectServed);

  test.each([
    ['Can I be sued for a dog bite?', 'Can I sue someone for a dog bite?'],
    ['Can I be sued by my neighbor?', 'Can I sue my neighbor?'],
    ['Can I be fired?', 'Can they fire him?'],
    ['Can I be arrested by a guard?', 'Can the police arrest me?'],
    ['Can I be arrested for debt?', 'Can the police arrest my guest for debt?'],
    ['Can I be fined for jaywalking?', 'Can a guard fine me for jaywalking?'],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});

describe('what will not stop', () => {
  test.each([
    ["My cat won't stop meowing. What can I do?", 'How do I stop my cat from meowing?'],
    ["My baby won't stop crying. What can I do?", 'How do I get my baby to stop crying?'],
    ["My laptop fan won't stop spinning, how do I fix that?", 'How do I stop my laptop fan from spinning?'],
  ])('%s / %s', expectServed);

  test.each([
    ["My cat won't stop meowing. What can I do?", "Why won't my cat stop meowing?"],
    ["My cat won't stop meowing. What can I do?", 'My cat stopped meowing. What can I do?'],
    ["My cat won't stop meowing. What can I do?", "My cat won't meow. What can I do?"],
    ["My cat won't stop meowing. What can I do?", 'How do I get my cat to meow?'],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});

describe('how good it is, and whether it is', () => {
  test.each([
    ['How safe is Brazil?', 'Is Brazil safe?'],
    ['How hard is calculus?', 'Is calculus hard?'],
    ['How reliable are Toyotas?', 'Are Toyotas reliable?'],
  ])('%s / %s', expectServed);

  test.each([
    ['How tall is Big Ben?', 'Is Big Ben tall?'],
    ['How deep is the lake?', 'Is the lake deep?'],
    ['How safe is Brazil?', 'Is Brazil safer than Peru?'],
    ['How safe is Brazil?', 'Is Brazil dangerous?'],
    ['How safe is Brazil?', 'Was Brazil safe?'],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});

describe('what has been done and is so', () => {
  test.each([
    ['My flight is cancelled, what can I do?', 'My flight has been cancelled, what can I do?'],
    ['My account is locked.', 'My account has been locked.'],
    ['My visa is expired, can I stay?', 'My visa has expired, can I stay?'],
  ])('%s / %s', expectServed);

  test.each([
    ['How long has the shop been closed?', 'How long is the shop closed?'],
    ['My flight has been cancelled', 'My flight was not cancelled'],
    ['My flight has been cancelled', 'My flight will be cancelled'],
    ['My milk has expired', 'My milk expires tomorrow'],
    ['My flight has been delayed', 'My flight has been cancelled'],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});

describe('what is to be translated', () => {
  test.each([
    ['Translate hello into French', 'hello in French'],
    ['Translate good night to German', 'good night in German'],
  ])('%s / %s', expectServed);

  test.each([
    ['Translate cheese into French', 'cheese in German'],
    ['Translate cheese into French', 'cheese from France'],
    ['Translate books to French', 'Are there books in French?'],
    ['Translate speak to French', 'Speak in French'],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});
