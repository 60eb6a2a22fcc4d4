import { describe, expect, test } from 'vitest';
import { expectServed, isServed } from '../test-judge.ts';

describe('a comparison told from the other side', () => {
  test.each([
    ['Is a tortoise slower than a hare?', 'Is a hare faster than a tortoise?'],
    ['Is Venus smaller than Earth?', 'Is Earth bigger than Venus?'],
    ['Why is tea cheaper than coffee?', 'Why is coffee more expensive than tea?'],
    ['Is renting cheaper than buying?', 'Is buying more expensive than renting?'],
    ['Is my brother younger than my sister?', 'Is my sister older than my brother?'],
    ['Is golf less popular than tennis?', 'Is tennis more popular than golf?'],
    ['Is rowing worse for your back than jogging?', 'Is jogging better for your back than rowing?'],
    ['Does a fridge use less power than an oven?', 'Does an oven use more power than a fridge?'],
    ['Do peas have fewer calories than corn?', 'Does corn have more calories than peas?'],
    ['Why does sound travel more slowly than light?', 'Why does light travel faster than sound?'],
    ['Do dogs sleep less than cats?', 'Do cats sleep more than dogs?'],
    ['Which planets is Earth smaller than?', 'Which planets are bigger than Earth?'],
    ['Who is Bob taller than?', 'Who is shorter than Bob?'],
  ])('%s / %s', expectServed);

  test.each([
    ['Is a tortoise slower than a hare?', 'Is a tortoise faster than a hare?'],
    ['Is a tortoise slower than a hare?', 'Is a hare slower than a tortoise?'],
    ['Why is tea cheaper than coffee?', 'Why is tea more expensive than coffee?'],
    ['Is golf less popular than tennis?', 'Is tennis less popular than golf?'],
    ['Is rowing worse for your back than jogging?', 'Is rowing better for your back than jogging?'],
    ['Does a fridge use less power than an oven?', 'Does an oven use less power than a fridge?'],
    ['Which phones are cheaper than 200 euros?', 'Which phones are more expensive than 200 euros?'],
    ['phones lighter than the iPhone', 'phones heavier than the iPhone'],
    ['Why does sound travel more slowly than light?', 'Why does sound travel faster than light?'],
    ['Do dogs sleep less than cats?', 'Do cats sleep less than dogs?'],
    ['Which planets is Earth bigger than?', 'Which planets are bigger than Earth?'],
    ['Does a shift pay less than 20 euros?', 'Does a shift pay more than 20 euros?'],
  ])('not %s / %s', (a, b) => expect(isServed(a, b)).toBe(false));
});

describe('a deal asked about from the other side', () => {
  test.each([
    ['Who sold the castle to the king?', 'Who did the king buy the castle from?'],
    ['Which bank lent the club money?', 'Which bank did the club borrow money from?'],
    ['From whom did Plato learn geometry?', 'Who taught Plato geometry?'],
    ['What does Oman import from Peru?', 'What does Peru export to Oman?'],
    ['Does Norway export gas to Spain?', 'Does Spain import gas from Norway?'],
    ['Who gave the medal to the city?', 'Who did the city get the medal from?'],
  ])('%s / %s', expectServed);

  test.each([
    ['Who did the king sell the castle to?', 'Who did the king buy the castle from?'],
    ['Which bank did the club lend money to?', 'Which bank did the club borrow money from?'],
    ['What does Oman import from Peru?', 'What does Oman export to Peru?'],
    ['What does Oman import from Peru?', 'What does Peru import from Oman?'],
    ['Does Norway export gas to Spain?', 'Does Norway import gas from Spain?'],
  ])('not %s / %s', (a, b) => expect(isServed(a, b)).toBe(false));
});

describe('a deal told from the other side', () => {
  test.each([
    ['My neighbour sold me a broken car. What now?', 'I bought a broken car from my neighbour. What now?'],
    ['A firm sent us an invoice. What now?', 'An invoice was sent to us by a firm. What now?'],
    ['A firm sent us an invoice. What now?', 'A firm sent an invoice to us. What now?'],
    ['My landlord lent me money. What now?', 'I borrowed money from my landlord. What now?'],
  ])('%s / %s', expectServed);

  test.each([
    ['My neighbour sold me a broken car. What now?', 'I sold my neighbour a broken car. What now?'],
    ['My aunt sent me a parcel. What now?', 'I sent a parcel to my aunt. What now?'],
    ['My aunt sent me a parcel. What now?', 'My aunt gave me a parcel. What now?'],
    ['My landlord lent me money. What now?', 'I lent my landlord money. What now?'],
  ])('not %s / %s', (a, b) => expect(isServed(a, b)).toBe(false));
});
