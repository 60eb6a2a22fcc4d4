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
