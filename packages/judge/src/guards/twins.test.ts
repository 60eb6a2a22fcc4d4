import { describe, test } from 'vitest';
import { expectServed, expectVeto } from '../test-judge.ts';

describe('what differs in a capital, an accent or a letter only', () => {
  test.each([
    ['case', 'What is 5 nm in meters?', 'What is 5 NM in meters?'],
    ['case', 'What is 1 Ms in seconds?', 'What is 1 ms in seconds?'],
    ['case', 'Is AB12x a safe password?', 'Is AB12X a safe password?'],
    ['case', 'Does genotype AA show a recessive trait?', 'Does genotype aa show a recessive trait?'],
    ['case', 'What is 10 MHz in Hz?', 'What is 10 mHz in Hz?'],
    ['case', 'What is 100 Cal in joules?', 'What is 100 cal in joules?'],
    ['case', "What's the plot of Alien?", "What's the plot of Aliens?"],
    ['case', 'vim: what does the key G do', 'vim: what does the key g do'],
    ['number', 'How long is 1 Mm in km?', 'How long is 1 mm in km?'],
    ['accent', 'What is a good rosé?', 'What is a good rose?'],
    ['accent', 'How do I resign my contract?', 'How do I re-sign my contract?'],
    ['case', 'What is the MD5 hash of Hello?', 'What is the MD5 hash of hello?'],
    ['case', 'Encode to base64: Hello', 'Encode to base64: hello'],
    ['case', 'reverse the string "Hello"', 'reverse the string "hello"'],
    ['symbol', 'Evaluate 8!', 'Evaluate 8'],
    ['unit', "Disk shows 512 GiB, what's that in bytes?", "Disk shows 512 GB, what's that in bytes?"],
    ['substitution', 'steps for onboarding an employee', 'steps for offboarding an employee'],
    ['substitution', 'boiling point of hexane', 'boiling point of hexene'],
    ['substitution', 'What is virtualization?', 'What is visualization?'],
    ['substitution', 'recipe for macarons', 'recipe for macaroons'],
    ['substitution', 'What does a funder do?', 'What does a founder do?'],
    ['substitution', 'what is a cauchy sequence', 'what is a catchy sequence'],
    ['substitution', 'What is graphene?', 'What is grapheme?'],
    ['substitution', 'What does a meteorologist do?', 'What does a metrologist do?'],
    ['name', 'things to do in Herefordshire', 'things to do in Hertfordshire'],
    ['payload', 'Rate how polite this is: send it now', 'Rate how polite this is: could you send it now'],
    ['payload', "Count the words: I don't know", 'Count the words: I do not know'],
    ['payload', 'Is it correct to say more better?', 'Is it correct to say better?'],
    ['accent', 'What is an exposé?', 'What does expose mean?'],
    ['time', 'Will the shop be closed in 3 days?', 'Will the shop be closed for 3 days?'],
    ['time', 'Will it be ready in an hour?', 'Will it be ready for an hour?'],
    ['name', 'What are the gun laws in Washington?', 'What are the gun laws in Washington DC?'],
    ['place', 'What is the sales tax in New York?', 'What is the sales tax in New York City?'],
  ])('%s: %s / %s', expectVeto);

  test.each([
    ['What is 10 mhz in Hz?', 'What is 10 MHz in Hz?'],
    ['What is virtualization?', 'What is virtualizaton?'],
    ['How do I re-enter the US?', 'How do I reenter the US?'],
    ['how do i reverse a string in python', 'How do I reverse a string in Python?'],
    ['hash of a file in linux', 'Hash of a file in Linux'],
    ['How many letters are in Mississippi?', 'how many letters are in mississippi'],
    ['Is yerba maté healthy?', 'Is yerba mate healthy?'],
    ['How do I write a résumé?', 'How do I write a resume?'],
    ['What is the weather in Washington, D.C.?', 'What is the weather in Washington DC?'],
    ['Where is the best pizza in NYC?', 'Where is the best pizza in New York?'],
    ['What is the population of NYC?', 'What is the population of New York City?'],
  ])('%s / %s', expectServed);
});
