import { describe, test } from 'vitest';
import { expectServed, expectVeto } from '../test-judge.ts';

describe('small words that change what is true', () => {
  test.each([
    ['bound', 'List users with at least 5 posts', 'List users with at most 5 posts'],
    ['bound', 'Show cities with more than 1 million people', 'Show cities with fewer than 1 million people'],
    ['bound', 'Is the vaccine for people over 65?', 'Is the vaccine for people under 65?'],
    ['bound', 'Can I get a refund within 30 days?', 'Can I get a refund beyond 30 days?'],
    ['exception', 'Show everything except errors', 'Show everything about errors'],
    ['quantifier', 'Are all swans white?', 'Are some swans white?'],
    ['quantifier', 'Are most cats friendly?', 'Are all cats friendly?'],
    ['quantifier', 'Can only adults apply?', 'Can adults apply?'],
    ['quantifier', 'Only members can enter', 'Members can only enter'],
    ['quantifier', 'Not all lights work', "All lights don't work"],
    ['quantifier', 'Name the animals that sleep the least', 'Name the animals that sleep the most'],
    ['quantifier', 'Can I leave the oven on all night?', 'Can I leave the oven on half the night?'],
    ['quantifier', "Plan a trip for my kid's class", "Plan a trip for my kids' class"],
    [
      'quantifier',
      'Draw one card for every token they hold',
      'Draw one card for every token all players hold',
    ],
    ['exception', 'Show cats but not dogs', 'Show dogs but not cats'],
    [
      'conjunction',
      'Which countries border Germany and France?',
      'Which countries border Germany or France?',
    ],
    ['conjunction', 'Do I get a refund if I cancel?', 'Do I get a refund even though I cancel?'],
    ['style', 'Explain DNS', 'Explain DNS briefly'],
    ['style', 'Explain DNS in detail', 'Explain DNS in a nutshell'],
    ['style', 'Explain recursion', 'Explain recursion with an example'],
    ['style', 'Write a poem about my cat in Dutch', 'Write a poem about my Dutch cat'],
    ['person', 'Who am I?', 'Who are you?'],
    ['person', 'What is your name?', 'What is my name?'],
    ['person', 'Is his dog friendly?', 'Is my dog friendly?'],
    ['person', 'My brother moved out. Can I use his room?', 'My brother moved out. Can I use my room?'],
    ['person', 'How do I tell her I love her?', 'How do I tell him I love him?'],
    [
      'argument-order',
      'Is it eaten before or after, and what before?',
      'Is it eaten before or after, and what after?',
    ],
    ['argument-order', 'Erosion: what brings it about?', 'Erosion: what does it bring about?'],
    ['direction', 'flights from Rome via Dubai', 'flights from Rome to Dubai'],
    ['argument-order', 'What is given to Ann?', 'What is given by Ann?'],
    ['argument-order', "Who is Mozart's father?", 'Who is Mozart the father of?'],
  ])('%s: %s / %s', expectVeto);
});

describe('what leaves the question as it is', () => {
  test.each([
    ['Which phones cost less than 300 euros?', 'Which phones cost under 300 euros?'],
    ['List users with no less than 5 posts', 'List users with at least 5 posts'],
    ['What are all the planets?', 'What are the planets?'],
    ["Which foods hurt a dog's teeth?", "Which foods hurt dogs' teeth?"],
    ['Show the rows of today only', 'Show only the rows of today'],
    ['Do cats see only two colors?', 'Do cats only see two colors?'],
    ['What is the Dutch word for cat?', 'What is the word for cat in Dutch?'],
    ['How do I say thank you in Thai?', 'How do I say "thank you" in Thai?'],
    ['Return nothing but SQL.', 'Return SQL only.'],
    ['The car just makes a clicking noise. Why?', 'The car only makes a clicking noise. Why?'],
    ['Can I leave the oven on all night?', 'Can I leave the oven on the entire night?'],
    ['How do you boil an egg?', 'How do I boil an egg?'],
    ['Is every prime number odd?', 'Are all prime numbers odd?'],
    ['My cat is ill. What should I feed her?', 'My cat is ill. What should I feed it?'],
    ['There is a man with a cough. How is his risk scored?', 'How is the risk of a man with a cough scored?'],
    ['How can I learn more about stocks?', 'How can I learn about stocks?'],
  ])('%s / %s', expectServed);
});
