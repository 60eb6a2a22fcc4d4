import { describe, test } from 'vitest';
import { expectServed, expectVeto } from '../test-judge.ts';

describe('another preposition before the same word', () => {
  test.each([
    ['Show me emails from John', 'Show me emails to John'],
    ['What should I eat before a run?', 'What should I eat after a run?'],
    ['Play songs by Queen', 'Play songs like Queen'],
    ['Should I wash rice before cooking?', 'Should I wash rice after cooking?'],
    ['Is it open until noon?', 'Is it open from noon?'],
    ['Is it dangerous to swim after eating?', 'Is it dangerous to eat after swimming?'],
    ['What do I do when I am bored?', 'How do I get bored?'],
    ['Is Earth in a black hole?', 'Is Earth a black hole?'],
    ['Show biographies of Einstein', 'Show biographies by Einstein'],
    ['How do I protect my plants from frost?', 'How do I protect my plants with frost?'],
    ['Can I drink after I took aspirin?', 'Can I take aspirin after I drank?'],
    ['I am taller than my brother.', 'My brother is taller than me.'],
  ])('%s / %s', (a, b) => expectVeto('direction', a, b));
});

describe('prepositions that may stand for one another', () => {
  test.each([
    ['How do I kill a process in Linux?', 'How do I kill a process on Linux?'],
    ['How do I send a request with curl?', 'How do I send a request using curl?'],
    ['Show recipes with old bread', 'Show recipes for old bread'],
    ['How do I live with someone with asthma?', 'How can I live with somebody with asthma?'],
    ['What is the weather in Paris?', 'What is the Paris weather?'],
    ['What is the best book on Rome?', 'What is the best book about Rome?'],
    ['What is the best diet for losing weight?', 'What is the best diet to lose weight?'],
    ['How do I protect my plants from frost?', 'How do I protect my plants against frost?'],
    [
      'How do I cancel my insurance after selling the car?',
      'I have sold my car, how do I cancel my insurance?',
    ],
    ['Should I renew a passport before it expires?', 'Before a passport expires, should I renew it?'],
    [
      'What should we check before the migration of the database?',
      'What should we check before we migrate the database?',
    ],
  ])('%s / %s', expectServed);
});

describe('words that mean another thing with each preposition', () => {
  test.each([
    ['Have you heard of Anna?', 'Have you heard from Anna?'],
    ['Why is my cat tired of the toy?', 'Why is my cat tired from the toy?'],
    ['Who was she engaged by?', 'Who was she engaged to?'],
    ['What is 20% of 80?', 'What is 20% off 80?'],
    ['Is salt substituted for sugar here?', 'Is salt substituted by sugar here?'],
    ['What is the effect of sleep?', 'What is the effect on sleep?'],
    ['Did prices increase by 5 percent?', 'Did prices increase to 5 percent?'],
    ['Who shot at the president?', 'Who shot the president?'],
    ['Can I sign in for my boss?', 'Can I sign in as my boss?'],
    ['Why do people vote for taxes?', 'Why do people vote against taxes?'],
  ])('%s / %s', (a, b) => expectVeto('direction', a, b));

  test.each([
    ['Is the paper made of wood?', 'Is the paper made from wood?'],
    ['How do I speak to a lawyer?', 'How do I speak with a lawyer?'],
    ['What is the damage to the roof?', 'What damage is there to the roof?'],
    ['What did he talk about?', 'What did he speak about?'],
  ])('%s / %s', expectServed);
});
