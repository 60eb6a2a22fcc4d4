import { describe, expect, test } from 'vitest';
import { expectServed, expectVeto, isServed } from '../test-judge.ts';

describe('one construction turned into another', () => {
  test.each([
    ['Can I combine ibuprofen with paracetamol?', 'Can I combine paracetamol with ibuprofen?'],
    ['Did Obama ever meet Castro?', 'Did Castro ever meet Obama?'],
    ['Should I lend my brother money?', 'Should I lend money to my brother?'],
    ['How do I buy my wife a ring?', 'How do I buy a ring for my wife?'],
    ['Why does my app keep getting killed by Android?', 'Why does Android keep killing my app?'],
    ['The cat got hit by a car. What now?', 'A car hit the cat. What now?'],
    ['Was it Bell who invented the telephone?', 'Did Bell invent the telephone?'],
    ['Name a film that was inspired by the book', 'Name a film that the book inspired'],
    ['Before I repaint a wall, do I have to clean it?', 'Do I have to clean a wall before I repaint it?'],
    [
      'For a beach holiday, should I go to Crete or Malta?',
      'Should I go to Malta or Crete for a beach holiday?',
    ],
    [
      'a weekend in Paris with art, good food and no crowds',
      'a weekend in Paris with good food, art and no crowds',
    ],
    [
      'Is it better to run in the morning or in the evening?',
      'Is it better to run in the evening or in the morning?',
    ],
    ['Is Rome worth visiting in winter?', 'Rome in winter: is it worth visiting?'],
    ['How do I open the door?', 'How does the door open?'],
    ['Which documents are needed to open an account?', 'What documents do I need to open an account?'],
    ['When did Romans first use concrete?', 'When was concrete first used by Romans?'],
    ['My cat keeps scratching the sofa. How do I stop it?', 'How do I stop my cat from scratching the sofa?'],
    [
      'My tenant stopped paying rent. What can I do about it?',
      'What can I do about a tenant who stopped paying rent?',
    ],
    ['a trip to Rome for two', 'a Rome trip for two'],
    ['What are the rules for hand luggage on Ryanair?', "What are Ryanair's hand luggage rules?"],
    ['the book that my sister recommended', 'the book recommended by my sister'],
    ['What do I do when a bee stings me?', 'What do I do if I get stung by a bee?'],
    ['My file got corrupted. Can I recover it?', 'My file is corrupted, can I recover it?'],
    ['Draw a cat and a dog with a hat', 'Draw a dog and a cat with a hat'],
    ['List bands influenced by Radiohead', 'List bands that Radiohead influenced'],
    ['Is swimming good for children?', 'Is it good for children to swim?'],
    ['Where do penguins live and what do they eat?', 'What do penguins eat and where do they live?'],
    ['Since I replaced the battery my car stalls. Why?', 'My car stalls since I replaced the battery. Why?'],
    ['Do I owe tax on a gift from my aunt?', 'If my aunt gives me a gift, do I owe tax on it?'],
    ['Where can I get my watch repaired in Bern?', 'Where in Bern can I get my watch repaired?'],
    [
      'My tablet, dropped on the floor, no longer charges. What can I do?',
      'My tablet no longer charges since it was dropped on the floor. What can I do?',
    ],
    ['A supplier sent us an invoice. What now?', 'An invoice was sent to us by a supplier. What now?'],
    ['What size of tent do four people need?', 'Which tent size do four people need?'],
    ['best shoes for running', 'best running shoes'],
    ['The screen of my phone is cracked, can it be repaired?', 'Can a cracked phone screen be repaired?'],
    ['Does drinking coffee cause headaches?', 'Can headaches be caused by drinking coffee?'],
    ['What are the pros and cons of remote work?', 'What are the cons and pros of remote work?'],
    ["I'm pregnant, may I eat sushi?", 'Is it okay to eat sushi while I am pregnant?'],
    ['What happens if an employee resigns?', 'What happens on the resignation of an employee?'],
  ])('%s / %s', expectServed);
});

describe('the same words in another construction', () => {
  test.each([
    ['How do I replace butter with oil?', 'How do I replace oil with butter?'],
    ['Did Obama ever visit Castro?', 'Did Castro ever visit Obama?'],
    ['Why do parents give children advice?', 'Why do children give parents advice?'],
    ['How do I send my boss a photo of my wife?', 'How do I send my wife a photo of my boss?'],
    ['Why does my app keep getting killed by Android?', 'Why does my app keep killing Android?'],
    ['What do you call a man who loves a woman?', 'What do you call a man who a woman loves?'],
    ['Name a film that inspired the book', 'Name a film that the book inspired'],
    ['someone who everyone hates', 'someone who hates everyone'],
    ['Before I clean a wall, do I have to repaint it?', 'Do I have to clean a wall before I repaint it?'],
    ['The app works on Android but not on iOS', 'The app works on iOS but not on Android'],
    ['Merge the develop branch into main', 'Merge the main branch into develop'],
    ['I feel sick because I quit smoking. What helps?', 'I quit smoking because I feel sick. What helps?'],
    ['Whenever my fan gets loud I open Chrome.', 'My fan gets loud whenever I open Chrome.'],
    ['he was promoted and i wasn’t, what now', 'i was promoted and he wasn’t, what now'],
    ['I can drive but my wife can’t.', 'I can’t drive but my wife can.'],
    ['I wanted to go but he did not want me to.', 'I wanted to go but he did not want to.'],
    ['Is it rude to give a guest wine?', 'Is it rude to give wine a guest?'],
    ['the University of Washington', 'Washington University'],
    ['the book that recommended my sister', 'the book recommended by my sister'],
    ['a dog that my neighbour owns is ill', 'a dog that owns my neighbour is ill'],
    ['List the numbers under 50 that divide 12.', 'List the numbers under 50 that 12 divides.'],
    ['My daughter asked to be picked up.', 'My daughter asked to pick me up.'],
    ['I had my phone stolen in Rome.', 'I had a stolen phone in Rome.'],
    ['Show orders placed by Maria', 'Show orders placed for Maria'],
    ['I stopped to smoke. Why?', 'I stopped smoking. Why?'],
    ['Draw a cat and a dog with a hat', 'Draw a cat with a hat and a dog'],
    ['How do I stop people from calling me?', 'How do I stop calling people?'],
    ['How do I share my screen with a client?', 'How does a client share their screen with me?'],
    ["my friend can drive and I can't", "I can drive and my friend can't"],
    ['List bands influenced by Radiohead', 'List bands that influenced Radiohead'],
    ['I run a bakery and my wife a hotel.', 'My wife runs a bakery and I a hotel.'],
    ['a model trained on German and tested on Dutch', 'a model trained on Dutch and tested on German'],
    ['Is a hot dog a sandwich?', 'Is a sandwich a hot dog?'],
    ['Which vitamin is in carrots?', 'Which carrots have vitamins?'],
    ['What is the chance of A given that it is B?', 'What is the chance of B given that it is A?'],
    ['When do I eat a shark?', 'When does a shark eat?'],
    ['Does steam turn heat into water?', 'Does heat turn water into steam?'],
    ['I want to study rather than work in Rome', 'I want to study as well as work in Rome'],
  ])('%s / %s', (a, b) => expect(isServed(a, b)).toBe(false));

  test('the reason says what the relative clause is about', () => {
    expectVeto('argument-order', 'a man who loves a woman', 'a man who a woman loves');
  });
});
