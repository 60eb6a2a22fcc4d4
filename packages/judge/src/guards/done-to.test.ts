import { describe, test } from 'vitest';
import { expectServed, expectVeto } from '../test-judge.ts';

describe('whom a deed is done to', () => {
  test.each([
    [
      'My neighbour scratched my cousin’s car. Can she sue him?',
      'My neighbour scratched my cousin’s car. Can she sue me?',
    ],
    ['Do I need a licence to train a pilot?', 'Do I need a licence to be trained as a pilot?'],
    ['Is there a fee to elect a mayor?', 'Is there a fee to be elected as a mayor?'],
  ])('%s / %s', (one, other) => expectVeto('argument-order', one, other));

  test.each([
    ['Can my landlord evict me for this?', 'Can my landlord evict us for this?'],
    ['Do I need a permit to hire a nanny?', 'To hire a nanny, do I need a permit?'],
  ])('is the same: %s / %s', expectServed);
});

describe('my and your, where a text tells them apart', () => {
  test.each([
    [
      'My laptop runs on my charger but not on yours. Why?',
      'My laptop runs on your charger but not on mine. Why?',
    ],
    ['Is my cat older than yours?', 'Is your cat older than mine?'],
  ])('%s / %s', (one, other) => expectVeto('person', one, other));

  test('may stand in another order', () =>
    expectServed('My charger broke, can I use your charger?', 'Can I use your charger? My charger broke.'));
});
